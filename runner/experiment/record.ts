/** The stages `record` and `write`: the model reads the observed text, then writes one of its own. */

import { predictNext } from '../analysis/reading/predictions.ts';
import type { Likely } from '../analysis/stats/likeliest.ts';
import { firstTokens } from '../analysis/stats/view.ts';
import { item } from '../core/at.ts';
import { warmUpOf } from '../core/cut.ts';
import { operationsPerToken } from '../models/reading.ts';
import { shownTokens } from '../text/settings.ts';
import type { FoundContext, ModelContext, RecordedContext } from './context.ts';
import {
  findRecording,
  keptArrays,
  type ObservedReading,
  pauseOf,
  type ReadingContext,
  recordObserved,
  recordSampled,
  type SampledReading,
} from './reading.ts';
import type { Predictions, TextName } from './results/schema.ts';

export async function record(context: ModelContext): Promise<Pick<RecordedContext, 'observed' | 'warmUp'>> {
  const { manifest, text, reporter, engines } = context;
  reporter.step('Reading and recording');
  const kept = await longReading(context);
  if (kept !== null) reporter.line('It was read before, and its recording is kept');
  const observed = kept ?? (await recordObserved(text, { ...context, engine: engines.reading }));
  return { observed, warmUp: warmUpOf(observed.segments.length, manifest) };
}

/** Additions and multiplications of a reading that takes long: some ten seconds and more. */
const takesLong = 2e12;

/** The recording that a run which was stopped has left, where it took long; null where there is none, or it is damaged. */
async function longReading({ manifest, text, paths, checkpoint }: ModelContext): Promise<ObservedReading | null> {
  const { architecture } = checkpoint;
  if (text.ids.length * operationsPerToken(architecture) < takesLong) return null;
  const arrays = keptArrays(manifest, architecture, text.ids.length);
  const kept = await findRecording(paths.run, { checkpoint, text, arrays });
  if (kept === null) return null;
  try {
    // The first time that an array is looked at all of it is compared with its checksum.
    for (const name of arrays) await kept.recording.neurons(name, firstTokens(1));
    return { ...text, ...kept };
  } catch {
    return null;
  }
}

export async function write(context: RecordedContext): Promise<Pick<FoundContext, 'sampled' | 'predictions'>> {
  const { observed, prompt, reporter, engines } = context;
  reporter.step('Writing and recording');
  const work = { ...context, engine: engines.sampling };
  const sampled = await recordSampled(prompt, work);
  return { sampled, predictions: await shownPredictions(observed, sampled, work) };
}

/** Tokens published at each position. */
const likeliestShown = 5;

/**
 * The likeliest next tokens over the shown part of both texts, as they are published.
 * @throws Interrupted when the user has asked to stop.
 */
async function shownPredictions(
  observed: Pick<ObservedReading, 'ids' | 'segments' | 'before'>,
  sampled: Pick<SampledReading, 'ids'>,
  work: ReadingContext,
): Promise<Record<TextName, Predictions>> {
  const { engine, checkpoint, manifest } = work;
  const read = async (ids: Int32Array, resets: readonly number[], before: Int32Array) =>
    named(
      await predictNext({ engine, checkpoint, ids, resets, before, count: likeliestShown, pause: pauseOf(work) }),
      checkpoint.vocabulary,
    );
  return {
    observed: await read(
      observed.ids.subarray(0, shownTokens(manifest)),
      observed.segments.map(([start]) => start),
      observed.before,
    ),
    sampled: await read(sampled.ids, [], new Int32Array()),
  };
}

/** Puts tokens in the place of ids [tokens][count], each once; probabilities to four decimals. */
export function named(likely: readonly (readonly Likely[])[], vocabulary: readonly string[]): Predictions {
  const places = new Map<number, number>();
  const place = (id: number): number => {
    const known = places.get(id) ?? places.size;
    places.set(id, known);
    return known;
  };
  const next = likely.map((each) => each.map(({ id }) => place(id)));
  return {
    tokens: [...places.keys()].map((id) => item(vocabulary, id)),
    next,
    probability: likely.map((each) => each.map(({ probability }) => Math.round(probability * 1e4) / 1e4)),
  };
}
