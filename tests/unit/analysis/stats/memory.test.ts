import { expect, it } from 'vitest';
import { halfLife, memoryOf } from '../../../../runner/analysis/stats/memory.ts';
import { made, nearly } from './reference.ts';

interface Fixture {
  joins: number;
  own: number[][];
  other: number[][];
  /** null: not reached. */
  found: { halfLife: number | null; interval: [number | null, number | null]; left: number[] }[];
}

const fixture = made<Fixture>('memory/memory');
const rows = (values: number[][]) => values.map((row) => Float32Array.from(row));
const joined = { own: rows(fixture.own), other: rows(fixture.other), joins: fixture.joins };

it('half-lives, their intervals and what is left are those of NumPy and SciPy', () => {
  const finite = (value: number | null) => value ?? Number.POSITIVE_INFINITY;
  const expected = fixture.found.map(({ halfLife: life, interval, left }) => {
    const [own] = nearly([finite(life)], 4);
    // No token was read 20 tokens behind the first.
    return { halfLife: own, interval: nearly(interval.map(finite), 4), left: [...nearly(left, 5), Number.NaN] };
  });
  expect(memoryOf(joined, [1, 8, 20])).toEqual(expected);
  // The last one holds on beyond what was read.
  expect(fixture.found.map((each) => each.halfLife === null)).toEqual([false, false, false, true]);
});

it.each([0.1, 0.5, 0.9, 0.97])('a unit that keeps the share %d a token has a half-life of ln .5 / ln f', (f) => {
  expect(halfLife(Float64Array.from({ length: 60 }, (_, t) => f ** t))).toBeCloseTo(Math.log(0.5) / Math.log(f), 10);
});

it.each([
  ['what is all gone at the next token', [1, 0, 0], 0],
  ['what stays, beyond all that was read', [1, 0.9, 0.8], Number.POSITIVE_INFINITY],
  ['what comes back, counted from the first time that half is gone', [1, 0.4, 0.9], Math.log(0.5) / Math.log(0.4)],
])('the half-life of %s', (_, shares, expected) => {
  expect(halfLife(Float64Array.from(shares))).toBeCloseTo(expected, 10);
});

it('what never differs has none; a single join is refused, and neurons of other lengths', () => {
  const same = [Float32Array.of(1, 2, 3, 4)];
  expect(memoryOf({ own: same, other: same, joins: 2 }, [1])[0]?.halfLife).toBeNaN();
  const row = [new Float32Array(4)];
  expect(() => memoryOf({ own: row, other: row, joins: 1 }, [])).toThrow(RangeError);
  expect(() => memoryOf({ own: row, other: [new Float32Array(3)], joins: 2 }, [])).toThrow(/4 and 3 values of 2 joins/);
});
