/**
 * The reference engine: runs a program at once, on any machine, by plain loops over float64: slow, short and obviously right.
 * The oracle of the tests. Between runs the state is held in single precision, as it is saved, so that a training taken up again
 * goes on exactly as before.
 */
import { item } from '../../../core/at.ts';
import {
  binary,
  dimensions,
  type MatmulOptions,
  type Operations,
  type Shape,
  type Shaped,
  shapes,
  unary,
} from '../../models/operations.ts';
import {
  type Engine,
  type Executable,
  fitting,
  mapInputs,
  mapValues,
  type Numbers,
  type Output,
  type Program,
  sizeOf,
  valueNamed,
} from '../../models/program.ts';

/** What numbers of single and of double precision have in common. */
export interface Decimals {
  [place: number]: number;
  readonly length: number;
  fill(value: number): this;
  map(make: (value: number, place: number) => number): this;
  forEach(hear: (value: number, place: number) => void): void;
  reduce(join: (before: number, value: number, place: number) => number, first: number): number;
  set(values: ArrayLike<number>, place?: number): void;
  slice(): this;
  subarray(from: number, to: number): this;
}

export interface Computed<D extends Decimals> extends Shaped {
  data: D;
}

export type Array64 = Computed<Float64Array>;

/** Of a shape, all 0, in the precision of another array. */
function zeros<D extends Decimals>({ data }: Computed<D>, { shape }: Shaped): Computed<D> {
  const Own = data.constructor as new (length: number) => D;
  return { shape, data: new Own(sizeOf(shape)) };
}

function listed<D extends Decimals>(like: Computed<D>, values: readonly number[], shape: Shape = [values.length]) {
  const result = zeros(like, { shape });
  result.data.set(values);
  return result;
}

/** The elements of the given shape, where an array is repeated along the axes that it has not. */
function repeated<D extends Decimals>(x: Computed<D>, { shape }: Shaped): D {
  if (x.data.length === sizeOf(shape)) return x.data;
  const { data } = zeros(x, { shape });
  if (x.data.length === 1) return data.fill(x.data[0]);
  const strides = shape.map((_, axis) => {
    const own = axis - (shape.length - x.shape.length);
    return (x.shape[own] ?? 1) === 1 ? 0 : sizeOf(x.shape.slice(own + 1));
  });
  for (let index = 0; index < data.length; index++) {
    let [rest, position] = [index, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const whole = Math.floor(rest / shape[axis]);
      position += (rest - whole * shape[axis]) * strides[axis];
      rest = whole;
    }
    data[index] = x.data[position];
  }
  return data;
}

function pairwise<D extends Decimals>(
  a: Computed<D>,
  b: Computed<D>,
  compute: (x: number, y: number) => number,
): Computed<D> {
  const result = zeros(a, shapes.add(a, b));
  const [left, right, to] = [repeated(a, result), repeated(b, result), result.data];
  for (let i = 0; i < to.length; i++) to[i] = compute(left[i], right[i]);
  return result;
}

function transpose<D extends Decimals>(x: Computed<D>): Computed<D> {
  const [rows, columns] = dimensions(x);
  const result = zeros(x, shapes.transpose(x));
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result.data[j * rows + i] = x.data[i * columns + j];
  return result;
}

function matmul<D extends Decimals>(
  left: Computed<D>,
  right: Computed<D>,
  options: MatmulOptions<Computed<D>> = {},
): Computed<D> {
  const { transposeA, transposeB, scale = 1, add } = options;
  const result = zeros(left, shapes.matmul(left, right, { transposeA, transposeB }));
  const a = transposeA ? transpose(left) : left;
  const b = transposeB ? transpose(right) : right;
  const [m, k] = dimensions(a);
  const [, n] = dimensions(b);
  const [factors, rows, sums] = [a.data, b.data, result.data];
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = factors[i * k + p] * scale;
      for (let j = 0; j < n; j++) sums[i * n + j] += factor * rows[p * n + j];
    }
  }
  return add === undefined ? result : pairwise(result, add, (x, y) => x + y);
}

/** How an axis divides the elements: so many blocks, each of `length` runs of `inner` elements. */
const around = ({ shape }: Shaped, axis: number) => ({
  outer: sizeOf(shape.slice(0, axis)),
  length: shape[axis],
  inner: sizeOf(shape.slice(axis + 1)),
});

function concat<D extends Decimals>(parts: readonly Computed<D>[], axis: number): Computed<D> {
  const result = zeros(item(parts, 0), shapes.concat(parts, axis));
  const { outer, inner } = around(result, axis);
  let offset = 0;
  for (let block = 0; block < outer; block++) {
    for (const { shape, data } of parts) {
      const size = shape[axis] * inner;
      if (data.length !== outer * size) throw new RangeError(`reference: [${shape}] does not fit the others`);
      result.data.set(data.subarray(block * size, (block + 1) * size), offset);
      offset += size;
    }
  }
  return result;
}

function slice<D extends Decimals>(x: Computed<D>, axis: number, from: number, to: number): Computed<D> {
  const result = zeros(x, shapes.slice(x, axis, from, to));
  const { outer, length, inner } = around(x, axis);
  for (let block = 0; block < outer; block++) {
    const start = block * length * inner;
    result.data.set(x.data.subarray(start + from * inner, start + to * inner), block * (to - from) * inner);
  }
  return result;
}

