/**
 * The tensor operations that every engine offers. The cells, the networks and the optimizers are written once over their
 * interface; an engine decides whether a call computes at once (reference) or adds a node to a graph (onnx). What is the same for
 * all of them stands below it: the shape that each gives, and of those on single elements the number, ONNX's node and the slope.
 *
 * Matrices are row-major. Elementwise operations broadcast as NumPy does. Shapes are known when a program is built.
 */
import { type Shape, sizeOf } from '../../core/tensor.ts';

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

/** An operation on single elements, as a row. */
interface UnaryRow {
  node: string;
  value(x: number): number;
  /** The slope by x, of that by the result y, `dy`. */
  slope<T>(ops: Operations<T>, dy: T, y: T, x: T): T;
  /** What that is to be multiplied by; absent: 1. */
  factor?: number;
}

const unaryRows = {
  sigmoid: {
    node: 'Sigmoid',
    value: (x) => 1 / (1 + Math.exp(-x)),
    slope: (ops, dy, y) => ops.mul(dy, ops.mul(y, ops.sub(ops.scalar(1), y))),
  },
  tanh: {
    node: 'Tanh',
    value: Math.tanh,
    slope: (ops, dy, y) => ops.mul(dy, ops.sub(ops.scalar(1), ops.mul(y, y))),
  },
  sqrt: { node: 'Sqrt', value: Math.sqrt, slope: (ops, dy, y) => ops.div(dy, y), factor: 1 / 2 },
  exp: { node: 'Exp', value: Math.exp, slope: (ops, dy, y) => ops.mul(dy, y) },
  softplus: {
    node: 'Softplus',
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slope: (ops, dy, _y, x) => ops.mul(dy, ops.sigmoid(x)),
  },
  erf: {
    node: 'Erf',
    value: erf,
    slope(ops, dy, _y, x) {
      const power = ops.exp(ops.sub(ops.scalar(0), ops.mul(x, x)));
      return ops.mul(dy, ops.mul(ops.scalar(2 / Math.sqrt(Math.PI)), power));
    },
  },
} satisfies Readonly<Record<string, UnaryRow>>;
export const unary: Readonly<Record<keyof typeof unaryRows, UnaryRow>> = unaryRows;

/** Of pairs the shapes broadcast; their slopes stand with the others (differentiate.ts). */
interface BinaryRow {
  node: string;
  value(a: number, b: number): number;
}

export const binary = {
  add: { node: 'Add', value: (a, b) => a + b },
  sub: { node: 'Sub', value: (a, b) => a - b },
  mul: { node: 'Mul', value: (a, b) => a * b },
  div: { node: 'Div', value: (a, b) => a / b },
  minimum: { node: 'Min', value: Math.min },
  maximum: { node: 'Max', value: Math.max },
  greater: { node: 'Greater', value: (a, b) => Number(a > b) },
} satisfies Readonly<Record<string, BinaryRow>>;

/** By its series; from 6 on it is 1 in double precision. Source: Abramowitz & Stegun 1964, 7.1.6. */
function erf(x: number): number {
  if (!(Math.abs(x) < 6)) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

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

/** On shapes alone: which each gives, and which it refuses. What a network declares is found by them before there are numbers. */
export const shapes: Operations<Shaped> = {
  shapeOf: ({ shape }) => shape,
  scalar: () => shaped(),
  zeros: (shape) => ({ shape }),
  toFloat: same,
  add: broadcast,
  sub: broadcast,
  mul: broadcast,
  div: broadcast,
  minimum: broadcast,
  maximum: broadcast,
  greater: broadcast,
  sigmoid: same,
  tanh: same,
  sqrt: same,
  exp: same,
  softplus: same,
  erf: same,
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
