/** What many networks are made of, written over the operations. Batches are rows: [streams, width]. */
import type { Operations } from '../operations.ts';
import { type Values, valueNamed } from '../program.ts';

/** [streams, width] to the mean of each row, [streams, 1]. */
function rowMeans<T>(ops: Operations<T>, x: T): T {
  const [rows = 0, width = 0] = ops.shapeOf(x);
  return ops.mul(ops.reshape(ops.reduceSum(x, 1), [rows, 1]), ops.scalar(1 / width));
}

/** (x - mean) / sqrt(variance + epsilon), row by row; [streams, width]. */
export function centred<T>(ops: Operations<T>, x: T, epsilon: number): T {
  const apart = ops.sub(x, rowMeans(ops, x));
  return ops.div(apart, ops.sqrt(ops.add(rowMeans(ops, ops.mul(apart, apart)), ops.scalar(epsilon))));
}

/** x / sqrt(mean of squares + epsilon), row by row. Source: Zhang & Sennrich 2019. */
export const rmsNormed = <T>(ops: Operations<T>, x: T, epsilon: number): T =>
  ops.div(x, ops.sqrt(ops.add(rowMeans(ops, ops.mul(x, x)), ops.scalar(epsilon))));

/** A part of a network, whose parameters' names begin alike. */
export interface Module<T> {
  /** The parameter of this name. */
  weight(name: string): T;
  /** W x for the matrix `<name>.weight`, [rows, width], and + b where there is a `<name>.bias`. */
  linear(name: string, x: T): T;
  /** Layer normalization with a weight, and a bias where there is one. Source: Ba et al. 2016. */
  layerNorm(name: string, x: T, epsilon: number): T;
  /** As `rmsNormed`, with a weight. */
  rmsNorm(name: string, x: T, epsilon: number): T;
}

/** @param prefix what its names begin with, `blocks.0.att.`. */
export function moduleOf<T>(ops: Operations<T>, values: Values<T>, prefix: string): Module<T> {
  const weight = (name: string): T => valueNamed(values, prefix + name);
  const biasOf = (name: string): T | undefined => values[`${prefix}${name}.bias`];
  return {
    weight,
    linear: (name, x) => ops.matmul(x, weight(`${name}.weight`), { transposeB: true, add: biasOf(name) }),
    layerNorm(name, x, epsilon) {
      const scaled = ops.mul(centred(ops, x, epsilon), weight(`${name}.weight`));
      const bias = biasOf(name);
      return bias === undefined ? scaled : ops.add(scaled, bias);
    },
    rmsNorm: (name, x, epsilon) => ops.mul(rmsNormed(ops, x, epsilon), weight(`${name}.weight`)),
  };
}

export const silu = <T>(ops: Operations<T>, x: T): T => ops.mul(x, ops.sigmoid(x));

export const squaredRelu = <T>(ops: Operations<T>, x: T): T => {
  const positive = ops.maximum(x, ops.scalar(0));
  return ops.mul(positive, positive);
};

/** Pieces of each row, one after the other, of these lengths. */
export function piecesOf<T>(ops: Operations<T>, x: T, lengths: readonly number[]): T[] {
  let from = 0;
  return lengths.map((length) => {
    from += length;
    return ops.slice(x, 1, from - length, from);
  });
}

/**
 * Causal depthwise convolution: each channel's last values, this one last, weighted.
 * @param window [streams, kernel - 1, width] the values before.
 * @param weight [width, kernel]
 * @returns the sum, [streams, width], without a bias, and the window after it.
 */
export function convolution<T>(ops: Operations<T>, window: T, weight: T, x: T): { sum: T; window: T } {
  const [streams = 0, before = 0, width = 0] = ops.shapeOf(window);
  const seen = ops.concat([window, ops.reshape(x, [streams, 1, width])], 1);
  return {
    sum: ops.reduceSum(ops.mul(seen, ops.transpose(weight)), 1),
    window: ops.slice(seen, 1, 1, before + 1),
  };
}

/** Each head's rows by themselves, [streams, heads x width] to [streams x heads, width], so that norms are of a head. */
export function byHead<T>(ops: Operations<T>, x: T, heads: number): T {
  const [streams = 0, width = 0] = ops.shapeOf(x);
  return ops.reshape(x, [streams * heads, width / heads]);
}

/** W x of each head, [streams, heads x columns] to [streams, heads x rows]; its matrices stand in one, [heads, rows, columns]. */
export function headProducts<T>(ops: Operations<T>, weight: T, x: T, { transposeB = true } = {}): T {
  const [heads = 0, rows = 0, columns = 0] = ops.shapeOf(weight);
  const products = ops.split(x, heads, 1).map((own, head) => {
    const matrix = ops.reshape(ops.slice(weight, 0, head, head + 1), [rows, columns]);
    return ops.matmul(own, matrix, { transposeB });
  });
  return ops.concat(products, 1);
}

/** The length of each head's memory: [streams, heads, ...] to [streams, heads]. */
export function memoryLengths<T>(ops: Operations<T>, memory: T): T {
  const [streams = 0, heads = 0, ...rest] = ops.shapeOf(memory);
  const flat = ops.reshape(memory, [streams, heads, rest.reduce((product, length) => product * length, 1)]);
  return ops.sqrt(ops.reduceSum(ops.mul(flat, flat), 2));
}

/** x Φ(x), Φ the distribution function of the normal distribution. Source: Hendrycks & Gimpel 2016. */
export function gelu<T>(ops: Operations<T>, x: T): T {
  const twice = ops.add(ops.erf(ops.mul(x, ops.scalar(Math.SQRT1_2))), ops.scalar(1));
  return ops.mul(ops.mul(x, ops.scalar(0.5)), twice);
}

/** The same by its approximation with tanh. */
export function geluTanh<T>(ops: Operations<T>, x: T): T {
  const cube = ops.mul(ops.mul(x, x), ops.mul(x, ops.scalar(0.044715)));
  const inner = ops.mul(ops.add(x, cube), ops.scalar(Math.sqrt(2 / Math.PI)));
  return ops.mul(ops.mul(x, ops.scalar(0.5)), ops.add(ops.tanh(inner), ops.scalar(1)));
}
