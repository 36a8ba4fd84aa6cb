import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { carriersOf, placesOf } from '../../../runner/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../runner/stats/cross-matrix.ts';
import { areas, pairsWithin, swapEffect } from '../../../runner/stats/local-auc.ts';
import { segmentRanks } from '../../../runner/stats/ranks.ts';
import { swapUnits } from '../../../runner/stats/swap-units.ts';
import type { TestedText } from '../../../runner/stats/tested-text.ts';

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

/** The swap-centred local AUC from its definition, pair by pair, of the documents that are kept. */
function byPairs({ sources, segments, length }: TestedText, a: Float32Array, mask: Uint8Array, left: number): number {
  const kept = [...sources.keys()].filter((document) => document !== left);
  const segment = <A extends Float32Array | Uint8Array>(of: A, document: number, s: number) =>
    of.slice((document * segments + s) * length, (document * segments + s + 1) * length) as A;
  let numerator = 0;
  let denominator = 0;
  for (const d of kept) {
    const others = kept.filter((e) => e !== d && sources[e] === sources[d]);
    if (others.length === 0) continue;
    for (let s = 0; s < segments; s++) {
      const values = segment(a, d, s);
      const labels = segment(mask, d, s);
      const carriers = labels.reduce((x, y) => x + y, 0);
      const swapped = others.reduce((sum, e) => sum + wonPairs(values, segment(mask, e, s)), 0) / others.length;
      numerator += wonPairs(values, labels) - swapped;
      denominator += (carriers * (length - carriers)) / length;
    }
  }
  return 0.5 + numerator / denominator;
}

describe('the local AUC', () => {
  it('is what pairs within segments give, less what the labels of other documents give', () => {
    const { normal, uniform } = random(8);
    const text = { length: 9, segments: 2, sources: Int32Array.of(0, 0, 1, 0, 1, 2, 0), types: new Int32Array(126) };
    const mask = Uint8Array.from({ length: 126 }, (_, t) => Number(uniform() < 0.3 + (t % 9) / 20));
    const activation = Float32Array.from({ length: 126 }, (_, t) =>
      Math.round(2 * normal() + (mask[t] ?? 0) + (t % 9) / 3),
    );
    const units = swapUnits(text);
    const cross = crossMatrix(segmentRanks(activation, 9), labelsOf(carriersOf(mask), units), units);
    const { area, leftOut } = areas(cross, [pairsWithin(placesOf(mask), units)], units);
    expect(area).toBeCloseTo(byPairs(text, activation, mask, -1), 6);
    // Documents by source; the one that is alone in its source is never counted.
    const expected = [0, 1, 3, 6, 2, 4].map((document) => byPairs(text, activation, mask, document));
    expect(leftOut.length).toBe(6);
    for (const [index, value] of expected.entries()) expect(leftOut[index]).toBeCloseTo(value, 6);
  });

  it('does not see a trend that activation and feature share', () => {
    const { normal, uniform } = random(4);
    const text = { length: 100, segments: 1, sources: new Int32Array(60), types: new Int32Array(6_000) };
    const mask = Uint8Array.from({ length: 6_000 }, (_, t) => Number(uniform() < (t % 100) / 120));
    const trend = Float32Array.from({ length: 6_000 }, (_, t) => normal() + (t % 100) / 25);
    const effect = swapEffect(text, trend, mask);
    if ('code' in effect) throw new Error(effect.code);
    expect(Math.abs(effect.localAuc - 0.5)).toBeLessThan(0.03);
    expect(effect.interval[0]).toBeLessThan(0.5);
    expect(effect.interval[1]).toBeGreaterThan(0.5);
    expect(effect.documents).toBe(60);
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
      const effect = swapEffect(text, activation, mask);
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
    expect(swapEffect(text, new Float32Array(80), new Uint8Array(80))).toEqual({
      code: 'few to swap',
      swapped: 'documents',
      found: 8,
      needed: 24,
    });
  });
});
