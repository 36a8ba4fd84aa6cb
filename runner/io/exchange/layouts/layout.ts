/**
 * What a layout is: the way in which one program keeps its models. Each says of what a file or folder holds whether it knows
 * it, and gives the weights under our names and in our order. Imports only types.
 */
import type { Direction } from '../../../core/cut.ts';
import type { Tensor } from '../../../core/tensor.ts';
import type { CellName } from '../../../nn/models/cells/cells.ts';
import type { RecurrentActivation } from '../../../nn/models/cells/recurrent-activation.ts';
import type { Unit } from '../../../text/tokens.ts';
import type { KerasFile } from '../../formats/keras/config.ts';

export type Tensors = Readonly<Record<string, Tensor>>;

/** What a file or a folder holds, as far as its format tells. */
export type Contents = Arrays | KerasLayers | Folder;

/** Arrays by name, and the settings beside them. */
export interface Arrays {
  kind: 'arrays';
  /** Only for messages. */
  path: string;
  /** What the file is, for a person: 'a PyTorch file'. */
  format: string;
  tensors: Tensors;
  /** Values beside the arrays, by where they stand: a module's attributes ('rnn.mode'), entries of a checkpoint ('args'). */
  settings: ReadonlyMap<string, unknown>;
  /** Of a whole PyTorch module its class; null: only arrays are there. */
  className: string | null;
}

export interface KerasLayers {
  kind: 'keras';
  path: string;
  file: KerasFile;
}

export interface Folder {
  kind: 'folder';
  path: string;
  /** Of its files. */
  names: readonly string[];
  /** @throws InputError when there is no such file, or it is too large. */
  read(name: string): Promise<Uint8Array>;
}

/** What a user says of a file that does not say it. */
export interface LayoutOptions {
  /** Theirs by ours. */
  map: ReadonlyMap<string, string>;
  /** Arrays of the file to leave out. */
  ignore: ReadonlySet<string>;
  /** Which of the cells that the weights fit it is; absent: the one that the file or its program names, or the usual one. */
  cell?: CellName | undefined;
}

/** Weights under our names, and where each came from. */
export interface ForeignModel {
  /** What the file is, for a person: 'a PyTorch state dict'. */
  format: string;
  cell: CellName;
  layers: number;
  /** Length of the token vectors; 0: one-hot. */
  embedding: number;
  /** Sigmoid when absent. */
  recurrentActivation?: RecurrentActivation;
  /** Of the hidden states; absent: there is none. */
  projection?: number;
  /** By our names, in our layouts. */
  weights: Record<string, Tensor>;
  /** For each of our parameters what it was made of, to be shown. */
  origins: Record<string, string>;
  /** What the user should know: what was assumed, a setting that has no counterpart. */
  notes: string[];
  /** Its tokens by id, where the file holds them. */
  vocabulary?: readonly string[];
  /** What a token is, where its program knows only that. */
  unit?: Unit;
  /** Absent: it reads texts from their beginning. */
  direction?: Direction;
}

export interface Layout {
  /** For a sentence of what can be read: 'AWD-LSTM and ULMFiT'. */
  label: string;
  /**
   * The model, or null where the contents are of another layout.
   * @throws InputError when they are of this one, but damaged or of a kind that has no counterpart here.
   */
  recognise(contents: Contents, options: LayoutOptions): ForeignModel | null | Promise<ForeignModel | null>;
}
