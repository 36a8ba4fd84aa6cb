import { describe, expect, it } from 'vitest';
import type { HeldReading, Readings } from '../../../../../runner/analysis/findings/finding.ts';
import { flipOfClaim, flipPlaces, flips } from '../../../../../runner/analysis/findings/flips.ts';
import { excess, type Patched } from '../../../../../runner/analysis/findings/patching.ts';
import { judged, notRun } from '../../../../../runner/analysis/findings/rungs/rung.ts';
import { used } from '../../../../../runner/analysis/findings/rungs/used.ts';
import type { Rungs } from '../../../../../runner/analysis/findings/rungs-schema.ts';
import { random } from '../../../../../runner/core/random.ts';
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
    const [reads, ignores] = await usedOf(
      taskOf(bench, claims, { learned: [passed, passed], rivals: [], lagProfile: [] }),
    );
    expect(reads?.status).toBe('passed');
    expect(reads?.measured?.difference).toBeGreaterThan(0.5);
    expect(reads?.measured?.helped).toBe(1);
    expect(ignores?.measured?.helped).toBeLessThan(0.9);
    for (const other of reads?.measured?.others ?? []) expect(Math.abs(other)).toBeLessThan(0.3);
    expect(ignores?.status).toBe('failed');
  });

  it('fails where the network pays for the neuron in the wrong direction', async () => {
    const bench = inventedBench();
    const readings = inventedNetwork(bench, { reads: knower, pays: -1 });
    const [found] = await usedOf(
      taskOf(bench, [claimOn(knower)], { learned: [passed], rivals: [], lagProfile: [] }, readings),
    );
    expect(found).toMatchObject({ status: 'failed', reason: { code: 'harms' } });
    expect(found?.measured?.flip).toBeLessThan(0);
    expect(found?.measured?.helped).toBe(0);
  });

  it('fails a neuron that another undoes: alone it moves the output, with all that carry the state nothing does', async () => {
    const bench = inventedBench();
    // The loss is by what the knower and its double say together: the double says the opposite.
    const double = 1;
    const { discovery, confirmation } = bench.input.activations;
    const doubled = (rows: readonly Float32Array[]) =>
      rows.map((row, neuron) => (neuron === double ? (rows[knower] ?? row) : row));
    const both = inventedBench({
      input: { activations: { discovery: doubled(discovery), confirmation: doubled(confirmation) } },
    });
    const network = (undone: boolean): Readings => ({
      ...inventedNetwork(both, { reads: knower }),
      async losses(half, readings) {
        const truth = both.input.features[0]?.masks[half] ?? new Uint8Array(0);
        const noisy = random(5, 3);
        const saidBy = (reading: HeldReading, neuron: number, place: number) => {
          const held = reading.hold.find((own) => own.neuron === neuron);
          return held === undefined ? Math.sign((truth[place] ?? 0) - 0.5) : Math.tanh((held.values[place] ?? 0) - 1);
        };
        return readings.map((reading) =>
          Float32Array.from(reading.places, (place) => {
            const side = truth[place] === 1 ? 1 : -1;
            const says = saidBy(reading, knower, place) - (undone ? saidBy(reading, double, place) : 0);
            return 1 - side * says + 0.1 * noisy.normal();
          }),
        );
      },
    });
    const found = async (undone: boolean) =>
      (
        await usedOf(
          taskOf(both, [claimOn(knower)], { learned: [passed], rivals: [], lagProfile: [] }, network(undone)),
        )
      )[0];
    expect(await found(false)).toMatchObject({ status: 'passed' });
    const own = await found(true);
    expect(own).toMatchObject({ status: 'failed', reason: { code: 'nothing together', neurons: 4 } });
    expect(own?.measured?.difference).toBeGreaterThan(0.5);
    expect(Math.abs(own?.measured?.joint?.difference ?? 1)).toBeLessThan(0.1);
  });

  it('is not asked of a claim that a rival speaks against', async () => {
    const rival = {
      ...{ of: { shift: 1 }, correlation: 0.9, label: 0.5, rival: 0.9, difference: -0.4 },
      ...{ interval: [-0.5, -0.3] as [number, number], above: 1, below: 1e-9, flat: false, alive: null },
    };
    const rivals = [{ disagree: { all: 0.2, side: 0.2 }, rivals: [rival] }];
    const found = await usedOf(
      taskOf(inventedBench(), [claimOn(knower)], { learned: [passed], rivals, lagProfile: [] }),
    );
    expect(found[0]).toMatchObject({ status: 'not run', reason: { code: 'not specific' } });
  });

  it('asks only claims that passed learned', async () => {
    const learned = [notRun({ code: 'no untrained network' }), judged(passed.measured, { code: 'untrained' })];
    const claims = [claimOn(knower), claimOn(knower)];
    const found = await usedOf(taskOf(inventedBench(), claims, { learned, rivals: [], lagProfile: [] }));
    expect(found.map(({ status }) => status)).toEqual(['not run', 'not run']);
  });

  it('counts what the flip costs beyond what it costs by the states of other documents', () => {
    // Of a document with three times as many tokens on one side.
    const site = Array.from({ length: 60 }, (_, index) => ({
      document: index < 20 ? 0 : 1,
      side: index < 30 ? index % 2 : 0,
    }));
    const sites = {
      ...{ half: 'confirmation' as const, segments: [], state: new Int8Array(0), places: new Int32Array(60) },
      document: Int32Array.from(site, ({ document }) => document),
      side: Uint8Array.from(site, ({ side }) => side),
    };
    const patched = [0.5, 0.1, 0.2, 0.3].map((each): Patched => ({ sites, rise: new Float64Array(60).fill(each) }));
    const { flip, others, difference } = excess(patched);
    const told = [flip.value, ...others, difference.value];
    expect(told).toEqual([0.5, 0.1, 0.2, 0.3, 0.3].map((each) => expect.closeTo(each, 12)));
  });

  it('tells beside it what holding costs by itself: less than nothing where the network hears of no state otherwise', async () => {
    const bench = inventedBench();
    const flip = await flipOfClaim(
      bench,
      { claim: claimOn(knower), where: { after: null } },
      inventedNetwork(bench, { reads: knower }),
    );
    for (const { rise } of 'code' in flip ? [] : Object.values(flip.holding)) expect(rise).toBeLessThan(-0.5);
    expect(flip).toHaveProperty('holding');
  });

  it('does not apply where the token decides and the neuron remembers nothing', async () => {
    const bench = inventedBench({ feature: { decidedByToken: true } });
    const [found] = await usedOf(taskOf(bench, [claimOn(knower)], { learned: [passed], rivals: [], lagProfile: [] }));
    expect(found?.status).toBe('not applicable');
    expect(flipPlaces(true, null)).toBeNull();
    expect(flipPlaces(false, null)).toEqual({ after: null });
  });
});
