/**
 * The reference engine: runs a program at once, on any machine, by plain loops over float64: slow, short and obviously right.
 * The oracle of the tests. Between runs the state is held in single precision, as it is saved, so that a training taken up again
 * goes on exactly as before.
 */
import {
  binary,
  dimensions,
  type MatmulOptions,
  type Operations,
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
  type Program,
  sizeOf,
  valueNamed,
} from '../../models/program.ts';

export interface Array64 extends Shaped {
  data: Float64Array;
}

/** Of a shape, all 0. */
const zeros = ({ shape }: Shaped): Array64 => ({ shape, data: new Float64Array(sizeOf(shape)) });
const scalar = (value: number): Array64 => ({ shape: [], data: Float64Array.of(value) });

/** Where an element of the given shape stands in an array that is repeated along the axes that it has not. */
function placesIn(x: Array64, { shape }: Shaped): (index: number) => number {
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

function pairwise(a: Array64, b: Array64, compute: (x: number, y: number) => number): Array64 {
  const result = zeros(shapes.add(a, b));
  const [left, right, to] = [a.data, b.data, result.data];
  const [placeInA, placeInB] = [a, b].map((x) => placesIn(x, result));
  for (let i = 0; i < to.length; i++) to[i] = compute(left[placeInA(i)], right[placeInB(i)]);
  return result;
}

function transpose(x: Array64): Array64 {
  const [rows, columns] = dimensions(x);
  const result = zeros(shapes.transpose(x));
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result.data[j * rows + i] = x.data[i * columns + j];
  return result;
}

function matmul(left: Array64, right: Array64, options: MatmulOptions<Array64> = {}): Array64 {
  const { transposeA, transposeB, scale = 1, add } = options;
  const result = zeros(shapes.matmul(left, right, { transposeA, transposeB }));
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

function concat(parts: readonly Array64[], axis: number): Array64 {
  const result = zeros(shapes.concat(parts, axis));
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

function slice(x: Array64, axis: number, from: number, to: number): Array64 {
  const result = zeros(shapes.slice(x, axis, from, to));
  const { outer, length, inner } = around(x, axis);
  for (let block = 0; block < outer; block++) {
    const start = block * length * inner;
    result.data.set(x.data.subarray(start + from * inner, start + to * inner), block * (to - from) * inner);
  }
  return result;
}

function reduceSum(x: Array64, axis?: number): Array64 {
  if (axis === undefined) return scalar(x.data.reduce((sum, value) => sum + value, 0));
  const result = zeros(shapes.reduceSum(x, axis));
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
function rowsOf(x: Array64): Float64Array[] {
  const [rows, columns] = dimensions(x);
  return Array.from({ length: rows }, (_, i) => x.data.subarray(i * columns, (i + 1) * columns));
}

/** The largest number of a row, and the sum of exp(x - largest). */
function powersOf(row: Float64Array): { largest: number; sum: number } {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  return { largest, sum: row.reduce((total, value) => total + Math.exp(value - largest), 0) };
}

function softmax(x: Array64): Array64 {
  const result = { ...x, data: x.data.slice() };
  for (const row of rowsOf(result)) {
    const { largest, sum } = powersOf(row);
    row.set(row.map((value) => Math.exp(value - largest) / sum));
  }
  return result;
}

function softmaxCrossEntropy(logits: Array64, targets: Array64): { loss: Array64; gradient: Array64 } {
  const gradient = softmax(logits);
  const loss = rowsOf(logits).map((row, i) => {
    const { largest, sum } = powersOf(row);
    return largest + Math.log(sum) - row[targets.data[i]];
  });
  for (const [i, row] of rowsOf(gradient).entries()) row[targets.data[i]] -= 1;
  return { loss: { shape: [loss.length], data: Float64Array.from(loss) }, gradient };
}

export const referenceOperations: Operations<Array64> = {
  shapeOf: ({ shape }) => shape,
  scalar,
  zeros: (shape) => zeros({ shape }),
  toFloat: (x) => x,
  ...mapValues(unary, ({ value }) => ({ shape, data }: Array64) => ({ shape, data: data.map((x) => value(x)) })),
  ...mapValues(
    binary,
    ({ value }) =>
      (a: Array64, b: Array64) =>
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
    const result = zeros(shapes.gather(table, ids));
    const columns = table.shape[1];
    ids.data.forEach((id, i) => {
      result.data.set(table.data.subarray(id * columns, (id + 1) * columns), i * columns);
    });
    return result;
  },
  scatterAdd(rows, ids, height) {
    const result = zeros(shapes.scatterAdd(rows, ids, height));
    const columns = rows.shape[1];
    ids.data.forEach((id, i) => {
      for (let j = 0; j < columns; j++) result.data[id * columns + j] += rows.data[i * columns + j];
    });
    return result;
  },
  reduceSum,
  sumOfSquares: (x) => scalar(x.data.reduce((sum, value) => sum + value * value, 0)),
  softmaxCrossEntropy,
  softmax,
  isMostLikely(logits, targets) {
    const likely = rowsOf(logits).map((row) => row.reduce((best, logit, j) => (logit > row[best] ? j : best), 0));
    return { shape: [likely.length], data: Float64Array.from(likely, (best, i) => Number(best === targets.data[i])) };
  },
};

const float64 = (shape: readonly number[], data: Numbers): Array64 => ({ shape, data: Float64Array.from(data) });

export const referenceEngine: Engine = {
  name: 'reference',
  device: 'cpu',
  async compile(program: Program): Promise<Executable> {
    const constants = mapValues(program.constants, ({ shape, data }) => float64(shape, data));
    const state = mapValues(program.state, (shape) => float64(shape, new Float32Array(sizeOf(shape))));
    return {
      async run(inputs) {
        const given = mapInputs(program, inputs, ({ shape }, data) => float64(shape, data));
        const values = { ...constants, ...state, ...given };
        const outputs: Record<string, Float64Array> = {};
        for (const [name, value] of Object.entries(program.build(referenceOperations, values))) {
          if (name in state) state[name] = float64(value.shape, Float32Array.from(value.data));
          else outputs[name] = value.data;
        }
        return outputs;
      },
      async readState(name) {
        return Float32Array.from(valueNamed(state, name).data);
      },
      async writeState(name, data) {
        const { shape } = valueNamed(state, name);
        state[name] = float64(shape, fitting(`state "${name}"`, shape, data));
      },
      async release() {},
    };
  },
};
