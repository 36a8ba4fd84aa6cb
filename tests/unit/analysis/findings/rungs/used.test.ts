import { expect, it } from 'vitest';
import { type Bench, mapHalves } from '../../../../../runner/analysis/findings/bench.ts';
import type { FrozenClaim } from '../../../../../runner/analysis/findings/claim-schema.ts';
import type { Readings } from '../../../../../runner/analysis/findings/finding.ts';
import { flipOfClaim, flipPlaces, flips } from '../../../../../runner/analysis/findings/flips.ts';
import { excess, flipOf } from '../../../../../runner/analysis/findings/patching.ts';
import { judged, notRun } from '../../../../../runner/analysis/findings/rungs/rung.ts';
import { used } from '../../../../../runner/analysis/findings/rungs/used.ts';
import { nearly, told } from '../../stats/reference.ts';
import {
  aRival,
  claimOn,
  inventedBench,
  inventedNetwork,
  knower,
  mute,
  networkOf,
  passedLearned,
  taskOf,
  tokenReader,
} from '../invented.ts';

/** What the rung finds of the flips that are found before it, of claims that are learned and that no rival speaks against. */
async function usedOf(
  bench: Bench,
  claims: FrozenClaim[],
  more: Partial<Parameters<(typeof flips)['compute']>[0]['found']> = {},
  readings?: Readings,
) {
  const before = { learned: claims.map(() => passedLearned), rivals: [], lagProfile: [], ...more };
  const task = taskOf(bench, claims, before, readings);
  return used.compute({ ...task, found: { flips: await flips.compute(task) } });
}
const bench = inventedBench();

it('passes the neuron that the network reads, and fails one that it does not', async () => {
  const found = await usedOf(bench, [claimOn(knower), claimOn(mute)]);
  expect(found).toMatchObject([{ status: 'passed', measured: { helped: 1 } }, { status: 'failed' }]);
  const [reads, ignores] = found;
  expect(reads?.measured?.difference).toBeGreaterThan(0.5);
  for (const other of reads?.measured?.others ?? [1]) expect(Math.abs(other)).toBeLessThan(0.3);
  expect(ignores?.measured?.helped).toBeLessThan(0.9);
});

it('reads no more of one whose flip is not above 0: what is measured is its own flip', async () => {
  const readings = inventedNetwork(bench, { reads: knower });
  const asked: number[] = [];
  const counting: Readings = {
    ...readings,
    losses: (half, each, onProgress) => {
      asked.push(each.length);
      return readings.losses(half, each, onProgress);
    },
  };
  const [[ignores], read] = [await usedOf(bench, [claimOn(mute)], {}, counting), asked.splice(0)];
  expect(ignores).toMatchObject({ reason: { code: 'costs nothing' }, measured: { others: [], joint: null } });
  expect(ignores?.measured?.p).toBeGreaterThanOrEqual(0.5);
  expect(ignores?.measured?.difference).toBe(ignores?.measured?.flip);
  // The right, wrong and untouched state, and where neuron and label disagree; then the right and wrong ones of three other documents.
  expect(read).toEqual([4]);
  const [reads] = await usedOf(bench, [claimOn(knower)], {}, counting);
  expect(reads?.measured?.others).toHaveLength(3);
  expect(asked[1]).toBe(6);
});

it('fails where other states cost as much, without a reading of all that carry the feature', async () => {
  // What it pays is less than what the losses vary by.
  const [found] = await usedOf(bench, [claimOn(knower)], {}, inventedNetwork(bench, { reads: knower, pays: 0.003 }));
  expect(found).toMatchObject({ reason: { code: 'other states as well' }, measured: { joint: null } });
  expect(found?.measured?.others).toHaveLength(3);
  expect(found?.measured?.flip).toBeGreaterThan(0);
});

it('fails where the network pays for the neuron in the wrong direction', async () => {
  const [found] = await usedOf(bench, [claimOn(knower)], {}, inventedNetwork(bench, { reads: knower, pays: -1 }));
  expect(found).toMatchObject({ status: 'failed', reason: { code: 'harms' }, measured: { helped: 0 } });
  expect(found?.measured?.flip).toBeLessThan(0);
});

it('fails a neuron that another undoes: alone it moves the output, with all that carry the state nothing does', async () => {
  // The loss is by what the knower and its double say together: the double says the opposite.
  const { activations } = bench.input;
  const doubled = mapHalves((half) =>
    activations[half].with(tokenReader, activations[half][knower] ?? new Float32Array()),
  );
  const both = inventedBench({ input: { activations: doubled } });
  const network = (undone: boolean) =>
    networkOf(both, (held, inside) => {
      const side = 2 * inside - 1;
      const saidBy = (neuron: number) => Math.tanh((held(neuron) ?? 1 + side) - 1);
      return 1 - side * (saidBy(knower) - (undone ? saidBy(tokenReader) : 0));
    });
  expect(await usedOf(both, [claimOn(knower)], {}, network(false))).toMatchObject([{ status: 'passed' }]);
  const [own] = await usedOf(both, [claimOn(knower)], {}, network(true));
  expect(own).toMatchObject({ status: 'failed', reason: { code: 'nothing together', neurons: 4 } });
  expect(own?.measured?.difference).toBeGreaterThan(0.5);
  expect(Math.abs(own?.measured?.joint?.difference ?? 1)).toBeLessThan(0.1);
});

it('is asked only of claims that passed learned, and that no rival speaks against', async () => {
  const learned = [notRun({ code: 'no untrained network' }), judged(passedLearned.measured, { code: 'untrained' })];
  const found = await usedOf(bench, [claimOn(knower), claimOn(knower)], { learned });
  expect(found.map(({ status }) => status)).toEqual(['not run', 'not run']);
  const rivals = [{ disagree: { all: 0.2, side: 0.2 }, rivals: [aRival({ of: { shift: 1 }, below: 1e-9 })] }];
  const against = await usedOf(bench, [claimOn(knower)], { rivals });
  expect(against).toMatchObject([{ status: 'not run', reason: { code: 'not specific' } }]);
});

it('counts what the flip costs beyond what it costs by the states of other documents', () => {
  // Of a document with three times as many tokens on one side.
  const sites = {
    half: 'confirmation' as const,
    segments: [],
    state: new Int8Array(0),
    places: new Int32Array(60),
    document: Int32Array.from({ length: 60 }, (_, index) => Number(index >= 20)),
    side: Uint8Array.from({ length: 60 }, (_, index) => (index < 30 ? index % 2 : 0)),
  };
  const patched = [0.5, 0.1, 0.2, 0.3].map((each) => ({ sites, rise: new Float64Array(60).fill(each) }));
  const flips = patched.map(flipOf);
  expect([...flips, excess(flips)].map(({ value }) => value)).toEqual(nearly([0.5, 0.1, 0.2, 0.3, 0.3], 12));
});

it('tells beside it what holding costs by itself: less than nothing where the network hears of no state otherwise', async () => {
  const claim = { claim: claimOn(knower), where: { after: null } };
  const { holding } = told(await flipOfClaim(bench, claim, inventedNetwork(bench, { reads: knower })));
  for (const { rise } of Object.values(holding)) expect(rise).toBeLessThan(-0.5);
});

it('does not apply where the token decides and the neuron remembers nothing', async () => {
  const [found] = await usedOf(inventedBench({ feature: { decidedByToken: true } }), [claimOn(knower)]);
  expect(found?.status).toBe('not applicable');
  expect([flipPlaces(true, null), flipPlaces(false, null)]).toEqual([null, { after: null }]);
});
