/**
 * A family of whole networks: what its files hold, what is recorded of it, and one step. Each family (rwkv4.ts, mamba.ts)
 * writes its equations once over the operations; `networkOf` makes a reader of it and of the sizes of one network.
 */
import type { Operations, Shape } from '../operations.ts';
import { sizeOf, type Values, valueNamed } from '../program.ts';
import type { ArrayFacts, CarriedState, NetworkReader, StepTask } from './reader.ts';
import type { FamilyTable } from './tables/table.ts';

/** What the sizes of every network have. */
export interface Sizes {
  layers: number;
  vocabulary: number;
  /** Of the token vectors, and of the stream that all layers add to. */
  width: number;
}

/** A file's arrays by name, as far as they decide what it is. */
export interface FileShapes {
  names: readonly string[];
  has(name: string): boolean;
  /** @throws InputError when there is no such array. */
  shapeOf(name: string): Shape;
  /** How many layers have an array of this name, in which `N` stands for their number from 0. */
  layersWith(name: string): number;
}

/** What stands beside the weights, in config.json; empty where there is none. */
export type FileSettings = Readonly<Record<string, unknown>>;

/** Refuses the file. @param fix what to do; absent: what can be read. */
export type Refuse = (why: string, fix?: string) => never;

export interface Family<S extends Sizes> extends FamilyTable {
  /** Numbers a token of each component. */
  widths: Readonly<Record<string, (sizes: S) => number>>;
  /** Names of its arrays as people's files have them, as it names them itself; the same where they are alike. */
  rename(name: string): string;
  /** Whether a file of these arrays (renamed) is of this family. */
  claims(file: FileShapes): boolean;
  /** @throws InputError through `refuse` for a variant that computes something else. */
  sizesOf(file: FileShapes, settings: FileSettings, refuse: Refuse): S;
  /** What who reads a file of these sizes should know of it. Absent: nothing. */
  notes?(sizes: S): string[];
  /** Shapes of all arrays by name: what a step reads, and what the decoder does. */
  parameters(sizes: S): { step: Record<string, Shape>; decoder: Record<string, Shape> };
  /** Arrays of some files that must be equal to another, of which they are copies: a decoder that is the token table. */
  tied?: Readonly<Record<string, string>>;
  /** Arrays of some files of which nothing is computed. Absent: there are none. */
  isUnread?(name: string): boolean;
  states(sizes: S): Record<string, CarriedState>;
  /** The component of the last layer of whose values the decoder makes the logits. */
  decoderReads: string;
  step<T>(ops: Operations<T>, values: Values<T>, task: StepTask<T> & { sizes: S }): Record<string, T>;
  decode<T>(ops: Operations<T>, values: Values<T>, rows: T, sizes: S): T;
}

/** One network of the family, as it is read. */
export function networkOf<S extends Sizes>(family: Family<S>, sizes: S): NetworkReader {
  const { layers, vocabulary, width: embedding } = sizes;
  const arrays = Array.from({ length: layers }, (_, index) =>
    Object.entries(family.components).map(([component, { onlyShown, ...about }]): ArrayFacts => {
      const layer = index + 1;
      const name = `${component}.${layer}`;
      return {
        name,
        component,
        layer,
        width: valueNamed(family.widths, component)(sizes),
        about,
        ...(onlyShown && { onlyShown }),
      };
    }),
  ).flat();
  const states = family.states(sizes);
  const widths = new Map([
    ...Object.entries(states).map(([name, { shape }]) => [name, sizeOf(shape)] as const),
    ...arrays.map(({ name, width }) => [name, width] as const),
  ]);
  return {
    is: `it is ${family.label}`,
    layers,
    vocabulary,
    embedding,
    arrays,
    widthOf(array) {
      const width = widths.get(array);
      if (width === undefined) throw new RangeError(`${family.label} has no "${array}"`);
      return width;
    },
    states,
    parameters: family.parameters(sizes),
    decoderReads: `${family.decoderReads}.${layers}`,
    step: (ops, values, task) => family.step(ops, values, { ...task, sizes }),
    decode: (ops, values, rows) => family.decode(ops, values, rows, sizes),
  };
}

/** Something of each layer, by name; layers count from 1. */
export const ofLayers = <A>(layers: number, make: (layer: number) => Readonly<Record<string, A>>): Record<string, A> =>
  Object.assign({}, ...Array.from({ length: layers }, (_, index) => make(index + 1)));
