/** The stages `record` and `write`: the model reads the observed text, then writes one of its own. */
import type { Modelled, Recorded, Written } from './context.ts';
import { shownPredictions } from './predictions.ts';
import { recordObserved, recordSampled } from './reading.ts';

export async function record(context: Modelled): Promise<Pick<Recorded, 'observed' | 'warmUp'>> {
  const { manifest, text, reporter, engines } = context;
  reporter.step('Reading and recording');
  const observed = await recordObserved(text, { ...context, engine: engines.reading });
  return { observed, warmUp: warmUpOf(observed, manifest) };
}

/** A text read as one stream has no segment whose start could be left out. */
export const warmUpOf = (
  { segments }: Pick<Recorded['observed'], 'segments'>,
  { observe }: Pick<Recorded['manifest'], 'observe'>,
): number => (segments.length === 1 ? 0 : observe.warmUp);

export async function write(context: Recorded): Promise<Pick<Written, 'sampled' | 'predictions'>> {
  const { observed, prompt, reporter, engines } = context;
  reporter.step('Writing and recording');
  const work = { ...context, engine: engines.sampling };
  const sampled = await recordSampled(prompt, work);
  return { sampled, predictions: await shownPredictions(observed, sampled, work) };
}
