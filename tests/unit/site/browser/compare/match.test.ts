import { expect, test } from 'vitest';
import { quantize } from '../../../../../runner/experiment/results/activations.ts';
import { bestMatch, standardised } from '../../../../../site/browser/compare/match.ts';
import { drawNumbers } from '../../../../fixtures/results/invent.ts';

const draw = drawNumbers('match');
const noise = (tokens: number): number[] => Array.from({ length: tokens }, () => draw() - 0.5);

/** Pearson's r by its textbook sums. */
function pearson(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const sum = (f: (i: number) => number): number => x.reduce((total, _, i) => total + f(i), 0);
  const [sx, sy] = [sum((i) => x[i] ?? 0), sum((i) => y[i] ?? 0)];
  const xy = sum((i) => (x[i] ?? 0) * (y[i] ?? 0));
  const xx = sum((i) => (x[i] ?? 0) ** 2);
  const yy = sum((i) => (y[i] ?? 0) ** 2);
  return (n * xy - sx * sy) / Math.sqrt((n * xx - sx * sx) * (n * yy - sy * sy));
}

test('a noisy copy with the other sign is found, with its r, and stands above all shifts', () => {
  const own = [noise(406), noise(406)];
  const others = [noise(406), noise(406), (own[1] ?? []).map((v) => 3 - 2 * v + 0.3 * (draw() - 0.5)), noise(406)];
  const match = bestMatch(standardised(quantize(own)), 1, standardised(quantize(others)));
  expect(match?.neuron).toBe(2);
  expect(match?.correlation).toBeLessThan(-0.9);
  expect(match?.correlation).toBeCloseTo(pearson(own[1] ?? [], others[2] ?? []), 2);
  expect(match?.shifted).toBeLessThan(0.4);
});

test('among unrelated neurons the best is no more than shifts give, about 19 times in 20', () => {
  let above = 0;
  for (let trial = 0; trial < 60; trial++) {
    const match = bestMatch(
      standardised(quantize([noise(120)])),
      0,
      standardised(quantize(Array.from({ length: 30 }, () => noise(120)))),
    );
    if (match && Math.abs(match.correlation) > match.shifted) above += 1;
  }
  // Binomial(60, 1/20): at most 9 in 999 of 1000 cases.
  expect(above).toBeLessThanOrEqual(9);
});

test('a neuron that never changes has no match, and texts of other lengths are refused', () => {
  const others = standardised(quantize([noise(50)]));
  expect(bestMatch(standardised(quantize([new Array(50).fill(0.3)])), 0, others)).toBeNull();
  expect(() => bestMatch(standardised(quantize([noise(40)])), 0, others)).toThrow(RangeError);
  expect(() => bestMatch(others, 1, others)).toThrow(RangeError);
});
