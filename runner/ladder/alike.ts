/**
 * The flip of a claim beside those of neurons that are like its own in all but the knowledge: is it the neuron, or would
 * any that swings as widely, as slowly and is as strongly heard do? It decides no verdict, but whether a sentence may say that the
 * network uses it. Pure; the readings are asked for.
 */

import { z } from 'zod';
import { at, item } from '../core/at.ts';
import { type AlikeNeurons, alikeSchema } from '../results/shown-schema.ts';
import { deviationAndMemory } from '../stats/deviation-and-memory.ts';
import { mean, populationDeviation } from '../stats/summary.ts';
import { type LadderArray, type NeuronPlace, ofArray, placeOf } from './arrays.ts';
import { type Bench, effectsOn, type LadderInput } from './bench.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import {
  comparedPlaces,
  type FlippedState,
  flipCriteria,
  flipOf,
  flipReadings,
  flipSums,
  flipText,
  heldNeurons,
  stateOf,
} from './flip.ts';
import { lagProfile } from './lags.ts';
import type { Listener, Readings } from './readings.ts';
import { learned, untrainedInterval } from './rungs/learned.ts';
import { judged, notTestable } from './rungs/rung.ts';
import { used } from './rungs/used.ts';
import { bestNeurons, untrained } from './untrained.ts';
import { ofUsed } from './used-claims.ts';

export const alikeCriteria = {
  /** Neurons that are compared with, where the layer has so many; with fewer than `least` the highest of all could not pass. */
  neurons: 39,
  least: 19,
  /** So many, the nearest, are read first: where the claim's rank among these is too low already, the others are not read. */
  first: 19,
  /** The neuron's rank among all of them, itself among them, is at most this share. */
  share: 0.05,
  /** Read tokens of the confirmation half. */
  tokens: 3072,
} as const;

/** [claims] Of those that are used; null of the others. */
export const alike = finding({
  name: 'alike',
  title: 'comparing with neurons that are alike',
  published: 'claim',
  fullOnly: true,
  criteria: alikeCriteria,
  bounds: [flipCriteria, learned.criteria],
  inputs: [choice, used, lagProfile, untrained],
  reads: ['losses'],
  schema: z.array(alikeSchema.nullable().default(null)),
  async compute(task) {
    const { bench, readings, found } = task;
    const isAsked = found.used.some(({ status }) => status === 'passed');
    const onDiscovery = isAsked ? await effectsOn(bench, 'discovery') : [];
    return await ofUsed(task, async (flipped, _, onProgress) => {
      const { feature } = flipped.claim;
      const best = bestNeurons(found.untrained, feature);
      const effects = onDiscovery[feature];
      if (best.length < 2 || effects === undefined) return null;
      const { limit } = untrainedInterval(best, 0);
      return await flipAmongAlike(bench, flipped, { effects, limit }, { readings, onProgress });
    });
  },
});

/** @param known effects on discovery, [neurons], and the limit above which a neuron knows the feature itself and is left out. */
export async function flipAmongAlike(
  bench: Bench,
  { claim, where }: FlippedState,
  { effects, limit }: { effects: ArrayLike<number>; limit: number },
  { readings, onProgress }: { readings: Pick<Readings, 'losses'>; onProgress?: Listener },
): Promise<AlikeNeurons> {
  const others = neuronsAlike(bench, claim.neuron, (neuron) => !(Math.abs(at(effects, neuron)) > limit));
  if (others.length < alikeCriteria.least) {
    return notTestable({ code: 'few alike', found: others.length, needed: alikeCriteria.least });
  }
  const feature = item(bench.features, claim.feature);
  const state = stateOf(bench, feature, 'confirmation', where);
  const text = flipText(bench, 'confirmation', state, alikeCriteria.tokens);
  const compared = comparedPlaces(bench, text, state, 0);
  const flipsOf = async (neurons: readonly number[], from: number): Promise<number[]> => {
    const losses = await readings.losses(
      'confirmation',
      heldNeurons(bench, feature, neurons, where).flatMap((held) =>
        flipReadings([held], bench, text, { state, compared }),
      ),
      (share) => onProgress?.((from + share * neurons.length) / (1 + others.length)),
    );
    return neurons.map(
      (_, k) => flipOf(flipSums(text.documents, compared, item(losses, 2 * k), item(losses, 2 * k + 1))).flip,
    );
  };
  const { first } = alikeCriteria;
  const [own = Number.NaN, ...flips] = await flipsOf([claim.neuron, ...others.slice(0, first)], 0);
  const rank = () => 1 + flips.filter((flip) => flip >= own).length;
  if (isHigh(rank(), others.length)) flips.push(...(await flipsOf(others.slice(first), 1 + first)));
  return judgeAlike({ neurons: flips.length, flip: own, largest: Math.max(...flips), rank: rank() });
}

