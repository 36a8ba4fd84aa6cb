/** What every reader of a foreign format gives: weights under our names, and where each came from. */
import type { CellName } from '../models/cells/cells.ts';
import type { RecurrentActivation } from '../models/cells/recurrent-activation.ts';
import type { Tensor } from '../models/program.ts';

export interface ForeignModel {
  /** What the file is, for a person: 'a PyTorch state dict'. */
  format: string;
  cell: CellName;
  layers: number;
  /** Length of the token vectors; 0: one-hot. */
  embedding: number;
  /** Sigmoid when absent. */
  recurrentActivation?: RecurrentActivation;
  /** By our names, in our layouts. */
  weights: Record<string, Tensor>;
  /** For each of our parameters what it was made of, to be shown. */
  origins: Record<string, string>;
  /** What the user should know: a bias taken as zero, a setting that has no counterpart. */
  notes: string[];
}
