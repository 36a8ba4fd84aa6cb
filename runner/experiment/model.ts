/** The stage `model`: the checkpoint that the manifest names, one trained before with the same settings, or one trained now. */
import { chooseEngines } from '../engines/engines.ts';
import { chosenLine, type EnginesByJob, type Job, type JobName, jobNames } from '../engines/jobs.ts';
import { analysedComponents, nameOfNetwork } from '../models/networks.ts';
import { componentName, isOfCells, operationsPerToken, type Readable, widthOf } from '../models/reading.ts';
import { rowProductsOperations, rowProductsRun } from '../models/row-products.ts';
import { documentsOf } from '../text/corpus.ts';
import { optimizer } from '../training/optimizers/optimizers.ts';
import { operationsPerStep } from '../training/training-program.ts';
import type { ModelContext, PreparedContext } from './context.ts';
import { evidenceLevel } from './manifest/evidence.ts';
import { drawnOf } from './manifest/record.ts';
import type { Manifest } from './manifest/resolved.ts';
import { evidenceOutlook } from './outlook.ts';
import { architectureOf, isTrainingDue, startOf, startVectors, trainedModel } from './train-model.ts';

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

export type JobsTask = Pick<PreparedContext, 'manifest' | 'corpus' | 'text' | 'prompt'> & {
  architecture: Readable;
  /** False where the model is there. */
  trains: boolean;
  /** False where recording and sample are there, and the evidence alone is to be gathered. */
  reads: boolean;
};

/**
 * How often the evidence reads the text, about: untrained networks, then readings with neurons held, of which `full` has
 * some dozens (measured: stories-lstm, one feature).
 */
const readings = { none: 0, quick: 2, full: 36 } as const;

/** Segments that are read side by side, at most, as `observe` does. */
const mostStreams = 64;

export function jobsOf({
  manifest,
  corpus,
  text,
  prompt,
  architecture,
  trains,
  reads,
}: JobsTask): Record<JobName, Job> {
  const perToken = operationsPerToken(architecture);
  const reading = text.ids.length * perToken;
  const streams = Math.min(mostStreams, text.segments.length);
  return {
    training: trainingJob(manifest, architecture, {
      // Further seeds are trained for the evidence, which may find them trained before.
      networks: Number(trains) + (manifest.evidence === 'none' ? 0 : manifest.seeds - 1),
      tokens: documentsOf(corpus, 'training').reduce((sum, { ids }) => sum + ids.length, 0),
    }),
    reading: { work: { job: 'reading', architecture, streams }, operations: reads ? reading : 0 },
    sampling: {
      work: { job: 'reading', architecture, streams: 1 },
      operations: reads ? (prompt.ids.length + manifest.sample.length) * perToken : 0,
    },
    evidence: {
      work: { job: 'reading', architecture, streams },
      operations: readings[evidenceLevel(manifest.evidence)] * reading,
    },
    atlas: atlasJob(manifest, architecture, text.ids.length),
  };
}

/** For each component the product of all neurons' activations with all. */
function atlasJob(manifest: Pick<Manifest, 'atlas' | 'record'>, architecture: Readable, tokens: number): Job {
  const { atlas } = manifest;
  const { component, layer } = drawnOf(manifest);
  const units = widthOf(architecture, componentName(component, layer));
  const components = { none: 0, component: 1, all: analysedComponents(nameOfNetwork(architecture)).length }[atlas];
  return {
    work: { job: 'profiling', ...rowProductsRun(units, tokens) },
    operations: components * rowProductsOperations(units, tokens),
  };
}

/** @param tokens of the training text. */
function trainingJob(
  { train }: Pick<Manifest, 'train'>,
  architecture: Readable,
  { networks, tokens }: { networks: number; tokens: number },
): Job {
  // Others are not trained.
  if (!isOfCells(architecture)) return { work: { job: 'reading', architecture, streams: 1 }, operations: 0 };
  const { objective, batch, window, epochs, dropout } = train;
  const rule = optimizer(train.optimizer);
  const step = operationsPerStep({
    ...{ architecture, objective, batch, steps: window, trainEmbedding: true, dropout },
    optimizer: rule,
    carry: objective === 'every',
  });
  // With `every` a step predicts each of its tokens, with `last` one for each of its windows.
  const steps = tokens / (objective === 'every' ? batch * window : batch);
  return {
    work: { job: 'training', architecture, objective, batch, steps: window, dropout, slots: rule.slots.length },
    operations: networks * epochs * steps * step,
  };
}
