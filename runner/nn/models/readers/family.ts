/**
 * A family of whole networks: what its files hold, what is recorded of it, and one step. Each family (rwkv4.ts, mamba.ts)
 * writes its equations once over the operations; `networkOf` makes a reader of it and of the sizes of one network.
 */
import { componentName } from '../cells/cell.ts';
import type { ActivationInfo, NetworkReader, Role } from './reader.ts';
import { readerFrom, type StepScope } from './scope.ts';

/** What the sizes of every network have. */
export interface Sizes {
  layers: number;
  vocabulary: number;
  /** Of the token vectors, and of the stream that all layers add to. */
  width: number;
}

/** What a size may be: a count is at least 1. */
export type SizeKind = 'count' | 'count or 0' | 'number' | 'boolean' | { readonly [name: string]: SizeKind };

/** A file's arrays by name, as far as they decide what it is. */
export interface FileShapes {
  names: readonly string[];
  has(name: string): boolean;
  /** Of one axis; from the last one where it is negative. @throws InputError when there is no such array. */
  lengthOf(name: string, axis: number): number;
  /** How many layers have an array of this name, in which `N` stands for their number from 0. */
  layersWith(name: string): number;
}

/** What stands beside the weights, in config.json; empty where there is none. */
export type FileSettings = Readonly<Record<string, unknown>>;

/** Refuses the file. @param fix what to do; absent: what can be read. */
export type Refuse = (why: string, fix?: string) => never;

const component =
  (role: Role) =>
  (symbol: string, name: string, formula: string, range?: ActivationInfo['range']): ActivationInfo => ({
    name,
    symbol,
    role,
    ...(range && { range }),
    formula,
  });

export const neuron = component('neuron');
export const gate = component('gate');
export const address = component('address');
export const memory = component('memory');
export const stream = component('stream');

/** Each with further sizes of its own. */
export interface Family<S> {
  /** As in a sentence: 'RWKV-4'. */
  label: string;
  /** What is analysed when the manifest does not say. */
  defaultComponent: string;
  /** In the order in which a step computes them, layer by layer. */
  components: Readonly<Record<string, ActivationInfo>>;
  /** Names of its arrays as people's files have them, as it names them itself. Absent: they are the same. */
  rename?(name: string): string;
  /** The table of token vectors, [vocabulary, width]. */
  table: string;
  /** An array that every layer has; `N` stands for its number from 0. */
  ofEveryLayer: string;
  /** Whether a file of these arrays (renamed) is of this family. */
  claims(file: FileShapes): boolean;
  /** The sizes of its own, and what each may be: by it a file of ours is checked. */
  sizes: Readonly<Record<Extract<keyof S, string>, SizeKind>>;
  /** @throws InputError through `refuse` for a variant that computes something else. */
  sizesOf(file: FileShapes, settings: FileSettings, refuse: Refuse): S;
  /** What who reads a file of these sizes should know of it. Absent: nothing. */
  notes?(sizes: Sizes & S): string[];
  /** Arrays of some files that must be equal to another, of which they are copies: a decoder that is the token table. */
  tied?: Readonly<Record<string, string>>;
  /** Arrays of some files of which nothing is computed. Absent: there are none. */
  isUnread?(name: string): boolean;
  /** Reads one token of each stream; the decoder reads the component `residual` of the last layer. @param embedded their vectors, [streams, width] */
  step<T>(s: StepScope<T>, embedded: T, sizes: Sizes & S): void;
  /** That component, [rows, width], to logits [rows, vocabulary]. */
  decode<T>(s: StepScope<T>, rows: T, sizes: Sizes & S): T;
}

export const family = <S>(written: Family<S>): Family<S> => written;

/** One network of the family, as it is read. */
export const networkOf = <S>(family: Family<S>, sizes: Sizes & S): NetworkReader =>
  readerFrom({
    is: `it is ${family.label}`,
    layers: sizes.layers,
    vocabulary: sizes.vocabulary,
    embedding: sizes.width,
    components: family.components,
    decoderReads: componentName('residual', sizes.layers),
    step: (s, tokens) => family.step(s, s.embedded(family.table, sizes.vocabulary, sizes.width, tokens), sizes),
    decode: (s, rows) => family.decode(s, rows, sizes),
  });
