import { describe, expect, it } from 'vitest';
import { type Bench, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { largestEffects } from '../../../../runner/analysis/findings/best-neuron.ts';
import type { Readings } from '../../../../runner/analysis/findings/finding.ts';
import { groupOf } from '../../../../runner/analysis/findings/groups.ts';
import { probeAuc, probeOf, probes } from '../../../../runner/analysis/findings/probe.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { told } from '../stats/reference.ts';
import { claimOn, inventedBench, inventedNetwork, knower, mute, networkOf, taskOf, tokenReader } from './invented.ts';

/** With four neurons more, each of which is the state and a little noise. */
function latched(bench: Bench): Bench {
  const { features, input } = bench;
  const activations = mapHalves((half) => {
    const { mask } = item(features, 0).scored[half];
    const latches = [4, 5, 6, 7].map((neuron) => {
      const { normal } = random(neuron, half.length);
      return Float32Array.from(mask, (inside) => inside + 0.05 * normal());
    });
    return [...input.activations[half], ...latches];
  });
  const arrays = [{ ...item(input.arrays, 0), units: activations.discovery.length }] as const;
  return { ...bench, input: { ...input, activations, arrays } };
}

/** A network that asks three neurons whether it is inside and believes two of them; those that are not held are right. */
const readByMajority = (bench: Bench, three: readonly number[]): Readings =>
  networkOf(bench, (held, inside) => {
    const votes = three.filter((neuron) => (held(neuron) ?? inside) > 0.5).length;
    return Number(votes >= 2) === inside ? 1 : 2;
  });

const bench = inventedBench();
const groupIn = (own: Bench, candidates: number[], readings: Readings) =>
  groupOf(own, { feature: item(own.features, 0), where: { after: null }, candidates }, readings);
const reads = inventedNetwork(bench, { reads: knower });

describe('neurons that carry a state together', () => {
  it('are the one that the network reads where it reads one', async () => {
    const group = await groupIn(bench, [mute, tokenReader, knower], reads);
    expect(group?.members).toMatchObject([{ neuron: knower }]);
    const { alone } = group?.members[0] ?? {};
    expect(alone?.flip).toBeGreaterThan(0.5);
    expect(group?.curve).toMatchObject([alone]);
  });

  it('are found where each can be spared for the others, and a neuron that carries in vain is not among them', async () => {
    const own = latched(bench);
    // Neuron 7 carries the state as well as the three do, and nothing reads it.
    const group = await groupIn(own, [4, mute, 5, tokenReader, 6, 7], readByMajority(own, [4, 5, 6]));
    expect(group?.members).toHaveLength(2);
    for (const { neuron, alone, inGroup } of group?.members ?? []) {
      expect([4, 5, 6]).toContain(neuron);
      expect(Math.abs(alone.flip)).toBeLessThan(0.1);
      expect(inGroup.flip).toBeGreaterThan(0.5);
    }
    expect(group?.curve.at(-1)?.interval[0]).toBeGreaterThan(0.5);
  });

  it('are none where the network reads no candidate, though by chance one always flips most on discovery', async () => {
    expect(await groupIn(bench, [mute, tokenReader], reads)).toBeNull();
  });

  it('are none where only the discovery half bears it out, and grow no further where nothing is worth a thousandth', async () => {
    const not = inventedNetwork(bench, { reads: knower, pays: 0 });
    const asked: HalfName[] = [];
    const heard = (losses: Readings['losses']): Readings => ({
      ...reads,
      losses: (half, readings) => {
        asked.push(half);
        return losses(half, readings);
      },
    });
    const onDiscovery = heard((half, readings) => (half === 'discovery' ? reads : not).losses(half, readings));
    expect(await groupIn(bench, [knower, mute], onDiscovery)).toBeNull();
    // Once for the whole group, and no more.
    expect(asked.filter((half) => half === 'confirmation')).toHaveLength(1);
    asked.length = 0;
    const equal = heard(async (_, readings) => readings.map(({ places }) => new Float32Array(places.length)));
    expect(await groupIn(bench, [knower, mute], equal)).toBeNull();
    expect(asked).toEqual(['discovery']);
  });

  it('are sought among the largest effects, whatever their sign', () => {
    expect(largestEffects([0.1, -0.4, Number.NaN, 0.3], 2)).toEqual([1, 3]);
  });
});

describe('the probe of a layer', () => {
  const knowing = inventedBench({ knows: 3 });
  const toldOf = async (own: Bench, neuron: Parameters<typeof probeOf>[2] = null, untrained?: number) =>
    told((await probeOf(own, item(own.features, 0), neuron, untrained)) ?? undefined);

  it('reads a state as well as the neuron that knows it, and stands beside that of another layer', async () => {
    const { localAuc, neuron, untrained } = await toldOf(knowing, { neuron: knower, localAuc: 0.95 });
    expect(localAuc).toBeGreaterThan(0.95);
    expect(localAuc).toBe(await probeAuc(knowing, item(knowing.features, 0)));
    expect(Math.abs((neuron?.share ?? 0) - 0.975)).toBeLessThan(0.075);
    expect([untrained, (await toldOf(knowing, null, 0.93)).untrained]).toEqual([null, 0.93]);
  });

  it('is told of each feature, in their order', async () => {
    const features = [0, 1].map((index) => ({ ...item(knowing.features, 0), index, name: `${index}` }));
    const claims = [1, 0].map((feature) => ({ ...claimOn(knower), feature }));
    const effect = claims.map(() => ({ localAuc: 0.95 })) as never;
    const task = taskOf({ ...knowing, features }, claims, { effect }, { untrained: async () => [] } as never);
    expect((await probes.compute(task)).map(({ feature }) => feature)).toEqual(['0', '1']);
  });

  it('has no value for random labels where these cannot be told, as in a text of one type', async () => {
    const { text } = knowing.input;
    const alike = (types: Int32Array) => types.map(() => 0);
    const same = mapHalves((half) => ({
      ...text[half],
      types: alike(text[half].types),
      readTypes: alike(text[half].readTypes),
    }));
    expect((await toldOf(inventedBench({ knows: 3, input: { text: same } }))).control).toBeNull();
  });

  it('finds nothing in a layer that holds nothing', async () => {
    const blind = inventedBench({ knows: 0 });
    const activations = mapHalves((half) => blind.input.activations[half].slice(2));
    const { interval } = await toldOf({ ...blind, input: { ...blind.input, activations } });
    const [low, high] = interval;
    expect(low < 0.5 && high > 0.5).toBe(true);
  });
});