function reduceSum<D extends Decimals>(x: Computed<D>, axis?: number): Computed<D> {
  if (axis === undefined) return listed(x, [x.data.reduce((sum, value) => sum + value, 0)], []);
  const result = zeros(x, shapes.reduceSum(x, axis));
  const { outer, length, inner } = around(x, axis);
  for (let block = 0; block < outer; block++) {
    for (let place = 0; place < length; place++) {
      const from = (block * length + place) * inner;
      for (let i = 0; i < inner; i++) result.data[block * inner + i] += x.data[from + i];
    }
  }
  return result;
}

/** The rows of a matrix. */
function rowsOf<D extends Decimals>(x: Computed<D>): D[] {
  const [rows, columns] = dimensions(x);
  return Array.from({ length: rows }, (_, i) => x.data.subarray(i * columns, (i + 1) * columns));
}

/** The largest number of a row, and the sum of exp(x - largest). */
function powersOf<D extends Decimals>(row: D): { largest: number; sum: number } {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  return { largest, sum: row.reduce((total, value) => total + Math.exp(value - largest), 0) };
}

function softmax<D extends Decimals>(x: Computed<D>): Computed<D> {
  const result = { ...x, data: x.data.slice() };
  for (const row of rowsOf(result)) {
    const { largest, sum } = powersOf(row);
    row.set(row.map((value) => Math.exp(value - largest) / sum));
  }
  return result;
}

function softmaxCrossEntropy<D extends Decimals>(
  logits: Computed<D>,
  targets: Computed<D>,
): { loss: Computed<D>; gradient: Computed<D> } {
  const gradient = softmax(logits);
  const loss = rowsOf(logits).map((row, i) => {
    const { largest, sum } = powersOf(row);
    return largest + Math.log(sum) - row[targets.data[i]];
  });
  for (const [i, row] of rowsOf(gradient).entries()) row[targets.data[i]] -= 1;
  return { loss: listed(logits, loss), gradient };
}

/** The operations, computed at once. @param one a number of the precision. */
export const operationsOn = <D extends Decimals>(one: Computed<D>): Operations<Computed<D>> => ({
  shapeOf: ({ shape }) => shape,
  scalar: (value) => listed(one, [value], []),
  zeros: (shape) => zeros(one, { shape }),
  toFloat: (x) => x,
  ...mapValues(unary, ({ value }) => ({ shape, data }: Computed<D>) => ({ shape, data: data.map((x) => value(x)) })),
  ...mapValues(
    binary,
    ({ value }) =>
      (a: Computed<D>, b: Computed<D>) =>
        pairwise(a, b, value),
  ),
  matmul,
  transpose,
  split: (x, count, axis) =>
    shapes.split(x, count, axis).map(({ shape }, i) => slice(x, axis, i * shape[axis], (i + 1) * shape[axis])),
  concat,
  slice,
  reshape: (x, shape) => ({ ...shapes.reshape(x, shape), data: x.data }),
  gather(table, ids) {
    const result = zeros(table, shapes.gather(table, ids));
    const columns = table.shape[1];
    ids.data.forEach((id, i) => {
      result.data.set(table.data.subarray(id * columns, (id + 1) * columns), i * columns);
    });
    return result;
  },
  scatterAdd(rows, ids, height) {
    const result = zeros(rows, shapes.scatterAdd(rows, ids, height));
    const columns = rows.shape[1];
    ids.data.forEach((id, i) => {
      for (let j = 0; j < columns; j++) result.data[id * columns + j] += rows.data[i * columns + j];
    });
    return result;
  },
  reduceSum,
  sumOfSquares: (x) => listed(x, [x.data.reduce((sum, value) => sum + value * value, 0)], []),
  softmaxCrossEntropy,
  softmax,
  isMostLikely(logits, targets) {
    const likely = rowsOf(logits).map((row) => row.reduce((best, logit, j) => (logit > row[best] ? j : best), 0));
    return listed(
      logits,
      likely.map((best, i) => Number(best === targets.data[i])),
    );
  },
});

const float64 = (shape: Shape, data: Numbers): Array64 => ({ shape, data: Float64Array.from(data) });

export const referenceOperations = operationsOn(float64([], Float32Array.of(0)));

/**
 * An engine that runs the operations of a program one by one.
 * @param numbers takes them in; what may change meanwhile is copied before.
 */
export const engineOn = <D extends Decimals & Output>(
  about: Pick<Engine, 'name' | 'device'>,
  operations: Operations<Computed<D>>,
  numbers: (shape: Shape, data: Numbers) => Computed<D>,
): Engine => ({
  ...about,
  async compile(program: Program): Promise<Executable> {
    const constants = mapValues(program.constants, ({ shape, data }) => numbers(shape, data));
    const state = mapValues(program.state, (shape) => numbers(shape, new Float32Array(sizeOf(shape))));
    return {
      async run(inputs) {
        const given = mapInputs(program, inputs, ({ shape }, data) => numbers(shape, data));
        const values = { ...constants, ...state, ...given };
        const outputs: Record<string, D> = {};
        for (const [name, value] of Object.entries(program.build(operations, values))) {
          if (name in state) state[name] = numbers(value.shape, Float32Array.from(value.data));
          else outputs[name] = value.data;
        }
        return outputs;
      },
      async readState(name) {
        return Float32Array.from(valueNamed(state, name).data);
      },
      async writeState(name, data) {
        const { shape } = valueNamed(state, name);
        state[name] = numbers(shape, Float32Array.from(fitting(`state "${name}"`, shape, data)));
      },
      async release() {},
    };
  },
});

export const referenceEngine = engineOn({ name: 'reference', device: 'cpu' }, referenceOperations, float64);
