/**
 * What a neuron does before and after a feature begins: its mean activation around the onsets, in its standard deviations
 * from its mean. It describes and tests nothing: what follows from the tokens that stand there is in it. Pure.
 */

import { float32At, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import type { Bench, BenchFeature } from '../findings/bench.ts';
import { featureStates, onsetsOf } from '../findings/states.ts';
import { placesOf } from '../stats/carriers.ts';
import { none16 } from './atlas-schema.ts';

/**
 * @param features [neurons] The feature of each neuron; `none16` for none.
 * @returns [neurons, lags] on both halves together; NaN where no onset has a token there, or the neuron never moves.
 */
export function aroundOnsets({ input, features }: Bench, chosen: Uint16Array, lags: readonly number[]): Float32Array {
  const halves = (['discovery', 'confirmation'] as const).map((half) => ({
    length: input.text[half].length,
    activations: input.activations[half],
    onsets: features.map(({ scored }) => {
      return onsetPlaces(scored[half], input.text[half].length);
    }),
  }));
  const around = new Float32Array(chosen.length * lags.length).fill(Number.NaN);
  for (const [neuron, feature] of chosen.entries()) {
    if (feature === none16) continue;
    const { mean, deviation } = spreadOf(halves.map(({ activations }) => item(activations, neuron)));
    if (deviation === 0) continue;
    for (const [index, lag] of lags.entries()) {
      let sum = 0;
      let count = 0;
      for (const { length, activations, onsets } of halves) {
        const activation = item(activations, neuron);
        const begins = item(onsets, feature);
        for (const onset of begins) {
          const place = (onset % length) + lag;
          if (place < 0 || place >= length) continue;
          sum += float32At(activation, onset + lag);
          count++;
        }
      }
      if (count > 0) around[neuron * lags.length + index] = (sum / count - mean) / deviation;
    }
  }
  return around;
}

/** Where runs of the feature begin, in the order of the text; a number has no onsets. */
export function onsetPlaces(
  { mask, members }: BenchFeature['scored']['discovery'],
  length: number,
): Int32Array<ArrayBuffer> {
  if (areNumbers(mask)) return new Int32Array(0);
  return placesOf(onsetsOf(featureStates(mask, members, length), length));
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