/** A rank by chance is as low as this in one of twenty cases. */
const isHigh = (rank: number, others: number): boolean => rank / (others + 1) <= alikeCriteria.share;

export const judgeAlike = (measured: NonNullable<AlikeNeurons['measured']>): AlikeNeurons =>
  judged(
    measured,
    isHigh(measured.rank, measured.neurons)
      ? null
      : { code: 'others cost as much', others: measured.rank - 1, neurons: measured.neurons },
  );

/**
 * The neurons of its array nearest to one in what that shows of them: standard deviation, correlation with the token before, and
 * the sizes of their outgoing weights; each on its own scale, [neurons] standardised.
 * @param may whether a neuron may be compared with.
 */
export function neuronsAlike({ input }: Bench, neuron: number, may: (neuron: number) => boolean): number[] {
  const place = placeOf(input.arrays, neuron);
  const { from } = place;
  return nearestNeurons(measuresOf(input, place), place.neuron, (other) => may(from + other))
    .slice(0, alikeCriteria.neurons)
    .map((other) => from + other);
}

/**
 * The other neurons of a layer, the one most alike first.
 * @param measures as `alikeMeasures` gives them.
 */
export function nearestNeurons(
  measures: readonly (readonly number[])[],
  neuron: number,
  may: (neuron: number) => boolean,
): number[] {
  const distances = Array.from(measures[0] ?? [], (_, other) =>
    measures.reduce((sum, values) => sum + (item(values, other) - item(values, neuron)) ** 2, 0),
  );
  return [...distances.keys()]
    .filter((other) => other !== neuron && may(other) && Number.isFinite(distances[other]))
    .sort((a, b) => at(distances, a) - at(distances, b) || a - b);
}

/** What an array shows of its neurons is the same for every claim. */
const measured = new WeakMap<LadderInput, Map<LadderArray, number[][]>>();

/** [measures] each [neurons of the array], standardised. */
function measuresOf(input: LadderInput, place: NeuronPlace<LadderArray>): number[][] {
  const { activations, text } = input;
  const ofInput = measured.get(input) ?? new Map<LadderArray, number[][]>();
  measured.set(input, ofInput);
  const known = ofInput.get(place.array);
  if (known !== undefined) return known;
  const { outgoing = [] } = place.array;
  const measures = alikeMeasures(ofArray(activations.discovery, place), text.discovery.length, outgoing);
  ofInput.set(place.array, measures);
  return measures;
}

/**
 * What a layer shows of its neurons.
 * @param activations [neurons] each [segments x length].
 * @param outgoing [matrices] each [neurons]: the sizes of their outgoing weights.
 * @returns [measures] each [neurons], standardised.
 */
export function alikeMeasures(
  activations: readonly Float32Array[],
  length: number,
  outgoing: readonly Float32Array[],
): number[][] {
  const spread = activations.map((values) => deviationAndMemory(values, length));
  return [
    spread.map(({ deviation }) => Math.log(deviation)),
    spread.map(({ memory }) => memory),
    ...outgoing.map((norms) => Array.from(norms, Math.log)),
  ].map(standardised);
}

/** What is not finite (a neuron that never changes) stays so, and stands apart. */
function standardised(values: readonly number[]): number[] {
  const finite = values.filter(Number.isFinite);
  const [middle, deviation] = [mean(finite), populationDeviation(finite)];
  return values.map((value) => (deviation === 0 ? value - middle : (value - middle) / deviation));
}
