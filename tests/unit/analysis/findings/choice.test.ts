import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../../runner/analysis/findings/bench.ts';
import { chance, choose, familyTest } from '../../../../runner/analysis/findings/choice.ts';
import { localEffect } from '../../../../runner/analysis/stats/local-auc.ts';
import { sweepHere } from '../../../../runner/analysis/stats/max-t.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { following, inventText, noise } from './invented-text.ts';
import { inventedBench, knower, noise as noisy, taskOf, tokenReader } from './rungs/invented.ts';
import { benchOfText } from './text-bench.ts';

const { text, inside, random: source } = inventText(21);
const tokens = inside.length;
const marks = Uint8Array.from(text.types, (type) => Number(type === 1 || type === 2));
const rare = Uint8Array.from(inside, (_, t) => Number(t < 20));
const activations = [
  ...Array.from({ length: 5 }, () => noise(source, tokens)),
  following(inside, 0.35, source),
  following(marks, -3, source),
  new Float32Array(tokens).fill(0.5),
];
const features = [inside, rare, marks];
const permutations = 199;
const bench = benchOfText(text, activations, features, { permutations, seed: 9 });

/** z of one neuron and one feature under some orders of the documents, token by token, by their mean and SD over all. */
function bruteForce(activation: Float32Array, mask: Uint8Array, orders: Uint16Array): number[] {
  const ranks = segmentRanks(activation, text.length);
  const documents = text.sources.length;
  const meets = (d: number, e: number): number => {
    let sum = 0;
    for (let t = 0; t < text.length; t++) {
      if (mask[e * text.length + t] === 1) sum += ranks[d * text.length + t] as number;
    }
    return sum;
  };
  const matrix = Array.from({ length: documents }, (_, d) => Array.from({ length: documents }, (_, e) => meets(d, e)));
  const at = (d: number, e: number): number => matrix[d]?.[e] ?? Number.NaN;
  let mean = 0;
  let variance = 0;
  for (const stratum of new Set(text.sources)) {
    const group = [...text.sources.keys()].filter((d) => text.sources[d] === stratum);
    const n = group.length;
    const average = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const all = average(group.flatMap((d) => group.map((e) => at(d, e))));
    mean += n * all;
    for (const d of group) {
      for (const e of group) {
        const row = average(group.map((other) => at(d, other)));
        const column = average(group.map((other) => at(other, e)));
        variance += (at(d, e) - row - column + all) ** 2 / (n - 1);
      }
    }
  }
  return Array.from({ length: orders.length / documents }, (_, b) => {
    let sum = 0;
    for (let d = 0; d < documents; d++) sum += at(d, orders[b * documents + d] as number);
    return (sum - mean) / Math.sqrt(variance);
  });
}

describe('the family of all neurons and features', async () => {
  const family = await familyTest(bench);
  const identity = Uint16Array.from(text.sources.keys());
  const changing = activations.slice(0, -1);
  const pairs = [inside, marks].flatMap((mask) => changing.map((activation) => ({ activation, mask })));
  const observed = pairs.map(({ activation, mask }) => bruteForce(activation, mask, identity)[0] ?? Number.NaN);
  const permuted = pairs.map(({ activation, mask }) =>
    bruteForce(activation, mask, bench.tables.discovery).map(Math.abs),
  );
  const maxima = Array.from({ length: permutations }, (_, b) => Math.max(...permuted.map((z) => z[b] ?? 0)));

  it('has the z of each neuron and feature that brute force gives', () => {
    const z = [family.z[0], family.z[2]].flatMap((row) => [...(row ?? [])].slice(0, -1));
    expect(z.length).toBe(observed.length);
    for (const [index, value] of observed.entries()) expect(z[index]).toBeCloseTo(value, 5);
  });

  it('has the adjusted p and the false-discovery rate that brute force gives', () => {
    for (const z of [family.z[0], family.z[2]].flatMap((row) => [...(row ?? [])].slice(0, -1))) {
      const asLarge = maxima.filter((each) => each >= Math.abs(z) - 1e-9).length;
      expect(family.adjustedP(z)).toBeCloseTo((1 + asLarge) / (permutations + 1), 12);
      const expected = permuted.flat().filter((each) => each >= Math.abs(z)).length / permutations;
      const found = observed.filter((each) => Math.abs(each) >= Math.abs(z) - 1e-6).length;
      // Bins of 1/256 count a few more than there are.
      const rate = family.falseDiscovery(z);
      expect(rate).toBeGreaterThanOrEqual(Math.min(1, expected / found) - 1e-12);
      expect(rate).toBeLessThan(Math.min(1, expected / found) + 0.02);
    }
  });

  it('has a threshold on whose two sides claims pass and fail', () => {
    expect(family.adjustedP(family.threshold + 1e-6)).toBeLessThan(0.05);
    expect(family.adjustedP(family.threshold)).toBeGreaterThanOrEqual(0.05);
  });

  it('finds the planted neurons and no other', () => {
    const found = family.z.flatMap((row, feature) =>
      [...row].flatMap((z, neuron) => (family.adjustedP(z) < 0.05 ? [[feature, neuron, Math.sign(z)]] : [])),
    );
    expect(found).toEqual([
      [0, 5, 1],
      [2, 6, -1],
    ]);
  });

  it('says why a feature cannot be tested, and pays for none that is not', () => {
    expect(family.testable).toEqual([null, { code: 'few carriers', found: 20, needed: 30 }, null]);
    expect([...(family.z[1] ?? [])]).toEqual(activations.map(() => Number.NaN));
    expect(family.z[0]?.at(-1)).toBeNaN();
    expect(family.tests).toBe(14);
  });

  it('is the same for the same seed', async () => {
    const again = await familyTest(benchOfText(text, activations, features, { permutations, seed: 9 }));
    expect(again.z).toEqual(family.z);
    expect(again.threshold).toBe(family.threshold);
    const other = await familyTest(benchOfText(text, activations, features, { permutations, seed: 10 }));
    expect(other.threshold).not.toBe(family.threshold);
  });

  it('comes with the effects of all features and of what is asked for beside them, as they are by themselves', async () => {
    const own = benchOfText(text, activations, features, { permutations, seed: 9 });
    const { beside } = await familyTest(own, undefined, own.features.toReversed());
    const alone = await effectsOf(own.features, 'discovery', own.input.activations.discovery, sweepHere);
    expect(alone[1]?.[0]).not.toBeNaN();
    expect(await own.effects.discovery).toEqual(alone);
    expect(beside).toEqual(alone.toReversed());
  });

  it('tests nothing where no feature can be tested', async () => {
    const none = await familyTest(benchOfText(text, activations, [rare]));
    expect([none.tests, none.testable.length, none.falseDiscovery(9)]).toEqual([0, 1, 1]);
  });

  it('refuses shapes that do not fit, too few permutations, and what is not a number', async () => {
    expect(() => benchOfText(text, activations, [inside.slice(1)])).toThrow(/got \d+/);
    expect(() => benchOfText(text, activations, features, { permutations: 50 })).toThrow(
      'a whole number from 99, got 50',
    );
    const broken = benchOfText(text, [new Float32Array(tokens).fill(Number.NaN)], [inside]);
    await expect(familyTest(broken)).rejects.toThrow('activation 0 is not a number');
  });
});

