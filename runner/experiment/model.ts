/** The stage `model`: the checkpoint that the manifest names, one trained before with the same settings, or one trained now. */
import { chooseEngines } from '../engines/engines.ts';
import { chosenLine, type EnginesByJob, jobNames } from '../engines/jobs.ts';
import type { ModelContext, PreparedContext } from './context.ts';
import { evidenceOutlook } from './evidence-outlook.ts';
import { type JobsTask, jobsOf } from './jobs.ts';
import { startVectors } from './start-vectors.ts';
import { architectureOf, isTrainingDue, startOf, trainedModel } from './train-model.ts';

export async function model(
  context: PreparedContext,
): Promise<Pick<ModelContext, 'engines' | 'trainedNow' | 'engine' | 'checkpoint' | 'vectors'>> {
  const { manifest, given, reporter } = context;
  await tellOutlook(context);
  const start = startOf(context);
  const loaded = manifest.train.continue ? null : given;
  const engines = await enginesFor(context, {
    trains: loaded === null && (await isTrainingDue({ ...context, start })),
    reads: true,
  });
  const engine = engines.evidence;
  if (loaded !== null) return { engines, engine, trainedNow: false, checkpoint: loaded, vectors: null };
  reporter.step('Training');
  const { checkpoint, reused } = await trainedModel({
    ...context,
    engine: engines.training,
    start,
    watched: manifest.watch === 'none' ? undefined : context,
  });
  if (reused) reporter.line('The model was already trained with these settings.');
  return {
    engines,
    engine,
    trainedNow: !reused,
    checkpoint,
    vectors: given === null ? await startVectors(context) : null,
  };
}

/** Chosen once for all jobs, and said. */
export async function enginesFor(
  context: PreparedContext,
  due: Pick<JobsTask, 'trains' | 'reads'>,
): Promise<EnginesByJob> {
  const { manifest, given, reporter } = context;
  const architecture = given?.architecture ?? architectureOf({ ...context, start: null });
  const jobs = jobsOf({ ...context, architecture, ...due });
  const engines = await chooseEngines(manifest, jobs);
  const line = chosenLine(
    engines,
    jobNames.filter((name) => jobs[name].operations > 0),
  );
  if (line !== null) reporter.line(line);
  return engines;
}

/** What the text is too small for is said before anyone waits for a training; in a log, where that is all that is asked. */
async function tellOutlook(context: PreparedContext): Promise<void> {
  const { manifest, reporter } = context;
  if (manifest.evidence === 'none') return;
  const { lines, testable } = await evidenceOutlook(context);
  if (testable) for (const line of lines) reporter.line(line);
  else reporter.note(['No claim can be tested on this text.', ...lines].join('\n  '));
}
