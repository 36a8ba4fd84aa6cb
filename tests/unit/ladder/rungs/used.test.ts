import { describe, expect, it } from 'vitest';
import { judged, notRun } from '../../../../runner/ladder/rungs/rung.ts';
import { flipPlaces, used } from '../../../../runner/ladder/rungs/used.ts';
import type { Rungs } from '../../../../runner/results/evidence-schema.ts';
import { claimOn, inventedBench, inventedNetwork, knower, noise, taskOf } from './invented.ts';

const passed = judged(
  { networks: 5, claim: 0.4, best: [], mean: 0, sd: 0, limit: 0, p: 0, adjustedP: 0 },
  null,
) satisfies Rungs['learned'];

describe('the rung used', () => {
  it('passes the neuron that the network reads, and fails one that it does not', async () => {
    const bench = inventedBench();
    const claims = [claimOn(knower), claimOn(noise)];
    const [reads, ignores] = await used.compute(taskOf(bench, claims, { outcomes: { learned: [passed, passed] } }));
    expect(reads?.status).toBe('passed');
    expect(reads?.measured?.difference).toBeGreaterThan(0.5);
    for (const other of reads?.measured?.others ?? []) expect(Math.abs(other)).toBeLessThan(0.3);
    expect(ignores?.status).toBe('failed');
  });

  it('fails where the network pays for the neuron in the wrong direction', async () => {
    const bench = inventedBench();
    const readings = inventedNetwork(bench, { reads: knower, pays: -1 });
    const [found] = await used.compute(taskOf(bench, [claimOn(knower)], { readings, outcomes: { learned: [passed] } }));
    expect(found?.status).toBe('failed');
    expect(found?.measured?.flip).toBeLessThan(0);
  });

  it('asks only claims that passed learned', async () => {
    const outcomes = { learned: [notRun('No untrained network was read.')] };
    const [found] = await used.compute(taskOf(inventedBench(), [claimOn(knower)], { outcomes }));
    expect(found?.status).toBe('not run');
  });

  it('does not apply where the token decides and the neuron remembers nothing', async () => {
    const bench = inventedBench({ feature: { decidedByToken: true } });
    const [found] = await used.compute(taskOf(bench, [claimOn(knower)], { outcomes: { learned: [passed] } }));
    expect(found?.status).toBe('not applicable');
    expect(flipPlaces(true, null)).toBeNull();
    expect(flipPlaces(false, null)).toEqual({ after: null });
  });
});
