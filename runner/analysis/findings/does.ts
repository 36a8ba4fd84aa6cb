/**
 * What a neuron does: what the network expects otherwise when the neuron says the wrong state. The next words or marks (the next
 * tokens, where there are no spaces between words) are found on the discovery half and measured on the confirmation half. Pure;
 * the readings are asked for.
 */

import { z } from 'zod';
import { at, float64At, item } from '../../core/at.ts';
import type { HalfName } from '../stats/halves.ts';
import { jackknifeInterval, jackknifeTest, mean as meanOf } from '../stats/summary.ts';
import type { Bench } from './bench.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import {
  type ComparedPlaces,
  comparedPlaces,
  type FlippedState,
  type FlipText,
  flipCriteria,
  flipReadings,
  flipText,
  heldNeurons,
  stateOf,
} from './flip.ts';
import { lagProfile } from './lags.ts';
import { atWords, lookedPast, nextWordAt, whiteSpaceOf } from './next-word.ts';
import type { Readings } from './readings.ts';
import { used } from './rungs/used.ts';
import { type Does, doesSchema } from './shown-schema.ts';
import { ofUsed } from './used-claims.ts';

/**
 * Tokens that are told, of each state; tokens that are read of a half, fewer where they are found than where they are
 * measured; and the numbers of each token: two probabilities, their ratio, and how often it really follows.
 */
export const doesCriteria = { tokens: 6, discovery: 4096, confirmation: 8192, numbers: 4 } as const;

const states = ['outside', 'inside'] as const;

type DoesReadings = Pick<Readings, 'predictions' | 'changes'>;

/** [claims] Of those that are used. */
export const does = finding({
  name: 'does',
  title: 'asking what the neurons do',
  published: 'claim',
  fullOnly: true,
  criteria: doesCriteria,
  bounds: [flipCriteria],
  inputs: [choice, used, lagProfile],
  reads: ['predictions', 'changes'],
  schema: z.array(doesSchema.nullable()),
  compute: (task) =>
    ofUsed(task, (flipped, _, onProgress) => whatItDoes(task.bench, flipped, task.readings, onProgress)),
});

export async function whatItDoes(
  bench: Bench,
  flipped: FlippedState,
  readings: DoesReadings,
  onProgress?: (share: number) => void,
): Promise<Does> {
  const found = await expected(bench, flipped, 'discovery', {
    readings,
    onProgress: (share) => onProgress?.(share * 0.2),
  });
  const chosen = states.flatMap((_, state) => mostChanged(totals(found, state)).map((id) => ({ state, id })));
  const told = await expected(bench, flipped, 'confirmation', {
    readings,
    onProgress: (share) => onProgress?.(0.2 + share * 0.4),
  });
  const tokens = chosen.map(({ state, id }) => measured(bench, told, state, id));
  const ablation = await ablated(bench, { ...told, neuron: flipped.claim.neuron }, readings, (s) =>
    onProgress?.(0.6 + s * 0.4),
  );
  return { of: whiteSpaceOf(bench) === null ? 'token' : 'word or mark', tokens, ablation };
}

/**
 * The tokens in which two predictions differ most: those that add most to their divergence, (p - q) log(p / q), so that neither
 * what is frequent nor what is rare stands first for that alone.
 * Source: Jeffreys 1946.
 */
function mostChanged({ right, wrong }: { right: Float64Array; wrong: Float64Array }): number[] {
  const divergence = Float64Array.from(right, (own, id) => {
    const other = float64At(wrong, id);
    return own > 0 && other > 0 ? (own - other) * Math.log(own / other) : Math.abs(own - other);
  });
  return [...divergence.keys()]
    .sort((a, b) => float64At(divergence, b) - float64At(divergence, a) || a - b)
    .filter((id) => float64At(right, id) > 0 || float64At(wrong, id) > 0)
    .slice(0, doesCriteria.tokens);
}

interface Expected {
  text: FlipText;
  compared: ComparedPlaces;
  /** [documents x 2] each [vocabulary]: probabilities added up, by document and state. */
  right: Float64Array[];
  wrong: Float64Array[];
  /** [documents x 2] */
  counts: Float64Array;
}

