import { describe, expect, it } from 'vitest';
import { type Bench, inHalves } from '../../../../runner/analysis/findings/bench.ts';
import { largestEffects } from '../../../../runner/analysis/findings/best-neuron.ts';
import type { Readings } from '../../../../runner/analysis/findings/finding.ts';
import { groupOf } from '../../../../runner/analysis/findings/groups.ts';
import { probeAuc, probeOf } from '../../../../runner/analysis/findings/probe.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { inventedBench, inventedNetwork, knower, noise, tokenReader } from './rungs/invented.ts';

/** With four neurons more, each of which is the state and a little noise. */
function latched(bench: Bench): Bench {
  const { features, input } = bench;
  const withLatches = (half: HalfName) => {
    const mask = item(features, 0).scored[half].mask;
    const latches = [4, 5, 6, 7].map((neuron) => {
      const { normal } = random(neuron, half.length);
      return Float32Array.from(mask, (inside) => inside + 0.05 * normal());
    });
    return [...input.activations[half], ...latches];
  };
  const activations = { discovery: withLatches('discovery'), confirmation: withLatches('confirmation') };
  const arrays = [{ ...item(input.arrays, 0), units: activations.discovery.length }] as const;
  return { ...bench, input: { ...input, activations, arrays } };
}

/** A network that asks three neurons whether it is inside and believes two of them; those that are not held are right. */
function readByMajority(bench: Bench, three: readonly number[]): Readings {
  const losses: Readings['losses'] = async (half, readings) => {
    const truth = item(bench.input.features, 0).masks[half];
    const { normal } = random(8, 2);
    return readings.map(({ hold, places }) =>
      Float32Array.from(places, (place) => {
        const inside = truth[place] ?? 0;
        const votes = three.map((neuron) => {
          const held = hold.find((each) => each.neuron === neuron);
          return Number((held?.values[place] ?? inside) > 0.5);
        });
        const believed = votes.reduce((sum, vote) => sum + vote, 0) >= 2 ? 1 : 0;
        return (believed === inside ? 1 : 2) + 0.1 * normal();
      }),
    );
  };
  return { ...inventedNetwork(bench, { reads: noise }), losses };
}

const carriedBy = (bench: Bench) => ({ feature: item(bench.features, 0), where: { after: null } });

describe('neurons that carry a state together', () => {
  it('are the one that the network reads where it reads one', async () => {
    const bench = inventedBench();
    const carried = { ...carriedBy(bench), candidates: [noise, tokenReader, knower] };
    const group = await groupOf(bench, carried, inventedNetwork(bench, { reads: knower }));
    expect(group?.members.map(({ neuron }) => neuron)).toEqual([knower]);
    expect(group?.members[0]?.alone.flip).toBeGreaterThan(0.5);
    expect(group?.curve).toHaveLength(1);
    expect(group?.curve[0]).toMatchObject(group?.members[0]?.alone ?? {});
  });

  it('are found where each can be spared for the others, and a neuron that carries in vain is not among them', async () => {
    const bench = latched(inventedBench());
    // Neuron 7 carries the state as well as the three do, and nothing reads it.
    const carried = { ...carriedBy(bench), candidates: [4, noise, 5, tokenReader, 6, 7] };
    const group = await groupOf(bench, carried, readByMajority(bench, [4, 5, 6]));
    const neurons = group?.members.map(({ neuron }) => neuron) ?? [];
    expect(neurons).toHaveLength(2);
    for (const neuron of neurons) expect([4, 5, 6]).toContain(neuron);
    for (const { alone, inGroup } of group?.members ?? []) {
      expect(Math.abs(alone.flip)).toBeLessThan(0.1);
      expect(inGroup.flip).toBeGreaterThan(0.5);
    }
    expect(group?.curve.at(-1)?.interval[0]).toBeGreaterThan(0.5);
  });

  it('are none where the network reads no candidate, though by chance one always flips most on discovery', async () => {
    const bench = inventedBench();
    const carried = { ...carriedBy(bench), candidates: [noise, tokenReader] };
    expect(await groupOf(bench, carried, inventedNetwork(bench, { reads: knower }))).toBeNull();
  });

  it('are none where only the discovery half bears it out, and grow no further where nothing is worth a thousandth', async () => {
    const bench = inventedBench();
    const of = (readings: Readings) => groupOf(bench, { ...carriedBy(bench), candidates: [knower, noise] }, readings);
    const reads = inventedNetwork(bench, { reads: knower });
    const not = inventedNetwork(bench, { reads: knower, pays: 0 });
    const asked: HalfName[] = [];
    const losses: Readings['losses'] = (half, readings) => {
      asked.push(half);
      return (half === 'discovery' ? reads : not).losses(half, readings);
    };
    expect(await of({ ...reads, losses })).toBeNull();
    // Once for the whole group, and no more.
    expect(asked.filter((half) => half === 'confirmation')).toHaveLength(1);
    const equal: Readings['losses'] = async (half, readings) => {
      asked.push(half);
      return readings.map(({ places }) => new Float32Array(places.length));
    };
    asked.length = 0;
    expect(await of({ ...reads, losses: equal })).toBeNull();
    expect(asked).toEqual(['discovery']);
  });

  it('are sought among the largest effects, whatever their sign', () => {
    expect(largestEffects([0.1, -0.4, Number.NaN, 0.3], 2)).toEqual([1, 3]);
  });
});

describe('the probe of a layer', () => {
  it('stands beside the same probe of another layer, which is made in the same way', () => {
    const bench = inventedBench({ knows: 3 });
    const feature = item(bench.features, 0);
    const blind = inventedBench({ knows: 0 });
    expect(probeAuc(bench, feature)).toBe(probeOf(bench, feature, null)?.localAuc);
    expect(probeAuc(bench, feature)).toBeGreaterThan(0.9);
    expect(Math.abs((probeAuc(blind, item(blind.features, 0)) ?? 0) - 0.5)).toBeLessThan(0.2);
    expect(probeOf(bench, feature, null, 0.93)?.untrained).toBe(0.93);
    expect(probeOf(bench, feature, null)?.untrained).toBeNull();
  });

  it('has no value for random labels where these cannot be told, as in a text of one type', () => {
    const { text } = inventedBench().input;
    const same = inHalves((half) => ({
      ...text[half],
      types: text[half].types.map(() => 0),
      readTypes: text[half].readTypes.map(() => 0),
    }));
    const bench = inventedBench({ knows: 3, input: { text: same } });
    expect(probeOf(bench, item(bench.features, 0), null)?.control).toBeNull();
  });

  it('reads a state as well as the neuron that knows it, and the control task no better', () => {
    const bench = inventedBench({ knows: 3 });
    const probe = probeOf(bench, item(bench.features, 0), { neuron: knower, localAuc: 0.95 });
    if (probe === null) throw new Error('no probe');
    expect(probe.localAuc).toBeGreaterThan(0.95);
    expect(probe.neuron?.share).toBeGreaterThan(0.9);
    expect(probe.neuron?.share).toBeLessThan(1.05);
  });

  it('finds nothing in a layer that holds nothing', () => {
    const bench = inventedBench({ knows: 0, feature: {} });
    const without = {
      ...bench,
      input: {
        ...bench.input,
        activations: {
          discovery: bench.input.activations.discovery.slice(2),
          confirmation: bench.input.activations.confirmation.slice(2),
        },
      },
    };
    const probe = probeOf(without, item(bench.features, 0), null);
    if (probe === null) throw new Error('no probe');
    expect(probe.interval[0]).toBeLessThan(0.5);
    expect(probe.interval[1]).toBeGreaterThan(0.5);
  });
});
