/**
 * What a neuron does: what the network expects otherwise when the neuron says the wrong state. The next words or marks (the next
 * tokens, where there are no spaces between words) are found on the discovery half and measured on the confirmation half. Pure;
 * the readings are asked for.
 */
import { z } from 'zod';
import { at, float64At, item } from '../../core/at.ts';
import { DocumentMeans, Estimate } from '../stats/document-means.ts';
import { mean as meanOf } from '../stats/summary.ts';
import type { HalfName } from '../stats/tested-text.ts';
import type { Bench } from './bench.ts';
import { choice } from './choice.ts';
import { finding, type OnProgress, type Readings } from './finding.ts';
import { lagProfile } from './lags.ts';
import { type ClampedLevels, clampedNeurons, flipCriteria, flipped, type Sites, sitesOn } from './patching.ts';
import { atWords, nextWordAt, skipWhiteSpace, whiteSpaceOf } from './places.ts';
import { ofUsed, used } from './rungs/used.ts';
import { type Does, doesSchema } from './shown-schema.ts';

/** Tokens that are told, of each state; and tokens that are read of a half, fewer where they are found than where they are measured. */
export const doesCriteria = { tokens: 6, discovery: 4096, confirmation: 8192 } as const;

const states = ['outside', 'inside'] as const;

type DoesReadings = Pick<Readings, 'predictions' | 'changes'>;

/** [claims] Of those that are used. */
export const does = finding({
  name: 'does',
  title: 'Measuring effects on the next token',
  published: 'claim',
  fullOnly: true,
  criteria: doesCriteria,
  bounds: [flipCriteria],
  inputs: [choice, used, lagProfile],
  reads: ['predictions', 'changes'],
  schema: z.array(doesSchema.nullable()),
  compute: (task) => ofUsed(task, (state, _, onProgress) => whatItDoes(task.bench, state, task.readings, onProgress)),
});

export async function whatItDoes(
  bench: Bench,
  state: ClampedLevels,
  readings: DoesReadings,
  onProgress?: OnProgress,
): Promise<Does> {
  const found = await expected(bench, state, 'discovery', readings, (share) => onProgress?.(share * 0.2));
  const told = await expected(bench, state, 'confirmation', readings, (share) => onProgress?.(0.2 + share * 0.4));
  const tokens = [0, 1].flatMap((side) => mostChanged(found, side).map((id) => measured(bench, told, side, id)));
  // At its mean everywhere: what plain mean ablation says, beside what decides.
  const { neuron } = state.claim;
  const { readTypes } = bench.input.text.confirmation;
  const values = new Float32Array(readTypes.length).fill(meanOf(item(bench.input.activations.discovery, neuron)));
  const { segments, places, side } = told.sites;
  const ablated = { clamp: [{ neuron, values }], segments, places };
  const changes = await readings.changes('confirmation', ablated, (share) => onProgress?.(0.6 + share * 0.4));
  const bySide = (changed: Float32Array) => {
    const on = (own: number) => meanOf(changed.filter((_, site) => side[site] === own));
    return { inside: on(1), outside: on(0) };
  };
  return {
    of: whiteSpaceOf(bench) === null ? 'token' : 'word or mark',
    tokens,
    ablation: { rise: bySide(changes.rise), divergence: bySide(changes.divergence) },
  };
}

/**
 * The tokens in which two predictions differ most: those that add most to their divergence, (p - q) log(p / q), so that neither
 * what is frequent nor what is rare stands first for that alone.
 * Source: Jeffreys 1946.
 */
function mostChanged({ right, wrong, counts }: Expected, side: number): number[] {
  const groups = groupsOn(counts, side);
  const places = groups.reduce((sum, group) => sum + at(counts, group), 0);
  const mean = (sums: readonly Float64Array[]): Float64Array => {
    const total = new Float64Array(sums.reduce((largest, { length }) => Math.max(largest, length), 0));
    for (const group of groups) {
      const sum = item(sums, group);
      for (let id = 0; id < sum.length; id++) total[id] = float64At(total, id) + float64At(sum, id) / places;
    }
    return total;
  };
  const [own, other] = [mean(right), mean(wrong)];
  const divergence = own.map((p, id) => {
    const q = float64At(other, id);
    return p > 0 && q > 0 ? (p - q) * Math.log(p / q) : Math.abs(p - q);
  });
  return [...divergence.keys()]
    .sort((a, b) => float64At(divergence, b) - float64At(divergence, a) || a - b)
    .filter((id) => float64At(own, id) > 0 || float64At(other, id) > 0)
    .slice(0, doesCriteria.tokens);
}

