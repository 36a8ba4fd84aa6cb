/** The ladder on a number: a count that rises and falls, a neuron that keeps it, one that knows only whether it is 3 or more. */
import { describe, expect, it } from 'vitest';
import {
  type Bench,
  mapHalves,
  restrictedEffect,
  type TestedFeature,
} from '../../../../runner/analysis/findings/bench.ts';
import { choose } from '../../../../runner/analysis/findings/choice.ts';
import { context } from '../../../../runner/analysis/findings/context.ts';
import { effect } from '../../../../runner/analysis/findings/effect.ts';
import { excerpts } from '../../../../runner/analysis/findings/excerpts.ts';
import type { Readings } from '../../../../runner/analysis/findings/finding.ts';
import { flipOfClaim, flips } from '../../../../runner/analysis/findings/flips.ts';
import { lagProfile } from '../../../../runner/analysis/findings/lags.ts';
import { meaninglessLabels } from '../../../../runner/analysis/findings/meaningless.ts';
import { numberCurve } from '../../../../runner/analysis/findings/number-curve.ts';
import { clampedNeurons } from '../../../../runner/analysis/findings/patching.ts';
import { probeAuc, probeOf } from '../../../../runner/analysis/findings/probe.ts';
import { rivals } from '../../../../runner/analysis/findings/rivals.ts';
import { heldOut } from '../../../../runner/analysis/findings/rungs/held-out.ts';
import { judged } from '../../../../runner/analysis/findings/rungs/rung.ts';
import { used } from '../../../../runner/analysis/findings/rungs/used.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { told } from '../stats/reference.ts';
import { aFeature, benchOfHalves, claimOn, networkOf, passedLearned, taskOf } from './invented.ts';

const documents = 32;
const length = 64;
const warmUp = 4;
const read = warmUp + length;
const [counter, aSwitch, reader, noise] = [0, 1, 2, 3] as const;
const threshold = 3;

function half(seed: number) {
  const { uniform, normal } = random(seed, 12);
  const tokens = documents * read;
  const types = new Int32Array(tokens);
  const counts = new Float32Array(tokens);
  const neurons = [0, 1, 2, 3].map(() => new Float32Array(tokens));
  let count = 0;
  for (let t = 0; t < tokens; t++) {
    const up = uniform() < 0.5;
    const stays = uniform() < 0.3;
    count = t % read === 0 ? 0 : Math.min(8, Math.max(0, count + (stays ? 0 : up ? 1 : -1)));
    // What was just read leans on the direction, and so on the count a little.
    types[t] = stays ? 0 : up ? 1 + Math.floor(2 * uniform()) : 3 + Math.floor(2 * uniform());
    counts[t] = count;
    const says = [-0.5 * count, 4 * Number(count >= threshold), types[t] ?? 0, 0];
    for (const [neuron, row] of neurons.entries()) row[t] = (says[neuron] ?? 0) + 0.6 * normal();
  }
  return { types, counts, neurons };
}

const made = { discovery: half(1), confirmation: half(1001) };
const feature = (name: string, masks: TestedFeature['masks']) =>
  aFeature(masks, { name, says: { whether: 'how many are owed', event: null, number: true } });
const counts = mapHalves((name) => made[name].counts);
const count = feature('count', counts);
const threeOrMore = mapHalves((name) => Uint8Array.from(counts[name], (each) => Number(each >= threshold)));
const atThreshold = feature('3 or more', threeOrMore);

const benchFor = (features: TestedFeature[], permutations = 199): Bench =>
  benchOfHalves(made, features, { sources: Array.from({ length: documents }, (_, d) => d % 2), warmUp, permutations });

/** Its loss at a token grows with the distance of what the counter says from the true count. */
const network = networkOf(
  benchFor([count]),
  (held, count) => 1 + 0.2 * ((held(counter) ?? -0.5 * count) + 0.5 * count) ** 2,
);

