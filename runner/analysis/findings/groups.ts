/**
 * A state that several neurons carry together: all candidates are flipped at once on the discovery half, and those that
 * the flip can spare are left out one after the other; what is left is measured on the confirmation half. Begun from all
 * and not from the best, so that neurons are found of which each can be spared for the others: a state that the majority of
 * three carries is lost with two of them, and with no single one. Pure; readings are asked for.
 * Source: backward elimination; Antverg & Belinkov 2022 on ranking neurons by what they do, not by what a probe says of them.
 */

import { z } from 'zod';
import { item } from '../../core/at.ts';
import type { HalfName } from '../stats/halves.ts';
import { jackknifeTest } from '../stats/summary.ts';
import { placeOf as placeOfNeuron, toldNeuron } from './arrays.ts';
import { type Bench, type BenchFeature, effectsOn } from './bench.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import {
  type ComparedPlaces,
  comparedPlaces,
  documentsOf,
  type FlipPlaces,
  type FlipSums,
  type FlipText,
  flipCriteria,
  flipOf,
  flipReadings,
  flipSums,
  flipText,
  type HeldNeuron,
  heldNeurons,
  stateOf,
} from './flip.ts';
import { flipPlacesOf } from './flips.ts';
import { largestEffects } from './joint-flip.ts';
import { lagProfile } from './lags.ts';
import type { Listener, Readings } from './readings.ts';
import { used } from './rungs/used.ts';
import { type Group, groupSchema } from './shown-schema.ts';

export const groupCriteria = {
  /** Neurons that are flipped at once, by the size of their effect on discovery. */
  candidates: 8,
  /** A neuron can be spared where the others keep this share of the flip of all. */
  kept: 0.95,
  /** Nats a token: where all candidates together have no flip as large on discovery, there is no group. */
  least: 0.001,
  /** Tokens of the discovery half that are read for each trial, and of the confirmation half for the curve. */
  trialTokens: 3072,
  /** Trials that are read side by side, as if those before them were spared. */
  ahead: 4,
  curveTokens: 4096,
} as const;

/** Of each feature with a claim that was flipped, where several neurons flip it or one does. */
export const groups = finding({
  name: 'groups',
  title: 'looking for neurons that carry it together',
  published: 'evidence',
  fullOnly: true,
  criteria: groupCriteria,
  bounds: [flipCriteria],
  inputs: [choice, used, lagProfile],
  reads: ['losses'],
  schema: z.array(groupSchema),
  async compute({ bench, readings, found, onProgress }) {
    const flipped = found.choice.claims.flatMap((claim, index) => {
      const where = flipPlacesOf(bench, found.lagProfile, claim, index);
      return where === null || (found.used[index]?.measured ?? null) === null ? [] : [{ claim, where }];
    });
    const asked = bench.features.flatMap((feature) => {
      const first = flipped.find(({ claim }) => claim.feature === feature.index);
      return first === undefined ? [] : [{ feature, where: first.where }];
    });
    const effects = asked.length === 0 ? [] : await effectsOn(bench, 'discovery');
    const told: Group[] = [];
    for (const [place, { feature, where }] of asked.entries()) {
      const group = await groupOf({
        bench,
        feature,
        where,
        candidates: largestEffects(item(effects, feature.index), groupCriteria.candidates),
        readings,
        onProgress: (share) => onProgress?.((place + share) / asked.length),
      });
      if (group !== null) told.push(group);
    }
    return told;
  },
});

export interface GroupTask {
  bench: Bench;
  feature: BenchFeature;
  where: FlipPlaces;
  /** Candidates, the likeliest first. */
  candidates: readonly number[];
  readings: Pick<Readings, 'losses'>;
  onProgress?: Listener;
}

interface Stage {
  half: HalfName;
  text: FlipText;
  state: Int8Array;
  compared: ComparedPlaces;
}

/** @returns null where there is no group whose flip is above 0 on the confirmation half. */
export async function groupOf(task: GroupTask): Promise<Group | null> {
  const { bench, feature, where, candidates, onProgress } = task;
  const all = heldNeurons(bench, feature, candidates, where);
  const trial = stageOf(task, 'discovery', groupCriteria.trialTokens);
  const flips = async (sets: readonly (readonly HeldNeuron[])[]): Promise<number[]> =>
    (await flipsOf(task, trial, sets)).map((sums) => flipOf(sums).flip);
  const [reached = Number.NaN] = await flips([all]);
  // A flip that is not a number (no place was compared) makes no group either.
  if (!(reached >= groupCriteria.least)) return null;
  const withoutEach = all.length === 1 ? [0] : await flips(all.map((each) => without(all, each)));
  const spared = all
    .map((each, index) => ({ each, left: item(withoutEach, index) }))
    .sort((a, b) => b.left - a.left)
    .map(({ each }) => each);
  const members = await needed(spared, groupCriteria.kept * reached, async (sets, index) => {
    onProgress?.((1 + index) / (1 + spared.length));
    return await flips(sets);
  });
  // The one that is missed most comes first.
  const group = await measured(task, spared.filter((each) => members.includes(each)).reverse());
  onProgress?.(1);
  return group;
}

