import { describe, expect, it } from 'vitest';
import { bestNeurons } from '../../../runner/ladder/best-neurons.ts';
import { effectSeries } from '../../../runner/stats/effect-series.ts';
import { swapUnits } from '../../../runner/stats/swap-units.ts';
import { following, inventText, noise } from './invented-text.ts';

const { text, inside, random } = inventText(3);
const units = swapUnits(text);
const tokens = inside.length;
const ofSet = (set: Int32Array) => Uint8Array.from(text.types, (type) => Number(set.includes(type)));
const sets = Array.from({ length: 12 }, (_, index) => Int32Array.of(index + 1, index + 14, index + 27));
const activations = [
  ...Array.from({ length: 6 }, () => noise(random, tokens)),
  following(inside, -0.8, random),
  following(ofSet(sets[4] as Int32Array), 1.5, random),
];

describe('bestNeurons', () => {
  const best = bestNeurons({ units, activations, masks: [inside], sets: [sets], types: text.types });

  it('finds the planted neurons with their signs', () => {
    expect(best.masks).toEqual([{ neuron: 6, sign: -1 }]);
    expect(best.sets[0]?.[4]).toEqual({ neuron: 7, sign: 1 });
  });

  it('agrees with the effects of all neurons, one after the other', () => {
    sets.forEach((set, index) => {
      const effects = activations.map((activation) => effectSeries(activation, ofSet(set), 1, units).effect);
      const largest = effects.reduce((a, e, neuron) => (Math.abs(e) > Math.abs(effects[a] ?? 0) ? neuron : a), 0);
      expect(best.sets[0]?.[index]).toEqual({ neuron: largest, sign: Math.sign(effects[largest] ?? 0) });
    });
  });
});
