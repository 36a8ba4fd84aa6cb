/**
 * A state that several neurons carry together: all candidates are flipped at once on the discovery half, and those that
 * the flip can spare are left out one after the other; what is left is measured on the confirmation half. Begun from all
 * and not from the best, so that neurons are found of which each can be spared for the others: a state that the majority of
 * three carries is lost with two of them, and with no single one. Pure; readings are asked for.
 * Source: backward elimination; Antverg & Belinkov 2022 on ranking neurons by what they do, not by what a probe says of them.
 */
import { z } from 'zod';
import { item } from '../../core/at.ts';
import type { Estimate } from '../stats/document-means.ts';
import type { HalfName } from '../stats/tested-text.ts';
import { placeOf as placeOfNeuron, toldNeuron } from './arrays.ts';
import { type Bench, type BenchFeature, effectsOn } from './bench.ts';
import { largestEffects } from './best-neuron.ts';
import { choice } from './choice.ts';
import { finding, type OnProgress, type Readings } from './finding.ts';
import { flipPlacesOf } from './flips.ts';
import { lagProfile } from './lags.ts';
import {
  type ClampedNeuron,
  clampedNeurons,
  type FlipPlaces,
  flipCriteria,
  flipOf,
  flipped,
  patchStates,
  sitesOn,
} from './patching.ts';
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
  title: 'Searching for groups of neurons',
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
      const group = await groupOf(
        bench,
        { feature, where, candidates: largestEffects(item(effects, feature.index), groupCriteria.candidates) },
        readings,
        (share) => onProgress?.((place + share) / asked.length),
      );
      if (group !== null) told.push(group);
    }
    return told;
  },
});

interface Carried {
  feature: BenchFeature;
  where: FlipPlaces;
  /** Neurons, the likeliest first. */
  candidates: readonly number[];
}

/** [sets] The flips of neurons held together. */
type FlipsOf = (sets: readonly (readonly ClampedNeuron[])[]) => Promise<Estimate[]>;

/** @returns null where there is no group whose flip is above 0 on the confirmation half. */
export async function groupOf(
  bench: Bench,
  carried: Carried,
  readings: Pick<Readings, 'losses'>,
  onProgress?: OnProgress,
): Promise<Group | null> {
  const { feature, where, candidates } = carried;
  const all = clampedNeurons(bench, feature, candidates, where);
  const flips = flipsOn(bench, 'discovery', carried, readings);
  const valuesOf = async (sets: Parameters<FlipsOf>[0]) => (await flips(sets)).map(({ value }) => value);
  const [reached = Number.NaN] = await valuesOf([all]);
  // A flip that is not a number (no place was compared) makes no group either.
  if (!(reached >= groupCriteria.least)) return null;
  const withoutEach = all.length === 1 ? [0] : await valuesOf(all.map((each) => without(all, each)));
  const spared = all
    .map((each, index) => ({ each, left: item(withoutEach, index) }))
    .sort((a, b) => b.left - a.left)
    .map(({ each }) => each);
  const members = await needed(spared, groupCriteria.kept * reached, async (sets, index) => {
    onProgress?.((1 + index) / (1 + spared.length));
    return await valuesOf(sets);
  });
  // The one that is missed most comes first.
  const falling = spared.filter((each) => members.includes(each)).reverse();
  const group = await measured(bench, feature, falling, flipsOn(bench, 'confirmation', carried, readings));
  onProgress?.(1);
  return group;
}

function flipsOn(
  bench: Bench,
  half: HalfName,
  { feature, where }: Carried,
  { losses }: Pick<Readings, 'losses'>,
): FlipsOf {
  const tokens = half === 'discovery' ? groupCriteria.trialTokens : groupCriteria.curveTokens;
  const sites = sitesOn(bench, feature, half, where, tokens);
  return async (sets) => {
    const flips = sets.map((held) => flipped(bench, held, sites));
    return (await patchStates(flips, losses)).map(flipOf);
  };
}

/**
 * Leaves out one after the other, in this order, wherever the others keep enough of the flip. What is left when the next ones are
 * spared too is asked for in the same breath: many small readings side by side take less time than one after the other.
 */
async function needed(
  order: readonly ClampedNeuron[],
  enough: number,
  flipsOf: (sets: readonly (readonly ClampedNeuron[])[], index: number) => Promise<number[]>,
): Promise<readonly ClampedNeuron[]> {
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

const without = (members: readonly ClampedNeuron[], one: ClampedNeuron): ClampedNeuron[] =>
  members.filter((each) => each !== one);

/** On the confirmation half: the whole group first, then the curve, each member alone, and the group without it. */
async function measured(
  bench: Bench,
  feature: BenchFeature,
  members: readonly ClampedNeuron[],
  flipsOf: FlipsOf,
): Promise<Group | null> {
  const [whole] = await flipsOf([members]);
  if (whole === undefined || !(whole.interval[0] > 0)) return null;
  const prefixes = members.slice(1).map((_, index) => members.slice(0, index + 1));
  const alone = members.slice(1).map((each) => [each]);
  const spared = members.slice(0, -1).map((each) => without(members, each));
  const flips = await flipsOf([...prefixes, ...alone, ...spared]);
  const curve = [...flips.slice(0, prefixes.length), whole];
  const eachAlone = [item(curve, 0), ...flips.slice(prefixes.length, prefixes.length + alone.length)];
  // The group without its last member is the curve's last but one.
  const withoutEach = [...flips.slice(prefixes.length + alone.length), curve[members.length - 2]];
  const { arrays } = bench.input;
  const { component, layer } = placeOfNeuron(arrays, item(members, 0).neuron).array;
  return {
    feature: feature.name,
    layer,
    component,
    members: members.map(({ neuron }, index) => {
      const left = withoutEach[index];
      return {
        ...toldNeuron(arrays, neuron),
        alone: toldFlip(item(eachAlone, index)),
        inGroup: toldFlip(left === undefined ? whole : whole.minus(left)),
      };
    }),
    curve: curve.map((flip, index) => ({ size: index + 1, ...toldFlip(flip) })),
  };
}

const toldFlip = ({ value, interval }: Estimate): { flip: number; interval: [number, number] } => ({
  flip: value,
  interval,
});
