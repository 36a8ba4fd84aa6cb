/**
 * The operations in the page: plain loops over single precision, for one stream that reads one token at a time, so that
 * the cells' equations are those of the runner. What reading never uses throws. Pure; runs in a worker and in Node.
 */
import { float32At } from '../../../runner/core/at.ts';
import {
  binary,
  type MatmulOptions,
  type Operations,
  type Shape,
  shapes,
  unary,
} from '../../../runner/nn/models/operations.ts';
import { mapValues, sizeOf } from '../../../runner/nn/models/program.ts';
import { createProduct } from './product.ts';

export interface Array32 {
  shape: Shape;
  data: Float32Array;
}

const refuse = (what: string) => (): never => {
  throw new RangeError(`live: ${what} is not needed to read a token`);
};

/** Element by element: both of one length (a vector stands for its one row), or one of them a scalar. */
function pairwise(a: Array32, b: Array32, compute: (x: number, y: number) => number): Array32 {
  if (b.data.length === 1) return { shape: a.shape, data: a.data.map((x) => compute(x, float32At(b.data, 0))) };
  if (a.data.length === 1) return { shape: b.shape, data: b.data.map((y) => compute(float32At(a.data, 0), y)) };
  if (a.data.length !== b.data.length) throw new RangeError(`live: shapes [${a.shape}] and [${b.shape}] do not fit`);
  const shape = a.shape.length < b.shape.length ? b.shape : a.shape;
  return { shape, data: a.data.map((x, i) => compute(x, float32At(b.data, i))) };
}

const productOf = createProduct();

/** Rows of a table that were read, and what each gave with a matrix: a text says the same words again and again. */
const read = new WeakMap<Array32, Map<number, Array32>>();
const given = new WeakMap<Array32, WeakMap<Array32, Array32>>();
/** Rows that are remembered, some 10 KB each. */
const mostRows = 2000;

function gather(table: Array32, { data: [id = 0] }: Array32): Array32 {
  const rows = read.get(table) ?? new Map<number, Array32>();
  read.set(table, rows);
  const known = rows.get(id);
  if (known !== undefined) return known;
  if (rows.size >= mostRows) rows.clear();
  const [, columns = 0] = table.shape;
  const row = { shape: [1, columns], data: table.data.subarray(id * columns, (id + 1) * columns) };
  rows.set(id, row);
  given.set(row, new WeakMap());
  return row;
}

/** One row [1, k] times the transpose of [n, k]; the matrix is always one of weights. */
function matmul(a: Array32, b: Array32, { transposeA, transposeB, scale, add }: MatmulOptions<Array32> = {}): Array32 {
  if (transposeA || !transposeB || scale !== undefined) return refuse('a product of this kind')();
  const [n = 0, k = 0] = b.shape;
  if (a.data.length !== k) throw new RangeError(`live: matmul of [${a.shape}] and the transpose of [${b.shape}]`);
  const before = given.get(a);
  const known = before?.get(b);
  if (known !== undefined) return known;
  const bare = { shape: [1, n], data: productOf(a.data, b.data) };
  const product = add === undefined ? bare : pairwise(bare, add, binary.add.value);
  before?.set(b, product);
  return product;
}

function split({ data }: Array32, count: number, axis: 0 | 1): Array32[] {
  if (axis === 0) return refuse('a split by rows')();
  const length = data.length / count;
  return Array.from({ length: count }, (_, piece) => ({
    shape: [1, length],
    data: data.subarray(piece * length, (piece + 1) * length),
  }));
}

/** The one-hot input gathers from the transposed input weights at every token: they are turned once. */
const turned = new WeakMap<Array32, Array32>();

function transpose(x: Array32): Array32 {
  const known = turned.get(x);
  if (known !== undefined) return known;
  const [rows = 0, columns = 0] = x.shape;
  const data = new Float32Array(x.data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) data[j * rows + i] = float32At(x.data, i * columns + j);
  const result = { shape: [columns, rows], data };
  turned.set(x, result);
  return result;
}

function softmax({ shape, data }: Array32): Array32 {
  const largest = data.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = data.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return { shape, data: powers.map((value) => value / sum) };
}

export const operations: Operations<Array32> = {
  ...mapValues(shapes, (_, name) => refuse(name)),
  ...mapValues(unary, ({ value }) => ({ shape, data }: Array32) => ({ shape, data: data.map((x) => value(x)) })),
  ...mapValues(
    binary,
    ({ value }) =>
      (a: Array32, b: Array32) =>
        pairwise(a, b, value),
  ),
  shapeOf: ({ shape }) => shape,
  scalar: (value) => ({ shape: [], data: Float32Array.of(value) }),
  zeros: (shape) => ({ shape, data: new Float32Array(sizeOf(shape)) }),
  toFloat: (x) => x,
  ...{ matmul, transpose, split, gather, softmax },
  concat: ([first, ...others]) => (first === undefined || others.length > 0 ? refuse('joining rows')() : first),
};
