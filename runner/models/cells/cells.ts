/** The cells by name: a new cell is one file and one line here. */
import type { Cell, CellName } from './cell.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { rnn } from './rnn.ts';

export const cells: Readonly<Record<CellName, Cell>> = { lstm, gru, rnn };
