import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../../runner/analysis/findings/bench.ts';
import { chance, choose, familyTest } from '../../../../runner/analysis/findings/choice.ts';
import { permutedCells, permutedZ, swapStatistic } from '../../../../runner/analysis/stats/block-permutation-test.ts';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { localEffect } from '../../../../runner/analysis/stats/local-auc.ts';
import { sweepOnThisThread } from '../../../../runner/analysis/stats/max-t.ts';
import { segmentRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { permutationBlocks } from '../../../../runner/analysis/stats/tested-text.ts';
import { distance, told } from '../stats/reference.ts';
import { benchOfText, following, type Invented, inventedBench, inventText, knower, noise, taskOf } from './invented.ts';

const { text, inside, random: source } = inventText(21);
const tokens = inside.length;
const marks = Uint8Array.from(text.types, (type) => Number(type === 1 || type === 2));
const rare = Uint8Array.from(inside, (_, t) => Number(t < 20));
const noises = Array.from({ length: 5 }, () => noise(source, tokens));
const planted = [following(inside, 0.35, source), following(marks, -3, source)];
const activations = [...noises, ...planted, new Float32Array(tokens).fill(0.5)];
const features = [inside, rare, marks];
const permutations = 199;
const units = permutationBlocks(text);
const bench = benchOfText(text, activations, features, { permutations, seed: 9 });

/** z of one neuron and one feature under orders of the documents, by itself. */
function alone(activation: Float32Array, mask: Uint8Array, orders: Uint16Array): number[] {
  const cross = crossMatrix(segmentRanks(activation, text.length), labelsOf(carriersOf(mask), units), units);
  const into = new Float64Array(orders.length / text.sources.length);
  const { standardised } = told(swapStatistic(cross, units) ?? undefined);
  return [...permutedZ(standardised, permutedCells(orders, units), into)];
}

describe('the family of all neurons and features', async () => {
  const family = await familyTest(bench);
  const changing = activations.slice(0, -1);
  const pairs = [inside, marks].flatMap((mask) => changing.map((activation) => ({ activation, mask })));
  const zUnder = (orders: Uint16Array) => pairs.map(({ activation, mask }) => alone(activation, mask, orders));
  const observed = zUnder(Uint16Array.from(text.sources.keys())).flat();
  const permuted = zUnder(bench.tables.discovery).map((own) => own.map(Math.abs));
  const maxima = Array.from({ length: permutations }, (_, b) => Math.max(...permuted.map((z) => z[b] ?? 0)));
  const found = [family.z[0], family.z[2]].flatMap((row) => [...(row ?? [])].slice(0, -1));

  it('has the z, the adjusted p and the false-discovery rate of each neuron and feature that each has alone', () => {
    expect(distance(found, observed)).toBeLessThan(1e-5);
    for (const z of found) {
      const asLarge = maxima.filter((each) => each >= Math.abs(z) - 1e-9).length;
      expect(family.adjustedP(z)).toBeCloseTo((1 + asLarge) / (permutations + 1), 12);
      const expected = permuted.flat().filter((each) => each >= Math.abs(z)).length / permutations;
      const told = observed.filter((each) => Math.abs(each) >= Math.abs(z) - 1e-6).length;
      // Bins of 1/256 count a few more than there are.
      const more = family.falseDiscovery(z) - Math.min(1, expected / told);
      expect(more >= -1e-12 && more < 0.02).toBe(true);
    }
  });

  it('finds the planted neurons and no other, with a threshold on whose two sides claims pass and fail', () => {
    expect(family.adjustedP(family.threshold + 1e-6)).toBeLessThan(0.05);
    expect(family.adjustedP(family.threshold)).toBeGreaterThanOrEqual(0.05);
    const planted = family.z.flatMap((row, feature) =>
      [...row].flatMap((z, neuron) => (family.adjustedP(z) < 0.05 ? [`${feature} ${neuron} ${Math.sign(z)}`] : [])),
    );
    expect(planted).toEqual(['0 5 1', '2 6 -1']);
  });

  it('says why a feature cannot be tested, and pays for none that is not', async () => {
    expect(family.testable).toEqual([null, { code: 'few carriers', found: 20, needed: 30 }, null]);
    expect([...(family.z[1] ?? [])]).toEqual(activations.map(() => Number.NaN));
    expect(family.z[0]?.at(-1)).toBeNaN();
    expect(family.tests).toBe(14);
    const none = await familyTest(benchOfText(text, activations, [rare]));
    expect([none.tests, none.testable.length, none.falseDiscovery(9)]).toEqual([0, 1, 1]);
  });

  it('comes with the effects of all features and of what is asked for beside them, as they are by themselves', async () => {
    const own = benchOfText(text, activations, features, { permutations, seed: 9 });
    const { beside } = await familyTest(own, undefined, own.features.toReversed());
    const alone = await effectsOf(own.features, 'discovery', own.input.activations.discovery, sweepOnThisThread);
    expect(alone[1]?.[0]).not.toBeNaN();
    expect(await own.effects.discovery).toEqual(alone);
    expect(beside).toEqual(alone.toReversed());
  });

  it('refuses shapes that do not fit, too few permutations, and what is not a number', async () => {
    expect(() => benchOfText(text, activations, [inside.slice(1)])).toThrow(/got \d+/);
    const few = { permutations: 50 };
    expect(() => benchOfText(text, activations, features, few)).toThrow('a whole number from 99, got 50');
    const broken = benchOfText(text, [new Float32Array(tokens).fill(Number.NaN)], [inside]);
    await expect(familyTest(broken)).rejects.toThrow('activation 0 is not a number');
  });
});

const claimed = async (beside?: 'effect' | 'nobody') => {
  const own = benchOfText(text, activations, [inside], { permutations, seed: 9 });
  const { claims } = await choose({ ...own, input: { ...own.input, count: 3, ...(beside && { beside }) } });
  return claims.map(({ neuron, chosen }) => [neuron, chosen]);
};
/** The neurons by the size of their effect, one at a time. */
const sizes = activations
  .slice(0, -1)
  .map((own) => Math.abs(told(localEffect(own, inside, permutationBlocks(text))).localAuc - 0.5));
const bySize = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));

it('who is claimed beside those that are more than chance are those of the next largest effects, or of the largest relevance, or nobody', async () => {
  expect(await claimed('effect')).toEqual(bySize.slice(0, 3).map((neuron) => [neuron, 'effect']));
  const reasons = new Set((await claimed()).map(([, chosen]) => chosen));
  expect(reasons).toEqual(new Set(['effect', 'relevance']));
  expect(await claimed('nobody')).toEqual([[5, 'effect']]);
});

describe('who is claimed', () => {
  const chosen = async (invented: Invented) => {
    const bench = inventedBench(invented);
    const choice = await choose(bench);
    const [found] = await chance.compute(taskOf(bench, choice.claims, { choice }));
    return { claims: choice.claims, adjustedP: found?.adjustedP };
  };
  const best = { neuron: knower, sign: 1, chosen: 'effect' };

  it('is the neuron with the largest effect among the significant, by the discovery half alone', async () => {
    const { claims, adjustedP } = await chosen({});
    expect(claims[0]).toMatchObject(best);
    expect(adjustedP).toBeLessThan(0.05);
    expect((await chosen({ knows: 2, knowsLater: -2 })).claims[0]).toMatchObject(best);
  });
});
