/**
 * The tensor operations that every engine offers. The cells, the network and the optimizers are written once over
 * this interface; an engine decides whether a call computes at once (reference) or adds a node to a graph (onnx).
 * Imports nothing.
 *
 * Matrices are row-major. Elementwise operations broadcast as NumPy does. Shapes are known when a program is built.
 */
import type { Shape } from '../../core/tensor.ts';

export type { Shape };

export interface MatmulOptions<T> {
  transposeA?: boolean;
  transposeB?: boolean;
  /** Multiplies the product (not `add`). */
  scale?: number;
  /** Added to the product: [rows, columns], or [columns] for every row. */
  add?: T;
}

export interface Operations<T> {
  shapeOf(x: T): Shape;
  scalar(value: number): T;
  zeros(shape: Shape): T;
  /** Whole numbers or bytes as floating point. */
  toFloat(x: T): T;

  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  minimum(a: T, b: T): T;
  maximum(a: T, b: T): T;
  /** 1 where a is greater than b, else 0. */
  greater(a: T, b: T): T;
  sigmoid(x: T): T;
  tanh(x: T): T;
  sqrt(x: T): T;
  exp(x: T): T;
  /** ln(1 + exp(x)), for any x; -softplus(-x) is the logarithm of the sigmoid. */
  softplus(x: T): T;
  /** 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
  erf(x: T): T;

  /**
   * Computes element by element on tensors of one shape; the results have it too. `compute` uses the operations above
   * that work on single elements, and may be called for pieces of the tensors, which an engine can keep in a cache.
   */
  elementwise(
    inputs: readonly T[],
    compute: (operations: Operations<T>, pieces: readonly T[]) => readonly T[],
  ): readonly T[];

  /** [m, k] x [k, n] -> [m, n]; the shapes are those after the transpositions. */
  matmul(a: T, b: T, options?: MatmulOptions<T>): T;
  transpose(x: T): T;
  /** Cuts x into `count` equal pieces along the axis. */
  split(x: T, count: number, axis: 0 | 1): T[];
  /** Joined along an axis, from 0; all other lengths are equal. */
  concat(parts: readonly T[], axis: number): T;
  /** What stands along an axis, from 0, at `from` and up to `to`, which is no longer in it. */
  slice(x: T, axis: number, from: number, to: number): T;
  /** The same elements in the same order, as another shape. */
  reshape(x: T, shape: Shape): T;

  /** Rows of a table [v, n] by ids [m] -> [m, n]. */
  gather(table: T, ids: T): T;
  /** The transpose of `gather`: adds rows [m, n] into zeros [height, n] at ids [m]; equal ids add up. */
  scatterAdd(rows: T, ids: T, height: number): T;

  /** Sum over an axis, which is then gone (0: [m, n] -> [n]; 1: [m, n] -> [m]), or over everything (a scalar). */
  reduceSum(x: T, axis?: number): T;
  /** Sum of the squares of all elements, a scalar. */
  sumOfSquares(x: T): T;

  /**
   * Softmax and cross-entropy of logits [m, v] with target ids [m]: `loss` [m] in nats, and `gradient` [m, v], its
   * derivative by the logits (softmax minus one-hot). In single precision a loss above 87 nats reads as 87.
   */
  softmaxCrossEntropy(logits: T, targets: T): { loss: T; gradient: T };
  /** exp(x) / sum of exp(x) along each row of [m, v]. */
  softmax(x: T): T;
  /** 1 where the largest logit of a row [m, v] is at the target id [m], else 0: [m]. */
  isMostLikely(logits: T, targets: T): T;
}
