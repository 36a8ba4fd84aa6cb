/**
 * What every neuron does at every feature: the same effects as the evidence measures, on both halves, beside those of the
 * neurons of networks that never learnt, and what a neuron does around the onsets of its best feature. Pure; the ladder's bench and the
 * networks' readings are given.
 */
import { addAt, at, item } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { type Bench, type BenchFeature, type EffectTable, effectsOn, halfNames } from '../findings/bench.ts';
import { familyTest } from '../findings/choice.ts';
import { withinOf } from '../findings/claim-schema.ts';
import type { UntrainedNetwork } from '../findings/finding.ts';
import { featureStates, onsetsOf } from '../findings/states.ts';
import { bestOfNetwork, standingOf } from '../findings/untrained.ts';
import { placesOf } from '../stats/carriers.ts';
import { sumAt } from '../stats/columns.ts';
import { ranksInClasses } from '../stats/effects.ts';
import { asArea, mean, populationDeviation } from '../stats/summary.ts';
import { whyNotTestable } from '../stats/testable.ts';
import { permutationBlocks } from '../stats/tested-text.ts';
import { centreByTokenType } from '../stats/type-counts.ts';
import type { AtlasMap, OnsetArrays } from './atlas-arrays.ts';
import { type AtlasFeature, type LearnedCounts, none16 } from './atlas-schema.ts';
import { learnedPairs, learnedThresholds, neuronsIn, untrainedCounts } from './learned.ts';

export interface FeatureEffects extends Pick<AtlasMap, 'discovery' | 'confirmation' | 'z' | 'learned'> {
  features: AtlasFeature[];
  /** [neurons] As `bestFeatures` has them. */
  best: Uint16Array;
  /** How many neurons learned to tell a feature; null where that cannot be told. */
  counted: LearnedCounts | null;
  /** [networks, N, F] Local AUC on confirmation; null when no untrained network was read. */
  untrained: Float32Array | null;
}

/** An effect as an area, kept between 0 and 1 as in the evidence: centring by swaps can carry it a little beyond. */
const areaOf = (effect: number): number => asArea(0.5 + effect);

/** Two networks are the fewest from which a third can be foretold. */
const fewestNetworks = 2;

/**
 * @param descriptions [features] What the features are, in words.
 * @param untrained [networks] What the neurons of networks that never learnt have of the features; none where none was read.
 */
export async function effectsOnFeatures(
  bench: Bench,
  descriptions: readonly string[],
  untrained: readonly UntrainedNetwork[],
): Promise<FeatureEffects> {
  const { features, input } = bench;
  const neurons = input.activations.discovery.length;
  const isCompared = untrained.length >= fewestNetworks;
  // First: it comes to the effects on discovery as well.
  const standing = isCompared
    ? await standingOf(bench)
    : { ...(await familyTest(bench)), labels: features.map(() => null) };
  const discovery = await effectsOn(bench, 'discovery');
  const confirmation = await effectsOn(bench, 'confirmation');
  const untestable = features.map(
    ({ tested: { mask, seen } }) =>
      whyNotTestable(mask.discovery, seen.discovery.units) ??
      whyNotTestable(mask.confirmation, seen.confirmation.units),
  );
  const testable = untestable.map((why) => why === null);
  const bars = learnedThresholds(standing.labels, untrained.map(bestOfNetwork), testable);
  const pairs = learnedPairs({ discovery, confirmation, standing }, bars);
  const told = (tables: EffectTable, value: (effect: number) => number): Float32Array =>
    rowsOfNeurons(tables, neurons, (effect, feature) => (testable[feature] === true ? value(effect) : Number.NaN));
  const described = features.map(
    (feature, index): AtlasFeature => ({
      name: feature.name,
      description: item(descriptions, index),
      among: feature.among,
      ...withinOf(feature),
      decidedByToken: feature.decidedByToken,
      ...(areNumbers(feature.mask.discovery) && { number: true as const }),
      carriers: {
        discovery: count(feature.scored.discovery.mask),
        confirmation: count(feature.scored.confirmation.mask),
      },
      untestable: item(untestable, index),
      ...item(bars, index),
    }),
  );
  const shown = told(confirmation, areaOf);
  const learned = Uint8Array.from(rowsOfNeurons(pairs, neurons, (is) => is));
  const areas = new Float32Array(untrained.length * shown.length);
  for (const [network, own] of untrained.entries()) areas.set(told(own.confirmation, areaOf), network * shown.length);
  const { threshold } = standing;
  return {
    features: described,
    best: bestFeatures(shown, learned, described, neurons),
    discovery: told(discovery, areaOf),
    confirmation: shown,
    z: told(standing.z, (value) => value),
    learned,
    counted: isCompared
      ? {
          neurons: neuronsIn(pairs),
          untrained: untrainedCounts(untrained, testable),
          threshold: Number.isFinite(threshold) ? threshold : null,
          permutations: input.permutations,
        }
      : null,
    untrained: untrained.length === 0 ? null : areas,
  };
}

/** Of a number the tokens that have one. */
function count(values: FeatureValues): number {
  let sum = 0;
  for (const each of values) sum += areNumbers(values) ? Number(!Number.isNaN(each)) : each;
  return sum;
}

