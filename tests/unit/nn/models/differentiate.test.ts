import { describe, expect, it, vi } from 'vitest';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { type Array64, referenceOperations } from '../../../../runner/nn/engines/reference/engine.ts';
import { differentiate } from '../../../../runner/nn/models/differentiate.ts';
import type { Operations } from '../../../../runner/nn/models/operations.ts';
import { sizeOf, type Values, valueNamed } from '../../../../runner/nn/models/program.ts';

const source = random(11);
const numbers = (shape: readonly number[], low = -2, high = 2): Array64 => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, () => low + (high - low) * source.uniform()),
});
const ids = (...of: number[]): Array64 => ({ shape: [of.length], data: Float64Array.from(of) });

type Use = <V>(ops: Operations<V>, read: (name: string) => V) => V;

/** What is computed from matrices a, b [3, 4], c [4, 2], square [4, 4], a row r [4], a column k [3, 1], a number s, a cube [2, 3, 4], and ids. */
const values = {
  a: numbers([3, 4]),
  b: numbers([3, 4]),
  positive: numbers([3, 4], 0.5, 2),
  c: numbers([4, 2]),
  square: numbers([4, 4]),
  r: numbers([4]),
  k: numbers([3, 1]),
  s: numbers([]),
  cube: numbers([2, 3, 4]),
  ids: ids(2, 0, 2),
  targets: ids(3, 1, 0),
};
const constants = ['ids', 'targets'];

/** h = tanh(h U + b), as often as there are steps. */
const recurrent =
  (steps: number): Use =>
  (ops, v) => {
    let state = v('a');
    for (let step = 0; step < steps; step++) state = ops.tanh(ops.matmul(state, v('square'), { add: v('r') }));
    return state;
  };

/** Operations by name, each used in every way in which it has a rule; all that have none stand below. */
const uses: Record<string, readonly Use[]> = {
  add: [
    (ops, v) => ops.add(v('a'), v('b')),
    (ops, v) => ops.add(v('r'), v('a')),
    (ops, v) => ops.add(v('a'), v('k')),
    (ops, v) => ops.add(v('s'), v('a')),
    (ops, v) => ops.add(v('r'), v('s')),
  ],
  sub: [(ops, v) => ops.sub(v('a'), v('b')), (ops, v) => ops.sub(v('a'), v('r')), (ops, v) => ops.sub(v('s'), v('k'))],
  mul: [
    (ops, v) => ops.mul(v('a'), v('b')),
    (ops, v) => ops.mul(v('k'), v('a')),
    (ops, v) => ops.mul(v('r'), v('k')),
    (ops, v) => ops.mul(v('a'), v('a')),
    (ops, v) => ops.mul(ops.scalar(-3), v('a')),
    (ops, v) => ops.mul(v('s'), v('a')),
    // Of three axes: a row [4], a matrix [3, 4] and a face [2, 1, 4] are repeated.
    (ops, v) => ops.mul(v('cube'), v('r')),
    (ops, v) => ops.mul(v('a'), v('cube')),
    (ops, v) => ops.mul(v('cube'), ops.slice(v('cube'), 1, 0, 1)),
  ],
  div: [(ops, v) => ops.div(v('a'), v('positive')), (ops, v) => ops.div(v('s'), v('positive'))],
  minimum: [(ops, v) => ops.minimum(v('a'), v('b')), (ops, v) => ops.minimum(v('a'), ops.scalar(0.3))],
  maximum: [(ops, v) => ops.maximum(v('a'), v('b')), (ops, v) => ops.maximum(v('r'), v('a'))],
  sigmoid: [(ops, v) => ops.sigmoid(v('a'))],
  tanh: [(ops, v) => ops.tanh(v('a'))],
  sqrt: [(ops, v) => ops.sqrt(v('positive'))],
  exp: [(ops, v) => ops.exp(v('a'))],
  softplus: [(ops, v) => ops.softplus(v('a'))],
  erf: [(ops, v) => ops.erf(v('a'))],
  matmul: [
    (ops, v) => ops.matmul(v('a'), v('c')),
    (ops, v) => ops.matmul(v('a'), v('b'), { transposeB: true, scale: 0.7 }),
    (ops, v) => ops.matmul(v('a'), v('b'), { transposeA: true, add: v('r') }),
    (ops, v) => ops.matmul(v('c'), v('a'), { transposeA: true, transposeB: true }),
    (ops, v) =>
      ops.matmul(v('k'), v('b'), { transposeA: true, add: ops.matmul(v('k'), v('a'), { transposeA: true, scale: 2 }) }),
    // One matrix in several products: first of different lefts, then of different scales and sides.
    (ops, v) => ops.mul(ops.matmul(v('a'), v('c')), ops.matmul(v('b'), v('c'))),
    (ops, v) => ops.matmul(ops.matmul(v('a'), v('c'), { scale: 3 }), v('c'), { transposeB: true, add: v('r') }),
    recurrent(5),
  ],
  transpose: [(ops, v) => ops.transpose(v('a'))],
  split: [
    (ops, v) => ops.split(v('a'), 2, 1).reduce((x, y) => ops.mul(x, ops.tanh(y))),
    // A part that nothing depends on.
    (ops, v) => item(ops.split(v('a'), 3, 0), 1),
  ],
  concat: [
    (ops, v) => ops.concat([v('a'), ops.mul(v('b'), v('b')), v('a')], 0),
    (ops, v) => ops.concat([v('a'), v('b')], 1),
    (ops, v) => ops.concat([v('c')], 1),
    // Of unequal lengths, and of three axes.
    (ops, v) => ops.concat([ops.mul(v('k'), v('k')), v('a')], 1),
    (ops, v) => ops.mul(ops.concat([v('cube'), ops.slice(v('cube'), 2, 0, 2)], 2), ops.scalar(2)),
    (ops, v) => ops.concat([v('cube'), ops.mul(v('cube'), v('cube'))], 1),
  ],
  slice: [
    (ops, v) => ops.slice(v('a'), 1, 1, 3),
    (ops, v) => ops.mul(ops.slice(v('a'), 0, 0, 1), ops.slice(v('a'), 0, 2, 3)),
    (ops, v) => ops.slice(v('cube'), 1, 1, 3),
  ],
  reshape: [(ops, v) => ops.mul(ops.reshape(v('a'), [2, 6]), ops.reshape(v('b'), [2, 6]))],
  gather: [(ops, v) => ops.gather(v('a'), v('ids'))],
  scatterAdd: [(ops, v) => ops.scatterAdd(v('a'), v('ids'), 5)],
  reduceSum: [
    (ops, v) => ops.reduceSum(v('a')),
    (ops, v) => ops.reduceSum(v('a'), 0),
    (ops, v) => ops.reduceSum(v('a'), 1),
    (ops, v) => ops.reduceSum(ops.mul(v('a'), v('a')), 1),
    ...[0, 1, 2].map(
      (axis): Use =>
        (ops, v) =>
          ops.reduceSum(ops.mul(v('cube'), v('cube')), axis),
    ),
    (ops, v) => ops.reduceSum(v('r'), 0),
  ],
  sumOfSquares: [(ops, v) => ops.sumOfSquares(v('a')), (ops, v) => ops.sumOfSquares(v('r'))],
  softmaxCrossEntropy: [(ops, v) => ops.softmaxCrossEntropy(v('a'), v('targets')).loss],
  softmax: [(ops, v) => ops.softmax(v('a'))],
};

