/**
 * What a layout is: the way in which one program keeps its models. Each says of what a file or folder holds whether it knows
 * it, and gives the weights under our names and in our order.
 */
import type { Direction } from '../../../core/cut.ts';
import type { Tensor } from '../../../core/tensor.ts';
import type { RecurrentActivation } from '../../../nn/models/cells/cell.ts';
import type { CellName } from '../../../nn/models/cells/cells.ts';
import type { Unit } from '../../../text/tokens.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { KerasFile } from '../../formats/keras/keras.ts';
import type { NamedFiles } from '../../formats/zip/zip.ts';

export type Tensors = Readonly<Record<string, Tensor>>;

/** What a file or a folder holds, as far as its format tells. */
export type Contents = Arrays | ({ kind: 'keras' } & KerasFile) | Folder;

/** Arrays by name, and the settings beside them. */
export interface Arrays {
  kind: 'arrays';
  /** What the file is, for a person: 'a PyTorch file'. */
  format: string;
  tensors: Tensors;
  /** Values beside the arrays, by where they stand: a module's attributes ('rnn.mode'), entries of a checkpoint ('args'). */
  settings: ReadonlyMap<string, unknown>;
  /** Of a whole PyTorch module its class; null: only arrays are there. */
  className: string | null;
}

export interface Folder extends NamedFiles {
  kind: 'folder';
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
export interface ImportedWeights {
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
   * @throws FormatError when they are of this one, but damaged or of a kind that has no counterpart here.
   */
  recognise(contents: Contents, options: LayoutOptions): ImportedWeights | null | Promise<ImportedWeights | null>;
}

/** Of which arrays of a file one of our parameters is made, how, and in words where their names do not say it. */
export type Row = [
  ours: string,
  theirs: readonly string[],
  make?: (...theirs: readonly Tensor[]) => Tensor,
  said?: string,
];

/**
 * Our parameters by a table of them; a row that names no array is made of nothing.
 * @param fix what to do about arrays that no row reads.
 * @throws FormatError when an array is missing, or no row reads it: a model with more parts computes something else.
 */
export function mapped(
  tensors: ReadonlyMap<string, Tensor>,
  table: readonly Row[],
  fix?: string,
): Pick<ImportedWeights, 'weights' | 'origins'> {
  const read = new Set(table.flatMap(([, theirs]) => theirs));
  const left = [...tensors.keys()].filter((name) => !read.has(name));
  if (left.length > 0) {
    const some = left.slice(0, 4).map((name) => `"${name}"`);
    throw new FormatError(`it also holds ${some.join(', ')}, which this architecture has no place for`, fix);
  }
  const named = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new FormatError(`it has no ${name}`);
    return tensor;
  };
  const weights = table.map(([ours, theirs, make = asIs]) => [ours, make(...theirs.map(named))] as const);
  const origins = table.map(([ours, theirs, , said = theirs.join(', ')]) => [ours, said] as const);
  return { weights: Object.fromEntries(weights), origins: Object.fromEntries(origins) };
}

function asIs(tensor?: Tensor): Tensor {
  return tensor ?? { shape: [0], data: new Float32Array() };
}
