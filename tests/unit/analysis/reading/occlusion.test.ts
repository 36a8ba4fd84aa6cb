import { expect, it } from 'vitest';
import { occluded } from '../../../../runner/analysis/reading/occlusion.ts';
import { withRunner } from '../../../../runner/analysis/reading/runner.ts';
import { occludedTokens, substitutesOf } from '../../../../runner/analysis/stats/substitutes.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine as engine } from '../../../../runner/nn/engines/reference/engine.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { nearly } from '../stats/reference.ts';
import { recordedOf } from './recorded.ts';

const [units, vocabulary] = [4, 24];
const architecture = { cell: 'gru', layers: 2, units, embedding: 3, vocabulary } as const;
const checkpoint = { architecture, weights: initialWeights(architecture, { normal: 0.7 }, 3) };
const source = random(8);
const ids = Int32Array.from({ length: 120 }, () => source.below(vocabulary));
const segments = [
  [0, 50],
  [50, 70],
] as const;
const before = Int32Array.of(3, 1, 4);
const array = 'hidden.1';

/** The whole segment, from what is read before it, with one token replaced. */
async function alone(start: number, position: number, replaced: number, other: number) {
  const text = ids.slice(start, position + 2);
  text[replaced - start] = other;
  const { arrays, nll } = await recordedOf({ engine, checkpoint, before, ids: text });
  // The last token is the one that is foretold.
  const values = arrays.get(array)?.slice(-2 * units, -units) ?? [];
  return { values, probability: Math.exp(-(nll.at(-1) ?? Number.NaN)) };
}

const asked = [
  { position: 7, neuron: 2, start: 0 },
  { position: 118, neuron: 0, start: 50 },
];
const partsOf = (most?: number) =>
  withRunner(engine, checkpoint, before, (runner) =>
    occluded(runner, { ids, segments, array, never: [5], asked, ...(most !== undefined && { most }) }),
  );

it('a token’s part is what the segment, read whole with others in its place, lacks', async () => {
  const found = await partsOf();
  const told = found.map(({ first, value }) => `${first} ${value.length}`);
  expect(told).toEqual(['0 7', `${118 - occludedTokens + 1} ${occludedTokens - 1}`]);
  for (const [index, { position, neuron, start }] of asked.entries()) {
    const parts = found[index] ?? { first: 0, value: [], probability: [], chance: 0 };
    const whole = await alone(start, position, position, ids[position] ?? 0);
    expect(parts.chance).toBeCloseTo(whole.probability, 5);
    // The nearest and the furthest, and one between.
    for (const place of [0, 3, parts.value.length - 1]) {
      const replaced = parts.first + place;
      const others = substitutesOf(ids[replaced] ?? 0, vocabulary, [5]);
      const read = await Array.fromAsync(others, (other) => alone(start, position, replaced, other));
      const value = mean(read.map(({ values }) => values[neuron] ?? Number.NaN));
      expect(parts.value[place]).toBeCloseTo((whole.values[neuron] ?? 0) - value, 5);
      const probability = mean(read.map((each) => each.probability));
      expect(parts.probability[place]).toBeCloseTo(whole.probability - probability, 5);
    }
  }
  expect(Math.max(...(found[0]?.value ?? []).map(Math.abs))).toBeGreaterThan(0.01);
});

it('of fewer tokens the parts are those that the nearest have of all', async () => {
  const [[first, all], [same, few]] = [await partsOf(), await partsOf(20)];
  // The first has seven tokens before it.
  expect(same).toEqual(first);
  const last = (values: readonly number[] = []) => nearly(values.slice(-19), 6);
  const [chance] = nearly([all?.chance ?? null], 6);
  expect(few).toEqual({ first: 118 - 19, value: last(all?.value), probability: last(all?.probability), chance });
});
