/** The cells by name: a new cell is one file and its name in the list below. */
import { mapValues } from '../program.ts';
import { type Cell, type TracedCell, traced } from './cell.ts';
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

export const cells: Readonly<Record<CellName, TracedCell>> = mapValues(registry, traced);

export const cellNames = Object.keys(registry) as CellName[];
