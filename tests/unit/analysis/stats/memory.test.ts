import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { halfLife, memoryOf } from '../../../../runner/analysis/stats/memory.ts';

interface Fixture {
  joins: number;
  own: number[][];
  other: number[][];
  /** null: not reached. */
  found: { halfLife: number | null; interval: [number | null, number | null]; left: number[] }[];
}

const path = new URL('../../../fixtures/memory/memory.json', import.meta.url);
const fixture = JSON.parse(await readFile(path, 'utf8')) as Fixture;
const rows = (values: number[][]) => values.map((row) => Float32Array.from(row));
const joined = { own: rows(fixture.own), other: rows(fixture.other), joins: fixture.joins };

it('half-lives, their intervals and what is left are those of NumPy and SciPy', () => {
  const found = memoryOf(joined, [1, 8, 20]);
  expect(found).toHaveLength(fixture.found.length);
  const near = (value: number, expected: number | null) =>
    expected === null ? expect(value).toBe(Number.POSITIVE_INFINITY) : expect(value).toBeCloseTo(expected, 4);
  for (const [neuron, expected] of fixture.found.entries()) {
    const { halfLife, interval, left } = found[neuron] ?? { halfLife: 0, interval: [0, 0], left: [] };
    near(halfLife, expected.halfLife);
    for (const [index, end] of expected.interval.entries()) near(interval[index] ?? 0, end);
    expect(left.slice(0, 2)).toEqual(expected.left.map((share) => expect.closeTo(share, 5)));
    // No token was read 20 tokens behind the first.
    expect(left[2]).toBeNaN();
  }
  // The last one holds on beyond what was read.
  expect(fixture.found.map((each) => each.halfLife === null)).toEqual([false, false, false, true]);
});

it('a unit that keeps the share f a token has a half-life of ln .5 / ln f', () => {
  for (const f of [0.1, 0.5, 0.9, 0.97]) {
    const share = Float64Array.from({ length: 60 }, (_, t) => f ** t);
    expect(halfLife(share)).toBeCloseTo(Math.log(0.5) / Math.log(f), 10);
  }
});

it('what is all gone at the next token has a half-life of 0, what never differs none, and what stays one beyond all that was read', () => {
  expect(halfLife(Float64Array.of(1, 0, 0))).toBe(0);
  expect(halfLife(Float64Array.of(1, 0.9, 0.8))).toBe(Number.POSITIVE_INFINITY);
  const same = [Float32Array.of(1, 2, 3, 4)];
  expect(memoryOf({ own: same, other: same, joins: 2 }, [1])[0]?.halfLife).toBeNaN();
});

it('what comes back is counted from the first time that half is gone', () => {
  expect(halfLife(Float64Array.of(1, 0.4, 0.9))).toBeCloseTo(Math.log(0.5) / Math.log(0.4), 10);
});

it('refuses a single join, and neurons of other lengths', () => {
  const row = [new Float32Array(4)];
  expect(() => memoryOf({ own: row, other: row, joins: 1 }, [])).toThrow(RangeError);
  expect(() => memoryOf({ own: row, other: [new Float32Array(3)], joins: 2 }, [])).toThrow(/4 and 3 values of 2 joins/);
});
