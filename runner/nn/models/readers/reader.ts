/**
 * A network as who reads it sees it: what is recorded, what it carries from token to token, its parameters, and one step.
 * Networks of cells (network.ts) and whole networks of other families (family.ts) are read the same way. Imports only
 * the operations' interface.
 */
import type { Operations, Shape } from '../operations.ts';
import type { Values } from '../program.ts';
import type { UnrolledHook } from './unroll.ts';

/**
 * Asked of every component as soon as it is computed, [streams, width]: it records the value, and gives what stands in its
 * place, of which all that follows is computed. Layers count from 1; layer 0 are the token vectors, `embedding`.
 */
export type Hook<T> = (component: string, layer: number, value: T) => T;

/**
 * What a component is to the network: a `neuron` writes something of its own; a `gate` multiplies; an `address` says where
 * a memory is written or read, and means something only as a whole; a `memory` is carried; a `stream` is what all layers
 * add to, whose units mean nothing alone.
 */
export type Role = 'neuron' | 'gate' | 'address' | 'memory' | 'stream';

/** What a component is called, and how it comes about. */
export interface ActivationInfo {
  /** 'output gate'; the same in every network that has a component of this key. */
  name: string;
  /** Its letter in the formulas and the diagram. */
  symbol: string;
  /**
   * Letters are vectors and matrices, `_` a subscript, the prime the token before, `σ` the logistic sigmoid, a space between
   * two letters the product of a matrix and a vector, and `⊙` that of elements.
   */
  formula: string;
  /**
   * What its values can fill, from the first state on, and with it the limits of its colour scale; null or absent: it has no
   * bounds, so the values shown set the limits.
   */
  range?: readonly [low: number, high: number] | null;
  /** Absent: of a cell, whose components are all of single neurons. */
  role?: Role;
  /** True: it is computed to be looked at; nothing follows from it, and it cannot be held. */
  onlyShown?: boolean;
}

/** Whether its single numbers mean something. */
export const isOfNeurons = ({ role }: Pick<ActivationInfo, 'role'>): boolean => role !== 'address' && role !== 'stream';

/** An array that is recorded: a component of a layer. */
export interface Activation {
  /** `hidden.1` */
  name: string;
  component: string;
  /** From 1. */
  layer: number;
  /** Numbers a token. */
  width: number;
  about: ActivationInfo;
}

/** What a stream carries from token to token. */
export interface StateSpec {
  /** Of one stream. */
  shape: Shape;
  /** Every element of it before the first token. */
  first: number;
}

export interface StepTask<T> {
  /** Token ids, [streams]. */
  tokens: T;
  streams: number;
  hook: Hook<T>;
}

export interface NetworkReader {
  /** What it is, in a sentence: 'the cell is lstm'. */
  is: string;
  layers: number;
  /** Tokens that it knows. */
  vocabulary: number;
  /** Length of the token vectors; 0: its input is one-hot. */
  embedding: number;
  /** In the order in which a step computes them. */
  arrays: readonly Activation[];
  /** The vectors that tokens are read as, `embedding`, recorded where they are asked for alone; null: its input is one-hot. */
  vectors: Activation | null;
  /** Of a recorded array, or of what is carried. @throws RangeError when there is no such array. */
  widthOf(array: string): number;
  /** By name: `hidden.1`. */
  states: Readonly<Record<string, StateSpec>>;
  /** Shapes by name, of those that a step reads and those that the decoder does; some may be both. */
  parameters: { step: Readonly<Record<string, Shape>>; decoder: Readonly<Record<string, Shape>> };
  /** The array of whose values the decoder makes the logits. */
  decoderReads: string;
  /** Reads one token of each stream. @returns the state after it, by name. */
  step<T>(ops: Operations<T>, values: Values<T>, task: StepTask<T>): Record<string, T>;
  /**
   * Reads so many tokens of each stream at once, time-major, [steps x streams].
   * @returns what stands under `decoderReads`, [steps x streams, width], and the state after the last token, by name.
   * @internal
   */
  window<T>(
    ops: Operations<T>,
    values: Values<T>,
    task: { tokens: T; steps: number; streams: number; hook?: UnrolledHook<T> },
  ): { rows: T; after: Record<string, T> };
  /** What was recorded under `decoderReads`, [rows, width], to logits [rows, vocabulary]. */
  decode<T>(ops: Operations<T>, values: Values<T>, rows: T): T;
}
