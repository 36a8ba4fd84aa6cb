/** What many whole networks are made of. Batches are rows: [streams, width]. */
import type { Operations } from '../operations.ts';
import type { StepScope } from './scope.ts';

export const silu = <T>(ops: Operations<T>, x: T): T => ops.mul(x, ops.sigmoid(x));

export const squaredRelu = <T>(ops: Operations<T>, x: T): T => {
  const positive = ops.maximum(x, ops.scalar(0));
  return ops.mul(positive, positive);
};

/** from + μ (to - from), for a mixing vector: of RWKV, between the x of a token and of the token before. */
export const between =
  <T>(ops: Operations<T>, from: T, to: T) =>
  (mu: T): T =>
    ops.add(from, ops.mul(ops.sub(to, from), mu));

/** Pieces of each row, one after the other, of these lengths. */
export function piecesOf<T, const Lengths extends readonly number[]>(ops: Operations<T>, x: T, ...lengths: Lengths) {
  let from = 0;
  const pieces = lengths.map((length) => {
    from += length;
    return ops.slice(x, 1, from - length, from);
  });
  return pieces as { [Place in keyof Lengths]: T };
}

/**
 * Causal depthwise convolution: each channel's last values, this one last, weighted.
 * @param window name of the state that the values before are carried in.
 * @param weight [width, kernel]
 * @returns the sum, [streams, width], without a bias.
 */
export function convolution<T>({ ops, streams, state, next }: StepScope<T>, window: string, weight: T, x: T): T {
  const [width = 0, kernel = 0] = ops.shapeOf(weight);
  const before = state(window, [kernel - 1, width]);
  const seen = ops.concat([before, ops.reshape(x, [streams, 1, width])], 1);
  const sum = ops.reduceSum(ops.mul(seen, ops.transpose(weight)), 1);
  next({ [window]: ops.slice(seen, 1, 1, kernel) });
  return sum;
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
