/** The local AUC. */
import { expect, it } from 'vitest';
import { placesOf } from '../../../../runner/analysis/stats/carriers.ts';
import { areas, localEffect, pairsWithin, sumsWithin } from '../../../../runner/analysis/stats/local-auc.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { swapUnits, type TestedText } from '../../../../runner/analysis/stats/tested-text.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance, told } from './reference.ts';

/** The local AUC from its definition, pair by pair within segments, of the documents that are kept. */
function byPairs({ segments, length }: TestedText, a: Float32Array, mask: Uint8Array, left: number): number {
  let [won, pairs] = [0, 0];
  for (const [i, value] of a.entries()) {
    if (mask[i] !== 1 || Math.floor(i / (segments * length)) === left) continue;
    const start = i - (i % length);
    for (const [place, other] of a.subarray(start, start + length).entries()) {
      if (mask[start + place] === 1) continue;
      won += (Math.sign(value - other) + 1) / 2;
      pairs++;
    }
  }
  return won / pairs;
}

it('is what pairs within segments give', () => {
  const { normal, uniform } = random(8);
  const text = { length: 9, segments: 2, sources: Int32Array.of(0, 0, 1, 0, 1, 2, 0), types: new Int32Array(126) };
  const mask = Uint8Array.from({ length: 126 }, (_, t) => Number(uniform() < 0.3 + (t % 9) / 20));
  const activation = Float32Array.from(mask, (label, t) => Math.round(2 * normal() + label + (t % 9) / 3));
  const units = swapUnits(text);
  const sums = sumsWithin(segmentRanks(activation, 9), mask, units);
  const { area, leftOut } = areas(sums, [pairsWithin(placesOf(mask), units)]);
  const expected = [-1, ...text.sources.keys()].map((left) => byPairs(text, activation, mask, left));
  expect(distance([area, ...leftOut], expected)).toBeLessThan(1e-6);
});

it('has an interval that holds the true effect 95 times in 100', () => {
  const { normal, uniform } = random(12);
  const documents = 24;
  const length = 50;
  const text = { length, segments: 1, sources: new Int32Array(documents), types: new Int32Array(documents * length) };
  // Of an effect that is N(1, .5) by document, noise N(0, 1): P(carrier > rest) = Phi(1 / sqrt(2 + .25)) = Phi(2/3).
  const truth = 0.747507;
  let held = 0;
  for (let experiment = 0; experiment < 300; experiment++) {
    const size = Array.from({ length: documents }, () => 1 + 0.5 * normal());
    const mask = Uint8Array.from(text.types, () => Number(uniform() < 0.2));
    const activation = Float32Array.from(mask, (label, t) => normal() + label * (size[Math.floor(t / length)] ?? 0));
    const [low, high] = told(localEffect(activation, mask, swapUnits(text))).interval;
    if (low <= truth && truth <= high) held++;
  }
  // Five standard deviations on either side of 95%.
  expect(held / 300).toBeGreaterThan(0.887);
  expect(held).toBeLessThan(300);
});

it('says why a text is too small to tell', () => {
  const text = { length: 10, segments: 1, sources: new Int32Array(8), types: new Int32Array(80) };
  const why = { code: 'few to swap', swapped: 'documents', found: 8, needed: 24 };
  expect(localEffect(new Float32Array(80), new Uint8Array(80), swapUnits(text))).toEqual(why);
});
