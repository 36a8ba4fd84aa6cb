/** The cells by name: a new cell is one file and its name in the line below. */
import type { Cell, ComponentFacts } from './cell.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { rnn } from './rnn.ts';

const registry = { lstm, gru, rnn } satisfies Readonly<Record<string, Cell>>;

export type CellName = keyof typeof registry;
/** The components of all cells. */
export type Component = { [Name in CellName]: keyof (typeof registry)[Name]['components'] }[CellName];

export const cells: Readonly<Record<CellName, Cell>> = registry;

export const cellNames = Object.keys(registry) as CellName[];

/** A cell's components in the order in which a step computes them. */
export const componentsOf = (cell: CellName): Component[] => Object.keys(cells[cell].components) as Component[];

/** Name and range of each component by its key, whichever cells have it. */
export const components: Readonly<Record<Component, Pick<ComponentFacts, 'name' | 'range'>>> = Object.assign(
  {},
  ...cellNames.map((cell) => cells[cell].components),
);

/** The same for a name that came as text; undefined when no cell has such a component. */
export const factsOf = (component: string): Pick<ComponentFacts, 'name' | 'range'> | undefined =>
  (components as Readonly<Record<string, (typeof components)[Component]>>)[component];

export const componentNames = Object.keys(components) as Component[];

/** What is analysed when the manifest does not say. */
export const defaultComponent = (cell: CellName): Component => cells[cell].defaultComponent as Component;
