/**
 * What a recurrent cell is: one step forward and one step backward through time. Each cell (lstm.ts, gru.ts, rnn.ts)
 * writes its equations once over the operations. Batches are rows: every tensor is [batch, units] unless said.
 */
import type { Operations } from '../operations.ts';

export const cellNames = ['lstm', 'gru', 'rnn'] as const;
export type CellName = (typeof cellNames)[number];

export type Component =
  | 'input'
  | 'forget'
  | 'candidate'
  | 'output'
  | 'cell'
  | 'hidden'
  | 'reset'
  | 'update'
  | 'preactivation';

/**
 * What stands in a component's place, [batch, units]: asked as soon as the cell has computed it, so that what follows in
 * the same step (the cell state after a gate, the hidden state after the cell state) is computed from the answer.
 */
export type Replace<T> = (component: Component, value: T) => T;

export const asComputed = <T>(_component: Component, value: T): T => value;

/** A component of a layer, as arrays are named: `hidden.1`. Layers count from 1. */
export const componentName = (component: string, layer: number): string => `${component}.${layer}`;

/** What a cell carries from token to token: the hidden state, and for the LSTM the cell state. */
export type StateName = 'hidden' | 'cell';
export type State<T> = Partial<Record<StateName, T>> & { hidden: T };

/** One step's results, kept for the way back. */
export interface Trace<T> {
  previous: State<T>;
  state: State<T>;
  /** Every component after this token, by name. */
  components: Partial<Record<Component, T>>;
  /** Values that are no component but that the way back needs. */
  extra: Record<string, T>;
}

/** Derivatives of the loss by what one step read. */
export interface StepGradients<T> {
  /** By the input's projection W x + b, [batch, gates x units]. */
  projected: T;
  /** By the hidden state's projection U h + b, [batch, gates x units]; the same object as `projected` where equal. */
  recurrent: T;
  /** By the previous hidden state, past the projection; null when there is no such path. */
  hidden: T | null;
  /** By the previous cell state; null for cells without one. */
  cell: T | null;
}

export interface Cell {
  name: CellName;
  /** Blocks of rows in the weights, in PyTorch's order. */
  gates: number;
  components: readonly Component[];
  stateNames: readonly StateName[];
  /** `projected` is W x + b_ih, `recurrent` is U h + b_hh, both [batch, gates x units]. */
  forward<T>(ops: Operations<T>, projected: T, recurrent: T, previous: State<T>, replace?: Replace<T>): Trace<T>;
  /** `hidden` and `cell` are the loss's derivatives by this step's state; cell is null when nothing came back yet. */
  backward<T>(ops: Operations<T>, trace: Trace<T>, hidden: T, cell: T | null): StepGradients<T>;
}

/** A component or state that the cell is known to have. */
export function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`cell: "${name}" is missing`);
  return value;
}
