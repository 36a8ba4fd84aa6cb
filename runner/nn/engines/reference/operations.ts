/**
 * The operations as plain loops over float64: slow, short and obviously right. The oracle of the tests, and an engine
 * that runs everywhere. Each call computes at once.
 */
import type { MatmulOptions, Operations, Shape } from '../../models/operations.ts';
import { sizeOf } from '../../models/program.ts';

export interface Array64 {
  shape: Shape;
  data: Float64Array;
}

const make = (shape: Shape, data?: Float64Array): Array64 => ({ shape, data: data ?? new Float64Array(sizeOf(shape)) });

function dimensions(x: Array64): [number, number] {
  const [rows, columns] = x.shape;
  if (rows === undefined || columns === undefined || x.shape.length !== 2) {
    throw new RangeError(`reference: expected a matrix, got shape [${x.shape}]`);
  }
  return [rows, columns];
}

/** Where an element of the given shape stands in an array that is repeated along the axes that it has not. */
function placesIn(x: Array64, shape: Shape): (index: number) => number {
  // Nothing is repeated, or everything.
  if (x.data.length === sizeOf(shape)) return (index) => index;
  if (x.data.length === 1) return () => 0;
  const strides = shape.map((_, axis) => {
    const own = axis - (shape.length - x.shape.length);
    return (x.shape[own] ?? 1) === 1 ? 0 : sizeOf(x.shape.slice(own + 1));
  });
  return (index) => {
    let [rest, position] = [index, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const whole = Math.floor(rest / shape[axis]);
      position += (rest - whole * shape[axis]) * strides[axis];
      rest = whole;
    }
    return position;
  };
}

/** Elementwise with broadcasting of scalars, of [n] over [m, n], and of [m, 1] over [m, n]. */
function elementwise(a: Array64, b: Array64, compute: (x: number, y: number) => number): Array64 {
  const length = Math.max(a.shape.length, b.shape.length);
  const dimension = (x: Array64, axis: number) => x.shape[axis - (length - x.shape.length)] ?? 1;
  const shape = Array.from({ length }, (_, axis) => {
    const [m, n] = [dimension(a, axis), dimension(b, axis)];
    if (m !== n && m !== 1 && n !== 1)
      throw new RangeError(`reference: shapes [${a.shape}] and [${b.shape}] do not fit`);
    return Math.max(m, n);
  });
  const result = make(shape);
  const [left, right, to] = [a.data, b.data, result.data];
  const [placeInA, placeInB] = [a, b].map((x) => placesIn(x, shape));
  for (let i = 0; i < to.length; i++) to[i] = compute(left[placeInA(i)], right[placeInB(i)]);
  return result;
}

const map = (x: Array64, compute: (value: number) => number): Array64 => make(x.shape, x.data.map(compute));

function transpose(x: Array64): Array64 {
  const [rows, columns] = dimensions(x);
  const result = make([columns, rows]);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result.data[j * rows + i] = x.data[i * columns + j];
  return result;
}

function matmul(left: Array64, right: Array64, options: MatmulOptions<Array64> = {}): Array64 {
  const a = options.transposeA ? transpose(left) : left;
  const b = options.transposeB ? transpose(right) : right;
  const [m, k] = dimensions(a);
  const [k2, n] = dimensions(b);
  if (k !== k2) throw new RangeError(`reference: matmul of [${a.shape}] and [${b.shape}]`);
  const result = make([m, n]);
  const [factors, rows, sums] = [a.data, b.data, result.data];
  const factor = (i: number, p: number) => factors[i * k + p] * (options.scale ?? 1);
  for (let i = 0; i < m; i++) {
    const to = i * n;
    let p = 0;
    // Four rows at a time, added one after the other: most of the time goes by with reading and writing sums.
    for (; p + 4 <= k; p += 4) {
      const [f0, f1, f2, f3] = [factor(i, p), factor(i, p + 1), factor(i, p + 2), factor(i, p + 3)];
      const [r0, r1, r2, r3] = [p * n, (p + 1) * n, (p + 2) * n, (p + 3) * n];
      for (let j = 0; j < n; j++)
        sums[to + j] = sums[to + j] + f0 * rows[r0 + j] + f1 * rows[r1 + j] + f2 * rows[r2 + j] + f3 * rows[r3 + j];
    }
    for (; p < k; p++) for (let j = 0; j < n; j++) sums[to + j] += factor(i, p) * rows[p * n + j];
  }
  return options.add === undefined ? result : elementwise(result, options.add, (x, y) => x + y);
}

function split(x: Array64, count: number, axis: 0 | 1): Array64[] {
  const [rows, columns] = dimensions(x);
  const length = (axis === 0 ? rows : columns) / count;
  if (!Number.isInteger(length)) throw new RangeError(`reference: [${x.shape}] does not split into ${count}`);
  return Array.from({ length: count }, (_, piece) => {
    if (axis === 0)
      return make([length, columns], x.data.slice(piece * length * columns, (piece + 1) * length * columns));
    const result = make([rows, length]);
    for (let i = 0; i < rows; i++) {
      const start = i * columns + piece * length;
      result.data.set(x.data.subarray(start, start + length), i * length);
    }
    return result;
  });
}

/** How an axis divides the elements: so many blocks, each of `length` runs of `inner` elements. */
function around(x: Array64, axis: number): { outer: number; length: number; inner: number } {
  const length = x.shape[axis];
  if (length === undefined) throw new RangeError(`reference: [${x.shape}] has no axis ${axis}`);
  return { outer: sizeOf(x.shape.slice(0, axis)), length, inner: sizeOf(x.shape.slice(axis + 1)) };
}

