import { describe, expect, it } from 'vitest';
import { drawn, endOf, leadOf } from '../../../../runner/analysis/stats/continuations.ts';

const chances = Float32Array.of(0.5, 0.3, 0.15, 0.04, 0.01);
const draws = 20_000;

describe('drawing with noise of the row and the step', () => {
  it('draws each token as often as its chance says', () => {
    const counts = new Float64Array(chances.length);
    for (let row = 0; row < draws; row++) {
      const token = drawn(chances, [], row, row % 24);
      counts[token] = (counts[token] ?? 0) + 1;
    }
    // Pearson's chi-square with 4 degrees of freedom: above 18.5 once in a thousand times.
    const chiSquare = chances.reduce(
      (sum, chance, token) => sum + ((counts[token] ?? 0) - draws * chance) ** 2 / (draws * chance),
      0,
    );
    expect(chiSquare).toBeLessThan(18.5);
  });

  it('draws independently at the next step and in the next row', () => {
    const agreement = (other: (row: number) => number): number =>
      Array.from({ length: draws }, (_, row) => Number(drawn(chances, [], row, 3) === other(row))).reduce(
        (sum, same) => sum + same,
        0,
      ) / draws;
    // The chance that two independent draws agree: the sum of the squares.
    const expected = chances.reduce((sum, chance) => sum + chance ** 2, 0);
    expect(agreement((row) => drawn(chances, [], row, 4))).toBeCloseTo(expected, 1.5);
    expect(agreement((row) => drawn(chances, [], row + 1, 3))).toBeCloseTo(expected, 1.5);
  });

  it('draws what is never drawn never, and shares its chance among the others', () => {
    const tokens = Array.from({ length: 5000 }, (_, row) => drawn(chances, [0], row, 0));
    expect(tokens).not.toContain(0);
    expect(tokens.filter((token) => token === 1).length / 5000).toBeCloseTo(0.6, 1.5);
  });

  it('changes a draw only as far as the chances change', () => {
    const nearly = Float32Array.of(0.45, 0.35, 0.15, 0.04, 0.01);
    const changed = Array.from({ length: draws }, (_, row) =>
      Number(drawn(chances, [], row, 0) !== drawn(nearly, [], row, 0)),
    ).reduce((sum, one) => sum + one, 0);
    // With noise of each token its own, at most twice the distance of the chances; independent draws differ in 62%.
    expect(changed / draws).toBeLessThan(0.1);
    expect(changed / draws).toBeGreaterThan(0.03);
  });
});

it('a state ends where its number first falls below what it was', () => {
  expect(endOf([1, 1, 2, 1, 0], 2)).toBe(2);
  expect(endOf([0, 1, 0, 1], 2)).toBe(0);
  expect(endOf([0, 1, 1, 2], 2)).toBe(-1);
});

it('the row that is read first ends late left alone, and not with the neuron held against it', () => {
  const ends = [
    [0, 7, 9, -1, 3],
    [0, 7, 9, -1, 3],
    [0, 7, 5, -1, -1],
    [0, -1, 4, -1, -1],
  ];
  expect(leadOf(ends)).toBe(1);
});
