import { describe, expect, it } from 'vitest';
import type { FlipSums } from '../../../../runner/ladder/flip.ts';
import { excess, flipPlaces, flips } from '../../../../runner/ladder/flips.ts';
import { judged, notRun } from '../../../../runner/ladder/rungs/rung.ts';
import { used } from '../../../../runner/ladder/rungs/used.ts';
import type { Rungs } from '../../../../runner/results/rungs-schema.ts';
import { claimOn, inventedBench, inventedNetwork, knower, noise, taskOf } from './invented.ts';

const passed = judged(
  { networks: 5, claim: 0.4, best: [], mean: 0, sd: 0, limit: 0, shuffled: null, p: 0, adjustedP: 0, labels: null },
  null,
) satisfies Rungs['learned'];

/** What the rung finds of the flips that are found before it. */
async function usedOf(task: Parameters<(typeof flips)['compute']>[0]) {
  const found = { flips: await flips.compute(task) };
  return await used.compute({ ...task, found });
}

describe('the rung used', () => {
  it('passes the neuron that the network reads, and fails one that it does not', async () => {
    const bench = inventedBench();
    const claims = [claimOn(knower), claimOn(noise)];
    const [reads, ignores] = await usedOf(taskOf(bench, claims, { learned: [passed, passed], lagProfile: [] }));
    expect(reads?.status).toBe('passed');
    expect(reads?.measured?.difference).toBeGreaterThan(0.5);
    for (const other of reads?.measured?.others ?? []) expect(Math.abs(other)).toBeLessThan(0.3);
    expect(ignores?.status).toBe('failed');
  });

  it('fails where the network pays for the neuron in the wrong direction', async () => {
    const bench = inventedBench();
    const readings = inventedNetwork(bench, { reads: knower, pays: -1 });
    const [found] = await usedOf(taskOf(bench, [claimOn(knower)], { learned: [passed], lagProfile: [] }, readings));
    expect(found?.status).toBe('failed');
    expect(found?.measured?.flip).toBeLessThan(0);
  });

  it('asks only claims that passed learned', async () => {
    const learned = [notRun({ code: 'no untrained network' }), judged(passed.measured, { code: 'untrained' })];
    const claims = [claimOn(knower), claimOn(knower)];
    const found = await usedOf(taskOf(inventedBench(), claims, { learned, lagProfile: [] }));
    expect(found.map(({ status }) => status)).toEqual(['not run', 'not run']);
  });

  it('counts what the flip costs beyond what it costs by the states of other documents', () => {
    const sums = (each: number): FlipSums => ({
      inside: Float64Array.from([10 * each, 10 * each]),
      outside: Float64Array.from([10 * each, 30 * each]),
      insideCount: Float64Array.from([10, 10]),
      outsideCount: Float64Array.from([10, 30]),
    });
    const { flip, others, difference } = excess([sums(0.5), sums(0.1), sums(0.2), sums(0.3)]);
    expect([flip, ...others, difference]).toEqual([0.5, 0.1, 0.2, 0.3, 0.3].map((each) => expect.closeTo(each, 12)));
  });

  it('does not apply where the token decides and the neuron remembers nothing', async () => {
    const bench = inventedBench({ feature: { decidedByToken: true } });
    const [found] = await usedOf(taskOf(bench, [claimOn(knower)], { learned: [passed], lagProfile: [] }));
    expect(found?.status).toBe('not applicable');
    expect(flipPlaces(true, null)).toBeNull();
    expect(flipPlaces(false, null)).toEqual({ after: null });
  });
});
