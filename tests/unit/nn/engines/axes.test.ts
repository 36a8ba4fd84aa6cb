/** Operations along any axis, and the error function, on every engine against loops and known values. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { type Program, valueNamed } from '../../../../runner/nn/models/program.ts';
import { everyEngine } from './every-engine.ts';

const source = random(8);
const numbers = (length: number) => Float32Array.from({ length }, () => 4 * source.uniform() - 2);
const [A, B, C, D] = [2, 3, 4, 5];

const inputs = { x: numbers(A * B * C * D), y: numbers(A * B * D), z: numbers(A * B * 7 * D), row: numbers(D) };

const program: Program = {
  name: 'axes',
  inputs: {
    x: { shape: [A, B, C, D], type: 'float32' },
    y: { shape: [A, B, 1, D], type: 'float32' },
    z: { shape: [A, B, 7, D], type: 'float32' },
    row: { shape: [D], type: 'float32' },
  },
  state: { carried: [A, 2, D] },
  constants: {},
  build(ops, values) {
    const [x, y, z, row] = ['x', 'y', 'z', 'row'].map((name) => valueNamed(values, name));
    if (!x || !y || !z || !row) throw new Error('values are missing');
    return {
      ...Object.fromEntries([0, 1, 2, 3].map((axis) => [`sum ${axis}`, ops.reduceSum(x, axis)])),
      'sum of a vector': ops.reduceSum(row, 0),
      joined: ops.concat([x, z], 2),
      'joined last': ops.concat([x, ops.slice(x, 3, 1, 3)], 3),
      cut: ops.slice(x, 2, 1, 4),
      'cut last': ops.slice(x, 3, 2, 5),
      shaped: ops.reshape(ops.slice(x, 1, 1, 2), [A * C, D]),
      product: ops.mul(x, y),
      'product with a row': ops.mul(x, row),
      erf: ops.erf(x),
      carried: ops.reduceSum(ops.slice(x, 2, 0, 2), 1),
    };
  },
};

/** Element [a, b, c, d] of x. */
const X = (a: number, b: number, c: number, d: number) => inputs.x[((a * B + b) * C + c) * D + d] ?? Number.NaN;
const grid = (lengths: readonly number[], at: (...place: number[]) => number): number[] => {
  const places = lengths.reduce<number[][]>(
    (all, length) => all.flatMap((place) => Array.from({ length }, (_, i) => [...place, i])),
    [[]],
  );
  return places.map((place) => at(...place));
};
const sum = (length: number, at: (i: number) => number) =>
  Array.from({ length }, (_, i) => at(i)).reduce((total, value) => total + value, 0);
type Place = [number, number, number, number];

const expected: Record<string, number[]> = {
  'sum 0': grid([B, C, D], (b = 0, c = 0, d = 0) => sum(A, (a) => X(a, b, c, d))),
  'sum 1': grid([A, C, D], (a = 0, c = 0, d = 0) => sum(B, (b) => X(a, b, c, d))),
  'sum 2': grid([A, B, D], (a = 0, b = 0, d = 0) => sum(C, (c) => X(a, b, c, d))),
  'sum 3': grid([A, B, C], (a = 0, b = 0, c = 0) => sum(D, (d) => X(a, b, c, d))),
  'sum of a vector': [sum(D, (d) => inputs.row[d] ?? Number.NaN)],
  joined: grid([A, B, C + 7, D], (...[a, b, c, d]) => {
    const [i, j, k, l] = [a, b, c, d] as Place;
    return k < C ? X(i, j, k, l) : (inputs.z[((i * B + j) * 7 + k - C) * D + l] ?? Number.NaN);
  }),
  'joined last': grid([A, B, C, D + 2], (a = 0, b = 0, c = 0, d = 0) => X(a, b, c, d < D ? d : d - D + 1)),
  cut: grid([A, B, 3, D], (a = 0, b = 0, c = 0, d = 0) => X(a, b, c + 1, d)),
  'cut last': grid([A, B, C, 3], (a = 0, b = 0, c = 0, d = 0) => X(a, b, c, d + 2)),
  shaped: grid([A, C, D], (a = 0, c = 0, d = 0) => X(a, 1, c, d)),
  product: grid([A, B, C, D], (a = 0, b = 0, c = 0, d = 0) => {
    return X(a, b, c, d) * (inputs.y[(a * B + b) * D + d] ?? Number.NaN);
  }),
  'product with a row': grid([A, B, C, D], (a = 0, b = 0, c = 0, d = 0) => {
    return X(a, b, c, d) * (inputs.row[d] ?? Number.NaN);
  }),
  carried: grid([A, 2, D], (a = 0, c = 0, d = 0) => sum(B, (b) => X(a, b, c, d))),
};

describe.each(everyEngine)('by $name', (candidate) => {
  it('sums, joins, cuts and shapes along every axis as loops do', async () => {
    const executable = await (await candidate.open()).compile(program);
    const outputs: Record<string, ArrayLike<number>> = await executable.run(inputs);
    const got: Record<string, ArrayLike<number>> = { ...outputs, carried: await executable.readState('carried') };
    await executable.release();
    for (const [name, values] of Object.entries(expected)) {
      expect(got[name], name).toHaveLength(values.length);
      const distance = Math.max(...values.map((value, i) => Math.abs(value - (got[name]?.[i] ?? Number.NaN))));
      expect(distance, name).toBeLessThan(1e-5);
    }
  });

  it('the error function has the values of its table', async () => {
    const executable = await (await candidate.open()).compile({
      name: 'error function',
      inputs: { x: { shape: [8], type: 'float32' } },
      state: {},
      constants: {},
      build: (ops, values) => ({ y: ops.erf(valueNamed(values, 'x')) }),
    });
    const { y } = await executable.run({ x: Float32Array.of(0, 0.5, 1, -1, 2, 3, -4, 30) });
    // Abramowitz & Stegun, table 7.1 and 7.2.
    const table = [0, 0.5204998778, 0.8427007929, -0.8427007929, 0.995322265, 0.9999779095, -0.9999999846, 1];
    table.forEach((value, i) => {
      expect(Math.abs((y?.[i] ?? Number.NaN) - value)).toBeLessThan(1e-6);
    });
    await executable.release();
  });
});
