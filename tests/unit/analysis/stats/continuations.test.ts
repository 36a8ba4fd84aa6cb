import { expect, it } from 'vitest';
import { drawn, endOf, gumbelNoise, leadOf } from '../../../../runner/analysis/stats/continuations.ts';
import { substituteCount, substitutesOf } from '../../../../runner/analysis/stats/substitutes.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';

const chances = Float32Array.of(0.5, 0.3, 0.15, 0.04, 0.01);
const draws = 20_000;
const rows = Array.from({ length: draws }, (_, row) => row);
const drawnAt = (row: number, step: number, own = chances, never: readonly number[] = []) =>
  drawn(own, gumbelNoise(own.length, row, step), never);
const shareOf = (holds: (row: number) => boolean) => mean(rows.map((row) => Number(holds(row))));

it.each([
  // Pearson's chi-square with 4 degrees of freedom: above 18.5 once in a thousand times; with 3: 16.3.
  ['each token as often as its chance says', [], 1, 18.5],
  ['what is never drawn never, and shares its chance among the others', [0], 0.5, 16.3],
])('draws %s', (_, never, whole, most) => {
  const byToken = Map.groupBy(rows, (row) => drawnAt(row, row % 24, chances, never));
  const square = chances.reduce((sum, chance, token) => {
    const [found, expected] = [byToken.get(token)?.length ?? 0, never.includes(token) ? 0 : (draws * chance) / whole];
    return sum + (expected === 0 ? 1e9 * found : (found - expected) ** 2 / expected);
  }, 0);
  expect(square).toBeLessThan(most);
});

it('draws independently at the next step and in the next row', () => {
  // The chance that two independent draws agree: the sum of the squares.
  const expected = chances.reduce((sum, chance) => sum + chance ** 2, 0);
  const own = (row: number) => drawnAt(row, 3);
  expect(shareOf((row) => own(row) === drawnAt(row, 4))).toBeCloseTo(expected, 1.5);
  expect(shareOf((row) => own(row) === own(row + 1))).toBeCloseTo(expected, 1.5);
});

it('changes a draw only as far as the chances change', () => {
  const nearly = Float32Array.of(0.45, 0.35, 0.15, 0.04, 0.01);
  const changed = shareOf((row) => drawnAt(row, 0) !== drawnAt(row, 0, nearly));
  // With noise of each token its own, at most twice the distance of the chances; independent draws differ in 62%.
  expect(Math.abs(changed - 0.065)).toBeLessThan(0.035);
});

it('a state ends where its number first falls below what it was', () => {
  expect([endOf([1, 1, 2, 1, 0], 2), endOf([0, 1, 0, 1], 2), endOf([0, 1, 1, 2], 2)]).toEqual([2, 0, -1]);
});

it('the row that is read first ends late left alone, and not with the neuron held against it', () => {
  const ends = ['0 7 9 -1 3', '0 7 9 -1 3', '0 7 5 -1 -1', '0 -1 4 -1 -1'].map((row) => row.split(' ').map(Number));
  expect(leadOf(ends)).toBe(1);
});

it.each(['0 8', '8 16', '16 32', '32 64', '64 100'])('tokens of ranks %s stand in for one another', (ends) => {
  const [from = 0, to = 0] = ends.split(' ').map(Number);
  const seen = new Set<string>();
  for (let id = from; id < to; id++) {
    const others = substitutesOf(id, 100, [0]);
    expect(others).toHaveLength(substituteCount);
    expect(others.every((other) => other >= Math.max(1, from) && other < to && other !== id)).toBe(true);
    // The same ones each time, so that two ways to compute a part compute the same part.
    expect(substitutesOf(id, 100, [0])).toEqual(others);
    seen.add(others.join());
  }
  if (from === 64) expect(seen.size).toBe(36);
});

it('any other token does where the class has no other, and none where there is none', () => {
  const only = substitutesOf(8, 9, []);
  expect([only.length, only.includes(8)]).toEqual([substituteCount, false]);
  expect([substitutesOf(0, 1, []), substitutesOf(1, 2, [0])]).toEqual([[], []]);
});