/**
 * Leaves out one after the other, in this order, wherever the others keep enough of the flip. What is left when the next ones are
 * spared too is asked for in the same breath: many small readings side by side take less time than one after the other.
 */
async function needed(
  order: readonly HeldNeuron[],
  enough: number,
  flipsOf: (sets: readonly (readonly HeldNeuron[])[], index: number) => Promise<number[]>,
): Promise<readonly HeldNeuron[]> {
  let members = order;
  let ahead: number[] = [];
  for (const [index, each] of order.entries()) {
    if (members.length === 1) break;
    if (ahead.length === 0) {
      const next = order.slice(index, index + Math.min(groupCriteria.ahead, members.length - 1));
      const sets = next.map((_, k) => members.filter((member) => !next.slice(0, k + 1).includes(member)));
      ahead = await flipsOf(sets, index);
    }
    if ((ahead.shift() ?? Number.NaN) >= enough) members = without(members, each);
    else ahead = [];
  }
  return members;
}

const without = (members: readonly HeldNeuron[], one: HeldNeuron): HeldNeuron[] =>
  members.filter((each) => each !== one);

/** On the confirmation half: the whole group first, then the curve, each member alone, and the group without it. */
async function measured(task: GroupTask, members: readonly HeldNeuron[]): Promise<Group | null> {
  const { bench, feature } = task;
  const stage = stageOf(task, 'confirmation', groupCriteria.curveTokens);
  const [whole] = await flipsOf(task, stage, [members]);
  if (whole === undefined || !(estimate(whole).interval[0] > 0)) return null;
  const shorter = members.slice(1).map((_, index) => members.slice(0, index + 1));
  const alone = members.slice(1).map((each) => [each]);
  const spared = members.slice(0, -1).map((each) => without(members, each));
  const sums = await flipsOf(task, stage, [...shorter, ...alone, ...spared]);
  const prefixes = [...sums.slice(0, shorter.length), whole];
  const aloneOf = (index: number) => (index === 0 ? item(prefixes, 0) : item(sums, shorter.length + index - 1));
  const withoutOf = (index: number): FlipSums | undefined => {
    // The group without its last member is the curve's last but one.
    if (index === members.length - 1) return prefixes[members.length - 2];
    return item(sums, shorter.length + alone.length + index);
  };
  const { arrays } = bench.input;
  const { component, layer } = placeOfNeuron(arrays, item(members, 0).neuron).array;
  return {
    feature: feature.name,
    layer,
    component,
    members: members.map(({ neuron }, index) => ({
      ...toldNeuron(arrays, neuron),
      alone: estimate(aloneOf(index)),
      inGroup: estimate(whole, members.length === 1 ? undefined : withoutOf(index)),
    })),
    curve: prefixes.map((sums, index) => ({ size: index + 1, ...estimate(sums) })),
  };
}

function stageOf({ bench, feature, where }: GroupTask, half: HalfName, tokens: number): Stage {
  const state = stateOf(bench, feature, half, where);
  const text = flipText(bench, half, state, tokens);
  return { half, text, state, compared: comparedPlaces(bench, text, state, 0) };
}

async function flipsOf(
  { bench, readings }: GroupTask,
  { half, text, state, compared }: Stage,
  sets: readonly (readonly HeldNeuron[])[],
): Promise<FlipSums[]> {
  const losses = await readings.losses(
    half,
    sets.flatMap((set) => flipReadings(set, bench, text, { state, compared })),
  );
  return sets.map((_, index) =>
    flipSums(text.documents, compared, item(losses, 2 * index), item(losses, 2 * index + 1)),
  );
}

/** The flip, or how much of it is lost without a member, with the interval over documents. */
function estimate(sums: FlipSums, without?: FlipSums): { flip: number; interval: [number, number] } {
  const value = (leaving?: number): number =>
    flipOf(sums, leaving).flip - (without === undefined ? 0 : flipOf(without, leaving).flip);
  const { interval, value: flip } = jackknifeTest(
    value(),
    documentsOf(sums).map((document) => value(document)),
  );
  return { flip, interval };
}
