/**
 * The operations on shapes alone: which shape each gives, and which it refuses. The engines' results have these, and what a
 * network declares on its way is found by them before there are any numbers.
 */
import type { Operations, Shape } from './operations.ts';
import { sizeOf } from './program.ts';

export interface Shaped {
  readonly shape: Shape;
}

const shaped = (...shape: number[]): Shaped => ({ shape });
const same = ({ shape }: Shaped): Shaped => ({ shape });

/** @throws RangeError when it is no matrix. */
export function dimensions({ shape }: Shaped): [rows: number, columns: number] {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2)
    throw new RangeError(`expected a matrix, got [${shape}]`);
  return [rows, columns];
}

function lengthOf({ shape }: Shaped, axis: number): number {
  const length = shape[axis];
  if (length === undefined) throw new RangeError(`[${shape}] has no axis ${axis}`);
  return length;
}

const withLength = ({ shape }: Shaped, axis: number, length: number): Shaped => ({ shape: shape.with(axis, length) });

function broadcast(a: Shaped, b: Shaped): Shaped {
  const length = Math.max(a.shape.length, b.shape.length);
  const lengthIn = ({ shape }: Shaped, axis: number) => shape[axis - (length - shape.length)] ?? 1;
  return {
    shape: Array.from({ length }, (_, axis) => {
      const [m, n] = [lengthIn(a, axis), lengthIn(b, axis)];
      if (m !== n && m !== 1 && n !== 1) throw new RangeError(`shapes [${a.shape}] and [${b.shape}] do not fit`);
      return Math.max(m, n);
    }),
  };
}

export const shapes: Operations<Shaped> = {
  shapeOf: ({ shape }) => shape,
  scalar: () => shaped(),
  zeros: (shape) => ({ shape }),
  toFloat: same,
  ...{ add: broadcast, sub: broadcast, mul: broadcast, div: broadcast },
  ...{ minimum: broadcast, maximum: broadcast, greater: broadcast },
  ...{ sigmoid: same, tanh: same, sqrt: same, exp: same, softplus: same, erf: same },
  elementwise: (inputs, compute) => compute(shapes, inputs),
  matmul(a, b, { transposeA, transposeB } = {}) {
    const [m, k] = dimensions(transposeA ? shapes.transpose(a) : a);
    const [inner, n] = dimensions(transposeB ? shapes.transpose(b) : b);
    if (k !== inner) throw new RangeError(`matmul of [${a.shape}] and [${b.shape}]`);
    return shaped(m, n);
  },
  transpose: (x) => shaped(...dimensions(x).reverse()),
  split(x, count, axis) {
    dimensions(x);
    const length = lengthOf(x, axis) / count;
    if (!Number.isInteger(length)) throw new RangeError(`[${x.shape}] does not split into ${count}`);
    return Array.from({ length: count }, () => withLength(x, axis, length));
  },
  concat([first, ...others], axis) {
    if (first === undefined) throw new RangeError('there is nothing to join');
    const length = others.reduce((sum, part) => sum + lengthOf(part, axis), lengthOf(first, axis));
    return withLength(first, axis, length);
  },
  slice(x, axis, from, to) {
    if (!(from >= 0 && from <= to && to <= lengthOf(x, axis)))
      throw new RangeError(`[${x.shape}] has no ${from} to ${to}`);
    return withLength(x, axis, to - from);
  },
  reshape(x, shape) {
    if (sizeOf(shape) !== sizeOf(x.shape)) throw new RangeError(`[${x.shape}] is no [${shape}]`);
    return { shape };
  },
  gather: (table, ids) => shaped(...ids.shape, dimensions(table)[1]),
  scatterAdd: (rows, _ids, height) => shaped(height, dimensions(rows)[1]),
  reduceSum(x, axis) {
    if (axis === undefined) return shaped();
    lengthOf(x, axis);
    return { shape: x.shape.toSpliced(axis, 1) };
  },
  sumOfSquares: () => shaped(),
  softmaxCrossEntropy: (logits) => ({ loss: shaped(dimensions(logits)[0]), gradient: same(logits) }),
  softmax: same,
  isMostLikely: (logits) => shaped(dimensions(logits)[0]),
};
