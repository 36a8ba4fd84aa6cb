/**
 * The mean activation around the feature's tokens: what the thesis called an action potential, with its interval.
 * Pure.
 */
import { z } from 'zod';
import { item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import { DocumentMeans } from '../stats/document-means.ts';
import type { TestedText } from '../stats/tested-text.ts';
import { shift } from '../stats/view.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import { reachCriteria, reachOf } from './reach.ts';
import { type EventAverage, eventAverageSchema } from './shown-schema.ts';
import { featureStates, onsetsOf } from './states.ts';

/** [claims] */
export const eventAverage = finding({
  name: 'eventAverage',
  title: 'Averaging activations around the feature',
  published: 'claim',
  criteria: reachCriteria,
  inputs: [choice],
  reads: [],
  schema: z.array(eventAverageSchema.nullable()),
  async compute({ bench: { input, features }, found }) {
    const { lags } = reachOf(input.unit);
    return found.choice.claims.map(({ feature, neuron }) => {
      const { mask, members } = item(features, feature).scored.confirmation;
      // A number has no onset.
      if (areNumbers(mask)) return null;
      const text = input.text.confirmation;
      const onsets = onsetsOf(featureStates(mask, members, text.length), text.length);
      return averageAround(text, item(input.activations.confirmation, neuron), onsets, lags);
    });
  },
});

/**
 * @param activation [tokens].
 * @param mask [tokens] 1 where a token carries the feature.
 * @param lags tokens after it, negative before it.
 * @returns null when fewer than two documents carry the feature. Lags at which fewer than two documents have a token
 *   in the same segment are left out.
 */
export function averageAround(
  text: TestedText,
  activation: Float32Array,
  mask: Uint8Array,
  lags: readonly number[],
): EventAverage | null {
  const span = text.segments * text.length;
  const eventful = Array.from(text.sources, (_, d) => mask.subarray(d * span, (d + 1) * span).includes(1));
  const average: EventAverage = {
    lags: [],
    mean: [],
    low: [],
    high: [],
    events: mask.reduce((sum, carries) => sum + carries, 0),
    documents: eventful.filter(Boolean).length,
    baseline: activation.reduce((sum, a) => sum + a, 0) / activation.length,
  };
  for (const lag of lags) {
    const around = shift(activation, lag, text.length, Number.NaN);
    const means = new DocumentMeans<'around'>();
    for (const document of text.sources.keys()) {
      const own = around.subarray(document * span, (document + 1) * span);
      const there = own.filter((a, t) => mask[document * span + t] === 1 && !Number.isNaN(a));
      const sum = there.reduce((total, a) => total + a, 0);
      if (there.length > 0) means.add('around', document, sum, there.length);
    }
    const { value, interval, documents: having } = means.ratio('around');
    if (having < 2) continue;
    average.lags.push(lag);
    average.mean.push(value);
    average.low.push(interval[0]);
    average.high.push(interval[1]);
  }
  return average.lags.length === 0 ? null : average;
}