interface Expected {
  sites: Sites;
  /** [documents x 2] each [vocabulary]: probabilities added up, by document and side. */
  right: Float64Array[];
  wrong: Float64Array[];
  /** [documents x 2] */
  counts: Float64Array;
}

async function expected(
  bench: Bench,
  { claim: { feature, neuron }, where }: ClampedLevels,
  half: HalfName,
  readings: DoesReadings,
  onProgress: OnProgress,
): Promise<Expected> {
  const text = bench.input.text[half];
  const own = item(bench.features, feature);
  const drawn = sitesOn(bench, own, half, where, doesCriteria[half]);
  const white = whiteSpaceOf(bench);
  const sites = white === null ? drawn : atWords(text, drawn, white);
  const held = clampedNeurons(bench, own, [neuron], where);
  const groups = Int32Array.from(sites.document, (document, site) => 2 * document + at(sites.side, site));
  const flip = flipped(bench, held, sites);
  const both = (['right', 'wrong'] as const).map((which) => ({
    clamp: flip[which],
    segments: sites.segments,
    places: sites.places,
    groups,
    ...(white && { past: skipWhiteSpace(held, white, sites, which) }),
  }));
  const [right, wrong] = await readings.predictions(half, both, onProgress);
  if (right === undefined || wrong === undefined) throw new Error('does: a reading is missing');
  const counts = new Float64Array(2 * text.sources.length);
  for (const group of groups) counts[group] = at(counts, group) + 1;
  return { sites, right, wrong, counts };
}

const groupsOn = (counts: Float64Array, side: number): number[] =>
  [...counts.keys()].filter((group) => group % 2 === side && at(counts, group) > 0);

function measured(bench: Bench, told: Expected, side: number, id: number): Does['tokens'][number] {
  const groups = groupsOn(told.counts, side);
  const mean = (sums: readonly Float64Array[]): Estimate => {
    const means = new DocumentMeans<number>();
    for (const group of groups) means.add(side, group, at(item(sums, group), id), at(told.counts, group));
    return means.mean(side);
  };
  const [right, wrong] = [mean(told.right), mean(told.wrong)];
  const { value: difference, interval } = wrong.minus(right).test();
  return {
    token: item(bench.input.vocabulary, id),
    where: item(states, side),
    right: right.value,
    wrong: wrong.value,
    difference,
    interval,
    follows: followsOf(bench, told.sites, side, id),
    ...ratioOf(right, wrong),
  };
}

/** The ratio of the probabilities, wrong to right, with its interval taken on the logarithm; null where one of them is 0. */
function ratioOf(right: Estimate, wrong: Estimate) {
  const log = Estimate.of([wrong, right], (own, other) => Math.log(own / other));
  if (log.documents < 2 || ![log.value, ...log.without.values()].every(Number.isFinite))
    return { ratio: null, ratioInterval: null };
  const [low, high] = log.interval.map(Math.exp);
  const ratioInterval: [number, number] = [low ?? 0, Math.min(high ?? 0, Number.MAX_VALUE)];
  return { ratio: wrong.value / right.value, ratioInterval };
}

/** Share of the sites on a side after which the text really goes on with the token. */
function followsOf(bench: Bench, { places, side }: Sites, own: number, id: number): number {
  const { readTypes, warmUp, length } = bench.input.text.confirmation;
  const white = whiteSpaceOf(bench);
  const next = Array.from(places)
    .filter((_, site) => side[site] === own)
    .map((place) => nextWordAt(readTypes, place, warmUp + length, white))
    .filter((place) => place >= 0);
  return next.length === 0 ? 0 : next.filter((place) => at(readTypes, place) === id).length / next.length;
}
