import { describe, expect, it } from 'vitest';
import { bestEffects, compareUntrained } from '../../../runner/ladder/untrained.ts';
import { studentQuantile } from '../../../runner/stats/distributions.ts';
import { effectSeries } from '../../../runner/stats/effect-series.ts';
import { swapUnits } from '../../../runner/stats/swap-units.ts';
import type { TestedText } from '../../../runner/stats/tested-text.ts';
import { following, inventText, noise } from './invented-text.ts';

const discovery = inventText(4);
const confirmation = inventText(5);
const units = { discovery: swapUnits(discovery.text), confirmation: swapUnits(confirmation.text) };
const masks = [{ discovery: discovery.inside, confirmation: confirmation.inside }];
const { random } = confirmation;
/** Neurons that follow the feature by these sizes, on both halves. */
const network = (...sizes: number[]) => ({
  discovery: sizes.map((size) => following(discovery.inside, size, random)),
  confirmation: sizes.map((size) => following(confirmation.inside, size, random)),
});
const effectOf = (activation: Float32Array, sign: 1 | -1 = 1) =>
  effectSeries(activation, confirmation.inside, sign, units.confirmation);

describe('bestEffects', () => {
  it("scores the neuron that was best on discovery, in that neuron's direction", () => {
    const activations = network(0.2, -1, 0);
    const [best] = bestEffects(activations, masks, units);
    expect(best).toEqual({ neuron: 1, ...effectOf(activations.confirmation[1] as Float32Array, -1) });
    expect(best?.effect).toBeGreaterThan(0.1);
  });

  it('does not choose again on confirmation', () => {
    const activations = network(0.2, 1);
    activations.confirmation[1] = noise(random, confirmation.inside.length);
    expect(Math.abs(bestEffects(activations, masks, units)[0]?.effect ?? 1)).toBeLessThan(0.08);
  });
});

describe('compareUntrained', () => {
  const strong = effectOf(following(confirmation.inside, 1.2, random));
  const weak = [0.2, 0.3, 0.1, 0.2, 0.3].map((size) => effectOf(following(confirmation.inside, size, random)));

  it('finds a claim above untrained networks that hardly know the feature', () => {
    const compared = compareUntrained(strong, weak);
    expect(compared?.networks).toBe(5);
    expect(compared?.interval[0]).toBeGreaterThan(0);
  });

  it('does not find one above networks that know it as well', () => {
    const equal = [1.2, 1.2, 1.2].map((size) => effectOf(following(confirmation.inside, size, random)));
    expect(compareUntrained(strong, equal)?.interval[0]).toBeLessThan(0);
  });

  it('pairs by document: a network with the very activations has no difference and no doubt', () => {
    const compared = compareUntrained(strong, [strong]);
    expect(compared?.difference).toBe(0);
    expect(compared?.interval).toEqual([0, 0]);
  });

  it('has the interval of the effects measured anew without each document', () => {
    const activation = following(confirmation.inside, 0.6, random);
    const other = following(confirmation.inside, 0.3, random);
    const { text, inside } = confirmation;
    const differences = Array.from(text.sources, (_, left) => {
      const keep = <A extends Float32Array | Uint8Array | Int32Array>(values: A) =>
        values.filter((__: number, t: number) => Math.floor(t / text.length) !== left) as A;
      const rest: TestedText = {
        ...text,
        sources: text.sources.filter((__, d) => d !== left),
        types: keep(text.types),
      };
      const effect = (a: Float32Array) => effectSeries(keep(a), keep(inside), 1, swapUnits(rest)).effect;
      return effect(activation) - effect(other);
    });
    const n = differences.length;
    const mean = differences.reduce((sum, each) => sum + each, 0) / n;
    const variance = ((n - 1) / n) * differences.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    const compared = compareUntrained(effectOf(activation), [effectOf(other)]);
    const half = ((compared?.interval[1] ?? 0) - (compared?.interval[0] ?? 0)) / 2;
    expect(half).toBeCloseTo(studentQuantile(0.975, n - 1) * Math.sqrt(variance), 6);
  });

  it('says nothing where no network was read', () => {
    expect(compareUntrained(strong, [])).toBeNull();
  });
});