/** From [features][neurons] to [neurons, features]. */
function rowsOfNeurons(
  tables: readonly (Float64Array | Uint8Array)[],
  neurons: number,
  value: (given: number, feature: number) => number,
): Float32Array {
  const rows = new Float32Array(neurons * tables.length);
  for (const [feature, table] of tables.entries()) {
    for (let neuron = 0; neuron < neurons; neuron++) {
      rows[neuron * tables.length + feature] = value(at(table, neuron), feature);
    }
  }
  return rows;
}

/**
 * The feature that each neuron learned to tell best: of those that it learned, or else of all, that by which it is furthest
 * beyond the feature's bar, or of the largest effect where there is none. [neurons] `none16` where nothing can be tested.
 */
export function bestFeatures(
  areas: Float32Array,
  learned: Uint8Array,
  features: readonly Pick<AtlasFeature, 'bar'>[],
  neurons: number,
): Uint16Array {
  return Uint16Array.from({ length: neurons }, (_, neuron) => {
    const own = features.map(({ bar }, feature) => {
      const pair = neuron * features.length + feature;
      return { feature, learned: at(learned, pair), beyond: Math.abs(at(areas, pair) - 0.5) - (bar ?? 0) };
    });
    const tested = own.filter(({ beyond }) => !Number.isNaN(beyond));
    const [best] = tested.sort((a, b) => b.learned - a.learned || b.beyond - a.beyond || a.feature - b.feature);
    return best?.feature ?? none16;
  });
}

/** Of a bench, the scored tokens. */
export interface OnsetTask {
  input: Pick<Bench['input'], 'text' | 'activations'>;
  features: readonly Pick<BenchFeature, 'scored'>[];
}

/**
 * What a neuron does before and after a feature begins: its mean activation around the onsets, and how strongly it tells of the feature
 * there. The second is the local AUC of what the activation adds to the mean of its token type, so that the tokens that usually stand
 * there do not count. Both describe and test nothing; for claims the evidence compares equal tokens only (findings/lags.ts).
 * @param chosen [neurons] The feature of each neuron; `none16` for none.
 * @param lags tokens after the onset, negative before it.
 * @param ranks what ranks, by default a plain loop.
 * @returns of both halves together; NaN where no onset has a token there, nothing can be compared, or the neuron never moves.
 */
export function aroundOnsets(
  { input, features }: OnsetTask,
  chosen: Uint16Array,
  lags: readonly number[],
  ranks = ranksInClasses,
): OnsetArrays {
  const wanted = new Set(chosen);
  const halves = halfNames.map((half) => {
    const { types, length } = input.text[half];
    const beyond = centreByTokenType(types);
    const ranksOf = ranks([{ view: null, units: permutationBlocks(input.text[half]) }], types.length);
    return {
      activations: input.activations[half],
      ranksBeyondTypes: (activation: Float32Array) => item(ranksOf(beyond(activation)), 0),
      shifted: features.map(({ scored }, index) =>
        wanted.has(index) ? shiftedOnsets(scored[half], length, lags) : [],
      ),
    };
  });
  const none = () => new Float32Array(chosen.length * lags.length).fill(Number.NaN);
  const around = { lag: none(), lagEffect: none(), lagFeature: chosen };
  const whole = new Float32Array(halfNames.reduce((sum, half) => sum + input.text[half].types.length, 0));
  for (const [neuron, feature] of chosen.entries()) {
    if (feature === none16) continue;
    let filled = 0;
    for (const { activations } of halves) {
      whole.set(item(activations, neuron), filled);
      filled += item(activations, neuron).length;
    }
    const [level, deviation] = [mean(whole), populationDeviation(whole)];
    const zeros = () => new Float64Array(lags.length);
    const [sums, counts, rankSums, pairs] = [zeros(), zeros(), zeros(), zeros()];
    for (const { activations, ranksBeyondTypes, shifted } of halves) {
      const activation = item(activations, neuron);
      const ranked = ranksBeyondTypes(activation);
      for (const [index, { places, pairs: held }] of item(shifted, feature).entries()) {
        sums[index] = sumAt(activation, places, at(sums, index));
        rankSums[index] = sumAt(ranked, places, at(rankSums, index));
        addAt(pairs, index, held);
        addAt(counts, index, places.length);
      }
    }
    for (let index = 0; index < lags.length; index++) {
      const cell = neuron * lags.length + index;
      if (at(counts, index) > 0 && deviation > 0)
        around.lag[cell] = (at(sums, index) / at(counts, index) - level) / deviation;
      if (at(pairs, index) > 0) around.lagEffect[cell] = asArea(0.5 + at(rankSums, index) / at(pairs, index));
    }
  }
  return around;
}

/**
 * At each lag the tokens so far from where a run of the feature begins, within its segment, and the pairs that they make with all
 * others of theirs. A number has no onsets.
 */
function shiftedOnsets(
  { mask, members }: BenchFeature['scored']['discovery'],
  length: number,
  lags: readonly number[],
): { places: Int32Array; pairs: number }[] {
  const onsets = areNumbers(mask)
    ? new Int32Array(0)
    : placesOf(onsetsOf(featureStates(mask, members, length), length));
  return lags.map((lag) => {
    const places = onsets.filter((t) => (t % length) + lag >= 0 && (t % length) + lag < length).map((t) => t + lag);
    const carriers = new Map<number, number>();
    for (const t of places) {
      const segment = Math.floor(t / length);
      carriers.set(segment, (carriers.get(segment) ?? 0) + 1);
    }
    let pairs = 0;
    for (const count of carriers.values()) pairs += (count * (length - count)) / length;
    return { places, pairs };
  });
}
