/**
 * What every neuron does at every feature: the same effects as the evidence measures, on both halves, beside those of the
 * neurons of networks that never learnt. Pure; the ladder's bench and the networks' readings are given.
 */

import { at, item } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { type Bench, type EffectTable, effectsOn } from '../findings/bench.ts';
import { familyTest } from '../findings/choice.ts';
import { withinOf } from '../findings/claim-schema.ts';
import { reachOf } from '../findings/reach.ts';
import type { UntrainedNetwork } from '../findings/readings.ts';
import { bestOfNetwork, standingOf } from '../findings/untrained.ts';
import { type Sweep, sweepHere } from '../stats/max-t.ts';
import { asArea } from '../stats/summary.ts';
import { whyNotTestable } from '../stats/testable.ts';
import type { AtlasMap, OnsetArrays } from './atlas-arrays.ts';
import { type AtlasFeature, type LearnedCounts, none16 } from './atlas-schema.ts';
import { barsOf, countedUntrained, learnedPairs, neuronsIn } from './learned.ts';
import { aroundOnsets } from './onsets.ts';

/** Of all neurons. */
export interface FeatureEffects extends Pick<AtlasMap, 'discovery' | 'confirmation' | 'z' | 'learned'>, OnsetArrays {
  features: AtlasFeature[];
  /** How many neurons learned to tell a feature; null where that cannot be told. */
  counted: LearnedCounts | null;
  /** [networks, N, F] Local AUC on confirmation; null when no untrained network was read. */
  untrained: Float32Array | null;
  lags: number[];
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
  sweep: Sweep = sweepHere,
): Promise<FeatureEffects> {
  const { features, input } = bench;
  const neurons = input.activations.discovery.length;
  const isCompared = untrained.length >= fewestNetworks;
  // First: it comes to the effects on discovery as well.
  const standing = isCompared
    ? await standingOf(bench, sweep)
    : { ...(await familyTest(bench, sweep)), labels: features.map(() => null) };
  const discovery = await effectsOn(bench, 'discovery');
  const confirmation = await effectsOn(bench, 'confirmation');
  const untestable = features.map(
    ({ tested: { mask, seen } }) =>
      whyNotTestable(mask.discovery, seen.discovery.units) ??
      whyNotTestable(mask.confirmation, seen.confirmation.units),
  );
  const testable = untestable.map((why) => why === null);
  const bars = barsOf(standing.labels, untrained.map(bestOfNetwork), testable);
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
  const chosen = bestFeatures(shown, learned, described, neurons);
  const areas = new Float32Array(untrained.length * shown.length);
  for (const [network, own] of untrained.entries()) areas.set(told(own.confirmation, areaOf), network * shown.length);
  const { threshold } = standing;
  const { lags } = reachOf(input.unit);
  return {
    features: described,
    discovery: told(discovery, areaOf),
    confirmation: shown,
    z: told(standing.z, (value) => value),
    learned,
    counted: isCompared
      ? {
          neurons: neuronsIn(pairs),
          untrained: countedUntrained(untrained, testable),
          threshold: Number.isFinite(threshold) ? threshold : null,
          permutations: input.permutations,
        }
      : null,
    untrained: untrained.length === 0 ? null : areas,
    lags: [...lags],
    ...aroundOnsets(bench, chosen, lags),
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
