import { expect, it } from 'vitest';
import { occluded } from '../../../../runner/analysis/reading/occlusion.ts';
import { withRunner } from '../../../../runner/analysis/reading/runner.ts';
import { occludedTokens, substitutesOf } from '../../../../runner/analysis/stats/substitutes.ts';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine as engine } from '../../../../runner/nn/engines/reference/engine.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { predictNext } from './predict-next.ts';
import { recordedOf } from './recorded.ts';

const [units, vocabulary] = [4, 24];
const architecture = { cell: 'gru', layers: 2, units, embedding: 3, vocabulary } as const;
const checkpoint = { architecture, weights: initialWeights(architecture, { normal: 0.7 }, 3) };
const source = random(8);
const ids = Int32Array.from({ length: 150 }, () => source.below(vocabulary));
const segments = [
  [0, 50],
  [50, 100],
] as const;
const before = Int32Array.of(3, 1, 4);
const array = 'hidden.1';

/** The whole segment, from what is read before it, with one token replaced. */
async function alone(start: number, position: number, replaced: number, other: number) {
  const text = ids.slice(start, position + 1);
  text[replaced - start] = other;
  const { arrays } = await recordedOf({ engine, checkpoint, before, ids: text });
  const next = await predictNext({ engine, checkpoint, before, ids: text, resets: [], count: vocabulary });
  const values = arrays.get(array)?.slice(-units) ?? [];
  const probability = next.at(-1)?.find(({ id }) => id === ids[position + 1])?.probability ?? Number.NaN;
  return { values, probability };
}

const asked = [
  { position: 7, neuron: 2, start: 0 },
  { position: 148, neuron: 0, start: 50 },
];
const partsOf = (most?: number) =>
  withRunner(engine, checkpoint, before, (runner) =>
    occluded(runner, { ids, segments, array, never: [5], asked, ...(most !== undefined && { most }) }),
  );

it('a token’s part is what the segment, read whole with others in its place, lacks', async () => {
  const found = await partsOf();
  const told = found.map(({ first, value }) => `${first} ${value.length}`);
  expect(told).toEqual(['0 7', `${148 - occludedTokens + 1} ${occludedTokens - 1}`]);
  for (const [index, { position, neuron, start }] of asked.entries()) {
    const parts = found[index] ?? { first: 0, value: [], probability: [], chance: 0 };
    const whole = await alone(start, position, position, ids[position] ?? 0);
    expect(parts.chance).toBeCloseTo(whole.probability, 5);
    // The nearest and the furthest, and one between.
    for (const place of [0, 3, parts.value.length - 1]) {
      const replaced = parts.first + place;
      const others = substitutesOf(ids[replaced] ?? 0, vocabulary, [5]);
      let [value, probability] = [0, 0];
      for (const other of others) {
        const read = await alone(start, position, replaced, other);
        value += (read.values[neuron] ?? Number.NaN) / others.length;
        probability += read.probability / others.length;
      }
      expect(parts.value[place]).toBeCloseTo((whole.values[neuron] ?? 0) - value, 5);
      expect(parts.probability[place]).toBeCloseTo(whole.probability - probability, 5);
    }
  }
  expect(Math.max(...(found[0]?.value ?? []).map(Math.abs))).toBeGreaterThan(0.01);
});

it('of fewer tokens the parts are those that the nearest have of all', async () => {
  const [all, few] = [await partsOf(), await partsOf(20)];
  // The first has seven tokens before it.
  expect(few[0]).toEqual(all[0]);
  expect(few[1]?.first).toBe(148 - 19);
  for (const what of ['value', 'probability'] as const) {
    expect(few[1]?.[what]).toEqual(all[1]?.[what].slice(-19).map((each) => expect.closeTo(each, 6)));
  }
  expect(few[1]?.chance).toBeCloseTo(all[1]?.chance ?? Number.NaN, 6);
});