/** The shape with another length of one axis. */
const withLength = (shape: Shape, axis: number, length: number): Shape =>
  shape.map((own, index) => (index === axis ? length : own));

function concat(parts: readonly Array64[], axis: number): Array64 {
  const places = parts.map((part) => around(part, axis));
  const { outer, inner } = places[0];
  const length = places.reduce((sum, place) => sum + place.length, 0);
  const result = make(withLength(parts[0].shape, axis, length));
  let offset = 0;
  for (let block = 0; block < outer; block++) {
    parts.forEach((part, p) => {
      const size = places[p].length * inner;
      if (part.data.length !== outer * size) throw new RangeError(`reference: [${part.shape}] does not fit the others`);
      result.data.set(part.data.subarray(block * size, (block + 1) * size), offset);
      offset += size;
    });
  }
  return result;
}

function slice(x: Array64, axis: number, from: number, to: number): Array64 {
  const { outer, length, inner } = around(x, axis);
  if (!(from >= 0 && from <= to && to <= length))
    throw new RangeError(`reference: [${x.shape}] has no ${from} to ${to}`);
  const result = make(withLength(x.shape, axis, to - from));
  for (let block = 0; block < outer; block++) {
    const start = block * length * inner;
    result.data.set(x.data.subarray(start + from * inner, start + to * inner), block * (to - from) * inner);
  }
  return result;
}

function reshape(x: Array64, shape: Shape): Array64 {
  if (sizeOf(shape) !== x.data.length) throw new RangeError(`reference: [${x.shape}] is no [${shape}]`);
  return { shape, data: x.data };
}

function reduceSum(x: Array64, axis?: number): Array64 {
  if (axis === undefined) return make([], Float64Array.of(x.data.reduce((sum, value) => sum + value, 0)));
  const { outer, length, inner } = around(x, axis);
  const result = make(x.shape.filter((_, index) => index !== axis));
  for (let block = 0; block < outer; block++) {
    for (let place = 0; place < length; place++) {
      const from = (block * length + place) * inner;
      for (let i = 0; i < inner; i++) result.data[block * inner + i] += x.data[from + i];
    }
  }
  return result;
}

function softmax(x: Array64): Array64 {
  const [rows, columns] = dimensions(x);
  const result = make([rows, columns]);
  for (let i = 0; i < rows; i++) {
    const row = x.data.subarray(i * columns, (i + 1) * columns);
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = row.map((value) => Math.exp(value - largest));
    const sum = powers.reduce((total, value) => total + value, 0);
    result.data.set(
      powers.map((value) => value / sum),
      i * columns,
    );
  }
  return result;
}

function softmaxCrossEntropy(logits: Array64, targets: Array64): { loss: Array64; gradient: Array64 } {
  const [rows, columns] = dimensions(logits);
  const loss = make([rows]);
  const gradient = make([rows, columns]);
  for (let i = 0; i < rows; i++) {
    const row = logits.data.subarray(i * columns, (i + 1) * columns);
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
    const target = targets.data[i];
    loss.data[i] = largest + Math.log(sum) - row[target];
    for (let j = 0; j < columns; j++) {
      gradient.data[i * columns + j] = Math.exp(row[j] - largest) / sum - (j === target ? 1 : 0);
    }
  }
  return { loss, gradient };
}

export const referenceOperations: Operations<Array64> = {
  shapeOf: (x) => x.shape,
  scalar: (value) => make([], Float64Array.of(value)),
  zeros: (shape) => make(shape),
  toFloat: (x) => x,
  add: (a, b) => elementwise(a, b, (x, y) => x + y),
  sub: (a, b) => elementwise(a, b, (x, y) => x - y),
  mul: (a, b) => elementwise(a, b, (x, y) => x * y),
  div: (a, b) => elementwise(a, b, (x, y) => x / y),
  minimum: (a, b) => elementwise(a, b, Math.min),
  maximum: (a, b) => elementwise(a, b, Math.max),
  greater: (a, b) => elementwise(a, b, (x, y) => Number(x > y)),
  sigmoid: (x) => map(x, (value) => 1 / (1 + Math.exp(-value))),
  tanh: (x) => map(x, Math.tanh),
  sqrt: (x) => map(x, Math.sqrt),
  exp: (x) => map(x, Math.exp),
  softplus: (x) => map(x, (value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)))),
  erf: (x) => map(x, erf),
  elementwise: (inputs, compute) => compute(referenceOperations, inputs),
  matmul,
  transpose,
  split,
  concat,
  slice,
  reshape,
  gather(table, ids) {
    const [, columns] = dimensions(table);
    const result = make([ids.data.length, columns]);
    ids.data.forEach((id, i) => {
      result.data.set(table.data.subarray(id * columns, (id + 1) * columns), i * columns);
    });
    return result;
  },
  scatterAdd(rows, ids, height) {
    const [, columns] = dimensions(rows);
    const result = make([height, columns]);
    ids.data.forEach((id, i) => {
      for (let j = 0; j < columns; j++) {
        result.data[id * columns + j] += rows.data[i * columns + j];
      }
    });
    return result;
  },
  reduceSum,
  sumOfSquares: (x) => make([], Float64Array.of(x.data.reduce((sum, value) => sum + value * value, 0))),
  softmaxCrossEntropy,
  softmax,
  isMostLikely(logits, targets) {
    const [rows, columns] = dimensions(logits);
    const result = make([rows]);
    for (let i = 0; i < rows; i++) {
      let best = 0;
      for (let j = 1; j < columns; j++) if (logits.data[i * columns + j] > logits.data[i * columns + best]) best = j;
      result.data[i] = best === targets.data[i] ? 1 : 0;
    }
    return result;
  },
};

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
