/** What an experiment has to compute, job by job, for the choice of its engines. Pure. */

import type { Job, JobName } from '../engines/jobs.ts';
import { analysedComponents, nameOfNetwork } from '../models/networks.ts';
import { componentName, isOfCells, operationsPerToken, type Readable, widthOf } from '../models/reading.ts';
import { rowProductsOperations, rowProductsRun } from '../models/row-products.ts';
import { documentsOf } from '../text/corpus.ts';
import { optimizer } from '../training/optimizers/optimizers.ts';
import { operationsPerStep } from '../training/training-program.ts';
import type { PreparedContext } from './context.ts';
import { evidenceLevel } from './manifest/evidence.ts';
import { drawnOf } from './manifest/record.ts';
import type { Manifest } from './manifest/resolved.ts';

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
