/**
 * The squashing of the gates: the logistic sigmoid, or one of Keras' straight-line stand-ins for it, clip(slope x + 1/2, 0, 1).
 * Models with the latter come from elsewhere. Pure.
 */
import type { Operations } from '../operations.ts';

/** Slopes by name: Keras 2's hard_sigmoid (its LSTM's default before version 2.3), and Keras 3's. */
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
