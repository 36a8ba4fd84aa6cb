import { expect, test } from 'vitest';
import { quantileLevels, quantilesOf } from '../../../../../runner/analysis/atlas/profile.ts';
import { auc } from '../../../../../runner/analysis/stats/auc.ts';
import { risingOrder } from '../../../../../runner/analysis/stats/rising-order.ts';
import { random } from '../../../../../runner/core/random.ts';
import { areasOverText, shareBelow } from '../../../../../site/words/atlas/search.ts';

test('a stretch is told by its AUC against the whole text, as far as the quantiles tell', () => {
  const { normal } = random(5);
  const whole = Float32Array.from({ length: 6000 }, (_, t) => (t % 3 === 0 ? 0.5 : normal()));
  const quantiles = quantilesOf(whole, risingOrder(whole));
  for (const positions of [[3], [1, 2, 4], Array.from({ length: 40 }, (_, index) => 7 * index)]) {
    const [area = Number.NaN] = areasOverText(1, positions, (_, t) => whole[t] ?? 0, {
      quantiles,
      levels: quantileLevels,
    });
    const joined = Float32Array.from([...positions.map((t) => whole[t] ?? 0), ...whole]);
    const mask = Uint8Array.from(joined, (_, index) => Number(index < positions.length));
    expect(Math.abs(area - auc(joined, mask))).toBeLessThan(0.02);
  }
});

test('below all is 0, above all is 1, and among equals it is their middle', () => {
  const levels = [0, 0.25, 0.5, 0.75, 1];
  const quantiles = [-1, 0, 0, 0, 2];
  expect([-2, -1, -0.5, 0, 1, 2, 3].map((value) => shareBelow(value, quantiles, levels))).toEqual([
    0, 0, 0.125, 0.5, 0.875, 1, 1,
  ]);
});
