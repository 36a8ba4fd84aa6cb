/**
 * What a recurrent cell is: its table of components and one step. Each cell (lstm.ts, gru.ts, rnn.ts) writes its
 * equations once over the operations; the way back through time is made from them (differentiate.ts). Batches are rows:
 * every tensor is [batch, units] unless said. Imports only the operations' interface, so that the manifest, the terminal
 * and the page can read the tables.
 */
import { type Operations, type Shaped, shapes } from '../operations.ts';
import type { ActivationInfo } from '../readers/reader.ts';

/** Range of a gate: closed to open. */
export const gate = [0, 1] as const;
/** Range of what a tanh bounds. */
export const squashed = [-1, 1] as const;

/** The vectors of the tokens, which stand before all layers. */
export const embeddingName = 'embedding';

/** A component of a layer, as arrays are named: `hidden.1`. Layers count from 1. */
export const componentName = (component: string, layer: number): string =>
  component === embeddingName && layer === 0 ? component : `${component}.${layer}`;

/** What a cell carries from token to token, by name: the hidden state, and for the LSTM the cell state. */
export type State<T> = { hidden: T } & Readonly<Record<string, T>>;

/** What one step is written with: what it asks for is what the cell has. */
export interface StepInput<T> {
  ops: Operations<T>;
  /** W v + b by `weight_<name>` and `bias_<name>`, of what the layer reads or of `of` [batch, units]: [batch, blocks x units]. */
  affine(name: string, blocks: number, of?: T): T;
  /** The same without a bias. */
  linear(name: string, blocks: number, of?: T): T;
  /** [units] */
  vector(name: string): T;
  /** A state after the token before. */
  state(name: string): T;
  /**
   * What stands in a component's place, [batch, units]: asked as soon as it is computed, so that what follows in the same step
   * (the cell state after a gate, the hidden state after the cell state) is computed from the answer.
   */
  hook(component: string, value: T): T;
}

type Blocks<T, Count> = Count extends 2 ? [T, T] : Count extends 3 ? [T, T, T] : [T, T, T, T];

/** Equal blocks of columns, one for each gate. */
export const blocksOf = <T, const Count extends 2 | 3 | 4>(ops: Operations<T>, x: T, count: Count): Blocks<T, Count> =>
  ops.split(x, count, 1) as Blocks<T, Count>;

/** A parameter of a layer: blocks of rows, each as high as the layer has units. */
export interface ParameterFacts {
  blocks: number;
  /** What its columns stand for: what the layer reads, or its own units; null: it is a vector. */
  columns: 'input' | 'units' | null;
}

export interface Cell {
  /** As in a sentence. */
  label: string;
  /** What it does, in a sentence or two, for who has read of an LSTM. */
  about: string;
  /** What its formulas hold beyond the letters of every cell; absent: nothing. */
  note?: string;
  /** The layer's class in PyTorch's torch.nn, whose parameters have the same layout; null: it has none. */
  pytorch: 'LSTM' | 'GRU' | 'RNN' | null;
  /** What that class must be told to compute this cell, in Python; absent: nothing. */
  pytorchArguments?: string;
  /** In the order in which a step computes them. */
  components: Readonly<Record<string, ActivationInfo>>;
  /** What is analysed when the manifest does not say. */
  defaultComponent: string;
  /** True: a step reads the hidden state before it through matrices alone, so that a projection can stand in its place. */
  projects?: true;
  /** The block of `bias_ih` that begins at 1 and not at 0, from 0; absent: none. */
  openGate?: number;
  /** @returns the states after the token, the hidden state first. */
  forward<T>(input: StepInput<T>): State<T>;
}

/** A cell with what its step asks for. */
export interface TracedCell extends Cell {
  /** By their names without the layer, in PyTorch's order where it has such a layer. */
  parameters: Readonly<Record<string, ParameterFacts>>;
  /** Components that are carried to the next token, the hidden state first. */
  stateNames: readonly string[];
}

/** Finds parameters and states by one step on shapes, of one unit. */
export function traced(cell: Cell): TracedCell {
  const asked: Record<string, ParameterFacts> = {};
  const linear = (name: string, blocks: number, of?: Shaped): Shaped => {
    asked[`weight_${name}`] = { blocks, columns: of === undefined ? 'input' : 'units' };
    return { shape: [1, blocks] };
  };
  const states = cell.forward<Shaped>({
    ops: shapes,
    linear,
    affine(name, blocks, of) {
      asked[`bias_${name}`] = { blocks, columns: null };
      return linear(name, blocks, of);
    },
    vector(name) {
      asked[name] = { blocks: 1, columns: null };
      return { shape: [1] };
    },
    state: () => ({ shape: [1, 1] }),
    hook: (_component, value) => value,
  });
  const names = new Set(['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh', ...Object.keys(asked)]);
  const parameters = [...names].flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]] as const]));
  return { ...cell, parameters: Object.fromEntries(parameters), stateNames: Object.keys(states) };
}

/**
 * Slopes of Keras' straight-line stand-ins for the sigmoid of the gates, clip(slope x + 1/2, 0, 1): Keras 2's hard_sigmoid (its
 * LSTM's default before version 2.3), and Keras 3's. Models with them come from elsewhere.
 */
const slopes = { hard_sigmoid: 1 / 5, hard_sigmoid_keras_3: 1 / 6 } as const;

export const recurrentActivations = ['sigmoid', 'hard_sigmoid', 'hard_sigmoid_keras_3'] as const;
export type RecurrentActivation = (typeof recurrentActivations)[number];

/** The operations with the gates' squashing in place of the sigmoid: what a cell's step forward is to use. */
export function withRecurrentActivation<T>(ops: Operations<T>, name: RecurrentActivation = 'sigmoid'): Operations<T> {
  if (name === 'sigmoid') return ops;
  const slope = slopes[name];
  const sigmoid = (x: T): T => {
    const line = ops.add(ops.mul(x, ops.scalar(slope)), ops.scalar(0.5));
    return ops.maximum(ops.minimum(line, ops.scalar(1)), ops.scalar(0));
  };
  return { ...ops, sigmoid };
}