describe('the ladder on a number', () => {
  const bench = benchFor([count]);

  it('claims the neuron that keeps it, measures it with the slope, and holds it on the other half, among equal tokens too', async () => {
    expect((await choose(bench)).claims).toEqual([{ ...claimOn(counter, -1), chosen: 'effect' }]);
    const claims = [claimOn(counter, -1), claimOn(noise)];
    const [own, none] = await effect.compute(taskOf(bench, claims));
    expect(own?.localAuc).toBeLessThan(0.2);
    expect(own?.number).toMatchObject({ lowest: 0, highest: 8, slope: expect.closeTo(-0.5, 1) });
    expect((await heldOut.compute(taskOf(bench, claims))).map(({ status }) => status)).toEqual(['passed', 'failed']);
    const [within, read] = await context.compute(taskOf(bench, [claimOn(counter, -1), claimOn(reader)]));
    expect(within?.localAuc).toBeLessThan(0.2);
    for (const nothing of [none, read]) expect(Math.abs((nothing?.localAuc ?? 0) - 0.5)).toBeLessThan(0.1);
  });

  it('is read from the layer by a linear regression, which finds nothing where no neuron counts', async () => {
    const own = item(bench.features, 0);
    const told = await probeOf(bench, own, { neuron: counter, localAuc: 0.1 }, 0.6);
    expect(told).toMatchObject({ feature: 'count', number: true, untrained: 0.6 });
    // The regression of all neurons is no worse than the best alone.
    const alone = restrictedEffect(bench, own, 'confirmation', counter);
    expect(told?.localAuc).toBeGreaterThan('code' in alone ? 1 : 1 - alone.localAuc - 0.01);
    const activations = mapHalves((half) => [item(bench.input.activations[half], noise)]);
    const none = await probeAuc({ ...bench, input: { ...bench.input, activations } }, own);
    expect(Math.abs((none ?? 0) - 0.5)).toBeLessThan(0.05);
    // What the token says is read of any number that hangs on it: one neuron reads the token.
    expect(told?.control).toBeGreaterThan(0.6);
  });

  it('has places where the number is low, in the middle and high, whatever the neuron does there', async () => {
    const [shown] = await excerpts.compute(taskOf(bench, [claimOn(counter, -1)]));
    const all = shown?.numbers?.map(({ number, excerpts: own }) => {
      for (const each of own) expect(each.numbers?.[each.centre]).toBe(number);
      return number;
    });
    expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
    expect(all).toHaveLength(3);
  });

  it('has no role at its lags, and is nearest where it stands', async () => {
    const held = [judged({} as never, null)];
    const [profile] = await lagProfile.compute(taskOf(bench, [claimOn(counter, -1)], { heldOut: held }));
    const sizes = profile?.localAuc.map((area) => Math.abs((area ?? 0.5) - 0.5)) ?? [];
    expect([profile?.role, profile?.lags[sizes.indexOf(Math.max(...sizes))]]).toEqual([null, 0]);
  });

  it('flips each level to its mirror, which costs a network that counts', async () => {
    const claims = [claimOn(counter, -1), claimOn(noise)];
    const before = { learned: [passedLearned, passedLearned], rivals: [], lagProfile: [] };
    const task = taskOf(bench, claims, before, network);
    const [own, none] = await used.compute({ ...task, found: { flips: await flips.compute(task) } });
    expect([own?.status, none?.status]).toEqual(['passed', 'failed']);
    // Its levels fall as the number rises.
    expect(own?.measured?.held.inside).toBeLessThan(own?.measured?.held.outside ?? 0);
    const [held] = clampedNeurons(bench, item(bench.features, 0), [counter], { after: null });
    const { added } = held?.levels ?? { added: [] };
    expect([...added]).toEqual([...added].toSorted((a, b) => b - a));
  });

  it('is not held to be what goes with it: where a fifth is another number, the network does better by the neuron', async () => {
    const { uniform } = random(8, 8);
    let turned = false;
    const decoyed = mapHalves((name) =>
      made[name].counts.map((each, t, all) => {
        if (t % 10 === 0) turned = uniform() < 0.3;
        return turned ? at(all, (t + 5 * read) % all.length) : each;
      }),
    );
    const told = async (masks: TestedFeature['masks']) => {
      const claim = { claim: claimOn(counter, -1), where: { after: null } };
      const found = await flipOfClaim(benchFor([feature('count', masks)]), claim, network);
      return 'code' in found ? null : found.disagreement;
    };
    const own = await told(count.masks);
    expect(own === null || own.difference > 0).toBe(true);
    const other = await told(decoyed);
    expect(other?.difference).toBeLessThan(0);
    expect(other?.p).toBeGreaterThan(0.999);
  });

  it('is drawn against the number: a line of the counter, a step of the switch, beside an untrained network', async () => {
    const curve = Array.from({ length: 9 }, () => 0.1);
    const untrained = async () => [{ discovery: [], confirmation: [], standing: null, probes: [], curves: [curve] }];
    const task = taskOf(bench, [claimOn(counter, -1), claimOn(aSwitch)], {}, { untrained } as unknown as Readings);
    const [line, step] = await numberCurve.compute(task);
    expect(line?.parts.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { number, mean, interval, lowest, highest } of line?.parts ?? []) {
      expect(Math.abs(mean + 0.5 * number)).toBeLessThan(0.3);
      expect([interval[0] < mean, lowest, highest]).toEqual([true, number, number]);
    }
    for (const { number, mean } of step?.parts ?? [])
      expect(Math.abs(mean - (number >= threshold ? 4 : 0))).toBeLessThan(0.4);
    expect(line?.untrained).toEqual(curve);
  });

  it('has control labels that are numbers, as wide and as slow, which the counter does not know', async () => {
    const [labels] = await meaninglessLabels(bench);
    expect(labels?.count).toBeGreaterThan(50);
    expect(Math.max(...(labels?.best ?? []))).toBeLessThan(0.2);
  });
});

const both = benchFor([count, atThreshold]);
const rivalOf = async (index: number, neuron: number, sign: 1 | -1) => {
  const claims = [{ ...claimOn(neuron, sign), feature: index }];
  const [found] = await rivals.compute(taskOf(both, claims, { learned: [passedLearned] }));
  return told(found?.rivals.find(({ of }) => 'feature' in of));
};

it('a number and its threshold are told apart: the counter goes with the number, the switch with the threshold', async () => {
  const ofCounter = await rivalOf(0, counter, -1);
  expect(ofCounter).toMatchObject({ flat: false });
  expect(ofCounter.difference).toBeGreaterThan(0.1);
  // Where the threshold stays the same the switch tells nothing of the number.
  expect((await rivalOf(0, aSwitch, 1)).flat).toBe(true);
  expect((await rivalOf(1, aSwitch, 1)).difference).toBeGreaterThan(-0.02);
  // Where the threshold stays the same the counter goes on counting, and where the number does, nothing is left of the threshold.
  const atRange = await rivalOf(1, counter, -1);
  expect(atRange).toMatchObject({ label: 0.5, rival: expect.closeTo(0.8, 0) });
  expect(atRange.below).toBeLessThan(1e-6);
});
