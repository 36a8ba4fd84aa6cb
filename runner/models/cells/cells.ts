/** The cells by name: a new cell is one file and its name in the list below. */
import type { Cell, ComponentFacts } from './cell.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { mingru, mingruLinear } from './mingru.ts';
import { minlstm, minlstmLinear } from './minlstm.ts';
import { mlstm } from './mlstm.ts';
import { peephole } from './peephole.ts';
import { rnn } from './rnn.ts';
import { rnnRelu } from './rnn-relu.ts';
import { slstm } from './slstm.ts';

const registry = {
  lstm,
  gru,
  rnn,
  'rnn-relu': rnnRelu,
  peephole,
  mlstm,
  slstm,
  mingru,
  'mingru-linear': mingruLinear,
  minlstm,
  'minlstm-linear': minlstmLinear,
} satisfies Readonly<Record<string, Cell>>;

export type CellName = keyof typeof registry;
/** The components of all cells. */
export type Component = { [Name in CellName]: keyof (typeof registry)[Name]['components'] }[CellName];

export const cells: Readonly<Record<CellName, Cell>> = registry;

export const cellNames = Object.keys(registry) as CellName[];

/** A cell's components in the order in which a step computes them. */
export const componentsOf = (cell: CellName): Component[] => Object.keys(cells[cell].components) as Component[];

/** What a component is called, by its key, whichever cells have it. */
const names: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(cells).flatMap(({ components }) => Object.entries(components).map(([key, { name }]) => [key, name])),
);

export const componentNames = Object.keys(names) as Component[];

/** 'output' -> 'output gate'; the key itself when no cell has such a component. */
export const nameOf = (component: string): string => names[component] ?? component;

/** The interval that a cell's component fills; null: it has no bounds, or they are not known. */
export const rangeIn = (cell: CellName | undefined, component: string): ComponentFacts['range'] =>
  (cell && cells[cell].components[component]?.range) ?? null;

/** What is analysed when the manifest does not say. */
export const defaultComponent = (cell: CellName): Component => cells[cell].defaultComponent as Component;
