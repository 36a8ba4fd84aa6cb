import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../../runner/analysis/stats/carriers.ts';
import { areas, localEffect, pairsWithin, sumsWithin } from '../../../../runner/analysis/stats/local-auc.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { swapUnits, type TestedText } from '../../../../runner/analysis/stats/tested-text.ts';
import { random } from '../../../../runner/core/random.ts';

/** Won pairs of a carrier and one of the rest, less half of all, over the length: pair by pair. */
function wonPairs(values: Float32Array, labels: Uint8Array): number {
  let sum = 0;
  labels.forEach((label, i) => {
    labels.forEach((other, j) => {
      if (label !== 1 || other === 1) return;
      sum += (Math.sign((values[i] as number) - (values[j] as number)) * 0.5) / labels.length;
    });
  });
  return sum;
}

/** The local AUC from its definition, pair by pair, of the documents that are kept. */
function byPairs({ sources, segments, length }: TestedText, a: Float32Array, mask: Uint8Array, left: number): number {
  const segment = <A extends Float32Array | Uint8Array>(of: A, document: number, s: number) =>
    of.slice((document * segments + s) * length, (document * segments + s + 1) * length) as A;
  let [numerator, denominator] = [0, 0];
  for (const d of sources.keys()) {
    if (d === left) continue;
    for (let s = 0; s < segments; s++) {
      const labels = segment(mask, d, s);
      const carriers = labels.reduce((x, y) => x + y, 0);
      numerator += wonPairs(segment(a, d, s), labels);
      denominator += (carriers * (length - carriers)) / length;
    }
  }
  return 0.5 + numerator / denominator;
}

describe('the local AUC', () => {
  it('is what pairs within segments give', () => {
    const { normal, uniform } = random(8);
    const text = { length: 9, segments: 2, sources: Int32Array.of(0, 0, 1, 0, 1, 2, 0), types: new Int32Array(126) };
    const mask = Uint8Array.from({ length: 126 }, (_, t) => Number(uniform() < 0.3 + (t % 9) / 20));
    const activation = Float32Array.from({ length: 126 }, (_, t) =>
      Math.round(2 * normal() + (mask[t] ?? 0) + (t % 9) / 3),
    );
    const units = swapUnits(text);
    const sums = sumsWithin(segmentRanks(activation, 9), mask, units);
    const { area, leftOut } = areas(sums, [pairsWithin(placesOf(mask), units)]);
    expect(area).toBeCloseTo(byPairs(text, activation, mask, -1), 6);
    expect(leftOut.length).toBe(7);
    for (const [document, value] of leftOut.entries())
      expect(value).toBeCloseTo(byPairs(text, activation, mask, document), 6);
  });

  it('has an interval that holds the true effect 95 times in 100', () => {
    const { normal, uniform } = random(12);
    const documents = 24;
    const length = 50;
    const text = { length, segments: 1, sources: new Int32Array(documents), types: new Int32Array(documents * length) };
    // Of an effect that is N(1, .5) by document, noise N(0, 1): P(carrier > rest) = Phi(1 / sqrt(2 + .25)) = Phi(2/3).
    const truth = 0.747507;
    let held = 0;
    let told = 0;
    for (let experiment = 0; experiment < 300; experiment++) {
      const size = Array.from({ length: documents }, () => 1 + 0.5 * normal());
      const mask = Uint8Array.from(text.types, () => Number(uniform() < 0.2));
      const activation = Float32Array.from(mask, (label, t) => normal() + label * (size[Math.floor(t / length)] ?? 0));
      const effect = localEffect(activation, mask, swapUnits(text));
      if ('code' in effect) continue;
      told++;
      const [low, high] = effect.interval;
      if (low <= truth && truth <= high) held++;
    }
    expect(told).toBe(300);
    // Five standard deviations on either side of 95%.
    expect(held / told).toBeGreaterThan(0.887);
    expect(held / told).toBeLessThan(1);
  });

  it('says why a text is too small to tell', () => {
    const text = { length: 10, segments: 1, sources: new Int32Array(8), types: new Int32Array(80) };
    expect(localEffect(new Float32Array(80), new Uint8Array(80), swapUnits(text))).toEqual({
      code: 'few to swap',
      swapped: 'documents',
      found: 8,
      needed: 24,
    });
  });
});
