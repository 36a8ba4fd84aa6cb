import { describe, expect, it } from 'vitest';
import { item } from '../../../runner/core/at.ts';
import { candidatesOf, groupOf } from '../../../runner/ladder/groups.ts';
import { probeOf } from '../../../runner/ladder/probe.ts';
import type { Readings } from '../../../runner/ladder/readings.ts';
import type { HalfName } from '../../../runner/stats/halves.ts';
import { inventedBench, inventedNetwork, knower, noise, tokenReader } from './rungs/invented.ts';

describe('neurons that carry a state together', () => {
  it('begin with the one that the network reads, and end where nothing is gained', async () => {
    const bench = inventedBench();
    const group = await groupOf({
      bench,
      feature: item(bench.features, 0),
      where: { after: null },
      candidates: [noise, tokenReader, knower],
      readings: inventedNetwork(bench, { reads: knower }),
    });
    expect(group?.members[0]?.neuron).toBe(knower);
    expect(group?.members[0]?.alone.flip).toBeGreaterThan(0.5);
    expect(group?.curve).toHaveLength(group?.members.length ?? 0);
    expect(group?.curve[0]).toMatchObject(group?.members[0]?.alone ?? {});
    // The network reads one neuron: the others have no flip of their own.
    for (const { alone } of group?.members.slice(1) ?? []) expect(Math.abs(alone.flip)).toBeLessThan(0.1);
  });

  it('are none where the network reads no candidate, though by chance one always flips most on discovery', async () => {
    const bench = inventedBench();
    const task = { bench, feature: item(bench.features, 0), where: { after: null }, candidates: [noise, tokenReader] };
    expect(await groupOf({ ...task, readings: inventedNetwork(bench, { reads: knower }) })).toBeNull();
  });

  it('are none where only the discovery half bears it out, and grow no further where nothing is worth a thousandth', async () => {
    const bench = inventedBench();
    const of = (readings: Readings) =>
      groupOf({
        bench,
        feature: item(bench.features, 0),
        where: { after: null },
        candidates: [knower, noise],
        readings,
      });
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
    expect(candidatesOf([0.1, -0.4, Number.NaN, 0.3]).slice(0, 2)).toEqual([1, 3]);
  });
});

describe('the probe of a layer', () => {
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
