import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { effectsOf } from '../../../runner/stats/effects.ts';
import { swapEffect } from '../../../runner/stats/local-auc.ts';
import { swapUnits } from '../../../runner/stats/swap-units.ts';

describe('the effects of all neurons at once', () => {
  it('are those that the swapped cross matrix gives one by one', () => {
    const { normal, uniform } = random(3, 3);
    const documents = 48;
    const length = 40;
    const text = {
      length,
      segments: 1,
      sources: Int32Array.from({ length: documents }, (_, d) => d % 2),
      types: new Int32Array(documents * length),
    };
    const mask = Uint8Array.from(text.types, () => (uniform() < 0.2 ? 1 : 0));
    const neurons = [0, 0.5, -1].map((size) => Float32Array.from(mask, (label) => normal() + size * label));
    const units = swapUnits(text);
    const [effects] = effectsOf(3, (neuron) => neurons[neuron] ?? new Float32Array(0), [mask], units);
    neurons.forEach((activation, neuron) => {
      const one = swapEffect(text, activation, mask, units);
      if (typeof one === 'string') throw new Error(one);
      expect(effects?.[neuron]).toBeCloseTo(one.localAuc - 0.5, 5);
    });
  });
});
