/**
 * What a neuron does before and after a feature begins: its mean activation around the onsets, and how strongly it tells of the feature
 * there. The second is the local AUC of what the activation adds to the mean of its token type, so that the tokens that usually stand
 * there do not count. Both describe and test nothing; for claims the evidence compares equal tokens only (findings/lags.ts). Pure.
 */

import { addAt, at, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import { type Bench, type BenchFeature, halfNames } from '../findings/bench.ts';
import { featureStates, onsetsOf } from '../findings/states.ts';
import { placesOf } from '../stats/carriers.ts';
import { sumAt } from '../stats/columns.ts';
import { segmentRanks } from '../stats/ranks.ts';
import { asArea } from '../stats/summary.ts';
import { beyondTypes } from '../stats/type-counts.ts';
import type { OnsetArrays } from './atlas-arrays.ts';
import { none16 } from './atlas-schema.ts';

/**
 * @param chosen [neurons] The feature of each neuron; `none16` for none.
 * @param lags tokens after the onset, negative before it.
 * @returns of both halves together; NaN where no onset has a token there, nothing can be compared, or the neuron never moves.
 */
export function aroundOnsets({ input, features }: Bench, chosen: Uint16Array, lags: readonly number[]): OnsetArrays {
  const wanted = new Set(chosen);
  const halves = halfNames.map((half) => {
    const { types, length } = input.text[half];
    return {
      activations: input.activations[half],
      length,
      beyondTypes: beyondTypes(types),
      ranks: new Float32Array(types.length),
      shifted: features.map(({ scored }, index) =>
        wanted.has(index) ? shiftedOnsets(scored[half], length, lags) : [],
      ),
    };
  });
  const none = () => new Float32Array(chosen.length * lags.length).fill(Number.NaN);
  const around = { lag: none(), lagEffect: none(), lagFeature: chosen };
  for (const [neuron, feature] of chosen.entries()) {
    if (feature === none16) continue;
    const { mean, deviation } = spreadOf(halves.map(({ activations }) => item(activations, neuron)));
    const zeros = () => new Float64Array(lags.length);
    const [sums, counts, rankSums, pairs] = [zeros(), zeros(), zeros(), zeros()];
    for (const { activations, length, beyondTypes, ranks, shifted } of halves) {
      const activation = item(activations, neuron);
      segmentRanks(beyondTypes(activation), length, ranks);
      for (const [index, { places, pairs: held }] of item(shifted, feature).entries()) {
        sums[index] = sumAt(activation, places, at(sums, index));
        rankSums[index] = sumAt(ranks, places, at(rankSums, index));
        addAt(pairs, index, held);
        addAt(counts, index, places.length);
      }
    }
    for (let index = 0; index < lags.length; index++) {
      const cell = neuron * lags.length + index;
      if (at(counts, index) > 0 && deviation > 0)
        around.lag[cell] = (at(sums, index) / at(counts, index) - mean) / deviation;
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

function spreadOf(parts: readonly Float32Array[]): { mean: number; deviation: number } {
  let count = 0;
  let sum = 0;
  for (const part of parts) {
    count += part.length;
    for (const value of part) sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (const part of parts) for (const value of part) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}