async function expected(
  bench: Bench,
  { claim: { feature, neuron }, where }: FlippedState,
  half: HalfName,
  { readings, onProgress }: { readings: DoesReadings; onProgress(share: number): void },
): Promise<Expected> {
  const own = item(bench.features, feature);
  const state = stateOf(bench, own, half, where);
  const text = flipText(bench, half, state, doesCriteria[half]);
  const white = whiteSpaceOf(bench);
  const drawn = comparedPlaces(bench, text, state, 0);
  const compared = white === null ? drawn : atWords(bench, half, drawn, white);
  const groups = Int32Array.from(compared.places, (_, i) => 2 * at(compared.document, i) + at(compared.state, i));
  const held = heldNeurons(bench, own, [neuron], where);
  const states = Int8Array.from(compared.places, (place) => at(state, place));
  const both = flipReadings(held, bench, text, { state, compared }).map((reading, index) => ({
    ...reading,
    groups,
    ...(white && { past: lookedPast(held, white, states, index === 0 ? 'right' : 'wrong') }),
  }));
  const [right, wrong] = await readings.predictions(half, both, onProgress);
  if (right === undefined || wrong === undefined) throw new Error('does: a reading is missing');
  const counts = new Float64Array(2 * text.documents);
  for (const group of groups) counts[group] = at(counts, group) + 1;
  return { text, compared, right, wrong, counts };
}

/** Of one state, over all documents: mean probability of each token. */
function totals({ right, wrong, counts, text }: Expected, state: number) {
  // A document in which the state never is, or that was not read, has no sums.
  const documents = Array.from({ length: text.documents }, (_, d) => 2 * d + state).filter(
    (group) => at(counts, group) > 0,
  );
  const places = documents.reduce((sum, group) => sum + at(counts, group), 0);
  const mean = (sums: Float64Array[]): Float64Array => {
    const total = new Float64Array(sums.reduce((largest, { length }) => Math.max(largest, length), 0));
    for (const group of documents) {
      const sum = item(sums, group);
      for (let id = 0; id < sum.length; id++) total[id] = float64At(total, id) + float64At(sum, id) / places;
    }
    return total;
  };
  return { right: mean(right), wrong: mean(wrong) };
}

function measured(bench: Bench, told: Expected, state: number, id: number): Does['tokens'][number] {
  const documents = Array.from({ length: told.text.documents }, (_, d) => 2 * d + state).filter(
    (group) => at(told.counts, group) > 0,
  );
  const mean = (sums: Float64Array[], without = -1): number => {
    let sum = 0;
    let count = 0;
    for (const group of documents) {
      if (group === without) continue;
      sum += at(item(sums, group), id);
      count += at(told.counts, group);
    }
    return sum / count;
  };
  const difference = (without?: number) => mean(told.wrong, without) - mean(told.right, without);
  const { value, interval } = jackknifeTest(
    difference(),
    documents.map((group) => difference(group)),
  );
  return {
    token: item(bench.input.vocabulary, id),
    where: item(states, state),
    right: mean(told.right),
    wrong: mean(told.wrong),
    follows: followsOf(bench, told, state, id),
    difference: value,
    interval,
    ...ratioOf((without) => mean(told.wrong, without) / mean(told.right, without), documents),
  };
}

/** The ratio of the probabilities, wrong to right, with its interval taken on the logarithm; null where one of them is 0. */
function ratioOf(ratio: (without?: number) => number, documents: readonly number[]) {
  const logs = documents.map((document) => Math.log(ratio(document)));
  const whole = ratio();
  if (documents.length < 2 || ![Math.log(whole), ...logs].every(Number.isFinite))
    return { ratio: null, ratioInterval: null };
  const [low, high] = jackknifeInterval(Math.log(whole), logs).map(Math.exp);
  return { ratio: whole, ratioInterval: [low ?? 0, Math.min(high ?? 0, Number.MAX_VALUE)] as [number, number] };
}

/** Share of the places of a state after which the text really goes on with the token. */
function followsOf(bench: Bench, { compared, text }: Expected, state: number, id: number): number {
  const { readTypes } = bench.input.text.confirmation;
  const white = whiteSpaceOf(bench);
  const next = Array.from(compared.places)
    .filter((_, index) => compared.state[index] === state)
    .map((place) => nextWordAt(readTypes, place, text.read, white))
    .filter((place) => place >= 0);
  return next.length === 0 ? 0 : next.filter((place) => at(readTypes, place) === id).length / next.length;
}

/** The neuron at its mean everywhere: what plain mean ablation says, beside what decides. */
async function ablated(
  bench: Bench,
  { neuron, text, compared }: Expected & { neuron: number },
  readings: DoesReadings,
  onProgress: (share: number) => void,
): Promise<Does['ablation']> {
  const activation = item(bench.input.activations.discovery, neuron);
  const values = new Float32Array(bench.input.text.confirmation.readTypes.length).fill(meanOf(activation));
  const { segments } = text;
  const { places } = compared;
  const hold = [{ neuron, values }];
  const { rise, divergence } = await readings.changes('confirmation', { hold, segments, places }, onProgress);
  return { rise: byState(rise, compared), divergence: byState(divergence, compared) };
}

function byState(values: Float32Array, { state }: ComparedPlaces): { inside: number; outside: number } {
  const meanIn = (wanted: number): number => meanOf(values.filter((_, i) => state[i] === wanted));
  return { inside: meanIn(1), outside: meanIn(0) };
}