describe('who is claimed beside those that are more than chance', () => {
  const claimed = async (beside?: 'effect' | 'nobody') => {
    const own = benchOfText(text, activations, [inside], { permutations, seed: 9 });
    const { claims } = await choose({ ...own, input: { ...own.input, count: 3, ...(beside && { beside }) } });
    return claims.map(({ neuron, chosen }) => [neuron, chosen]);
  };
  /** The neurons by the size of their effect, one at a time. */
  const bySize = activations
    .map((activation, neuron) => {
      const effect = localEffect(activation, inside, swapUnits(text));
      return { neuron, size: 'localAuc' in effect ? Math.abs(effect.localAuc - 0.5) : 0 };
    })
    .sort((a, b) => b.size - a.size)
    .map(({ neuron }) => neuron);

  it('are those of the next largest effects, where effects are asked for, and no relevance', async () => {
    expect(await claimed('effect')).toEqual(bySize.slice(0, 3).map((neuron) => [neuron, 'effect']));
  });

  it('are those of the largest relevance else, or nobody', async () => {
    const reasons = new Set((await claimed()).map(([, chosen]) => chosen));
    expect(reasons).toEqual(new Set(['effect', 'relevance']));
    expect(await claimed('nobody')).toEqual([[5, 'effect']]);
  });
});

describe('who is claimed', () => {
  it('is the neuron with the largest effect among the significant, then that with the largest relevance', async () => {
    const bench = inventedBench();
    const choice = await choose(bench);
    expect(choice.claims[0]).toMatchObject({ neuron: knower, sign: 1, chosen: 'effect' });
    const [first] = await chance.compute(taskOf(bench, choice.claims, { choice }));
    expect(first?.adjustedP).toBeLessThan(0.05);
  });

  it('goes by the discovery half alone', async () => {
    const { claims } = await choose(inventedBench({ knows: 2, knowsLater: -2 }));
    expect(claims[0]).toMatchObject({ neuron: knower, sign: 1, chosen: 'effect' });
  });

  it('is for its effect none that chance explains, however many are asked for', async () => {
    const { claims } = await choose(inventedBench({ input: { count: 4 } }));
    const byEffect = claims.filter(({ chosen }) => chosen === 'effect').map(({ neuron }) => neuron);
    expect(byEffect).toEqual([knower, tokenReader]);
  });

  it('may be given by hand, and is then no more than chance', async () => {
    const bench = inventedBench({ feature: { byHand: [noisy] }, input: { count: 0 } });
    const choice = await choose(bench);
    expect(choice.claims).toMatchObject([{ neuron: noisy, chosen: 'by hand' }]);
    const [found] = await chance.compute(taskOf(bench, choice.claims, { choice }));
    expect(found?.adjustedP).toBeGreaterThan(0.05);
  });
});