/** Their results are counts and places, with no derivative but 0, or none at all. */
const without = ['shapeOf', 'scalar', 'zeros', 'toFloat', 'greater', 'isMostLikely'];

/** A sum in which each element of the result has its own weight, and one in which all have the same. */
const losses: [string, Use][] = [
  ['squared', (ops, v) => ops.sumOfSquares(ops.add(v('result'), ops.scalar(0.4)))],
  ['the mean', (ops, v) => ops.mul(ops.reduceSum(v('result')), ops.scalar(1 / 12))],
];

const lossOf =
  (use: Use, loss: Use) =>
  <V>(ops: Operations<V>, given: Values<V>) => {
    const result = use(ops, (name) => valueNamed(given, name));
    return { loss: loss(ops, () => result), result };
  };

/** Compares with central differences, for every element of every value that the loss depends on. */
function check(use: Use, loss: Use): void {
  const compute = lossOf(use, loss);
  const at = (changed: Values<Array64>) => compute(referenceOperations, changed).loss.data[0] ?? Number.NaN;
  const width = 1e-5;
  let compared = 0;
  for (const [name, value] of Object.entries(values)) {
    if (constants.includes(name)) continue;
    const numeric = value.data.map((middle, i) => {
      const moved = (by: number) => ({ ...value, data: value.data.with(i, middle + by) });
      return (at({ ...values, [name]: moved(width) }) - at({ ...values, [name]: moved(-width) })) / (2 * width);
    });
    if (numeric.every((slope) => slope === 0)) continue;
    const { gradients, results } = differentiate(referenceOperations, values, [name], compute);
    expect(results.result).toEqual(compute(referenceOperations, values).result);
    const gradient = valueNamed(gradients, name);
    expect(gradient.shape, name).toEqual(value.shape);
    numeric.forEach((slope, i) => {
      expect(Math.abs((gradient.data[i] ?? Number.NaN) - slope), `${name}[${i}]`).toBeLessThan(
        1e-7 * (1 + Math.abs(slope)),
      );
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(0);
}

describe('the derivative through every operation equals the finite difference', () => {
  it('of which none is left out', () => {
    expect([...Object.keys(uses), ...without].sort()).toEqual(Object.keys(referenceOperations).sort());
  });

  const all = Object.entries(uses).flatMap(([name, each]) =>
    each.flatMap((use, i) => losses.map(([how, loss]) => ({ name: `${name}, use ${i + 1}, ${how}`, use, loss }))),
  );
  // The mean of a softmax is always the same.
  it.each(all.filter(({ name }) => name !== 'softmax, use 1, the mean'))('$name', ({ use, loss }) => {
    check(use, loss);
  });
});

it('a matrix that every step multiplies gets its derivative by one product, and a bias by one sum', () => {
  const forSteps = (steps: number, name: 'matmul' | 'reduceSum') => {
    const counted = vi.fn(referenceOperations[name] as (...words: never[]) => Array64);
    const loss = lossOf(recurrent(steps), (ops, v) => ops.reduceSum(v('result')));
    differentiate({ ...referenceOperations, [name]: counted }, values, ['square', 'r'], loss);
    return counted.mock.calls.length;
  };
  // Each step multiplies once forward; back, each but the first multiplies once more.
  expect(forSteps(4, 'matmul')).toBe(4 + 3 + 1);
  expect(forSteps(9, 'matmul')).toBe(9 + 8 + 1);
  expect(forSteps(4, 'reduceSum')).toBe(2);
});

it('says of what the loss does not depend on', () => {
  const compute = lossOf(
    (ops, v) => ops.tanh(v('a')),
    (ops, v) => ops.reduceSum(v('result')),
  );
  expect(() => differentiate(referenceOperations, values, ['a', 'b'], compute)).toThrow(/does not depend on "b"/);
});
