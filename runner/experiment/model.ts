/** The model of an experiment: the one that its manifest names, one trained before with the same settings, or one trained now, further where that is asked. */
import { readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Interrupted } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { contentOf, type FoundVectors, startFrom } from '../io/embeddings/find-vectors.ts';
import { learnedVectors } from '../io/embeddings/learned-vectors.ts';
import { skipGramVersion } from '../io/embeddings/skip-gram.ts';
import { encodeSafetensors } from '../io/formats/safetensors/file.ts';
import { chooseEngine } from '../nn/engines/engines.ts';
import type { Architecture } from '../nn/models/architecture.ts';
import { type Checkpoint, weightsFile } from '../nn/models/checkpoint.ts';
import { factsOf, isCell } from '../nn/models/networks.ts';
import type { Engine } from '../nn/models/program.ts';
import { isOfCells, type Readable } from '../nn/models/reading.ts';
import { initialWeights } from '../nn/train/initialization.ts';
import type { LearningCurve } from '../nn/train/learning-curve.ts';
import { loadProgress } from '../nn/train/saved-state.ts';
import { type TrainingSettings, train } from '../nn/train/train.ts';
import { type Corpus, type CorpusDocument, documentsOf } from '../text/corpus.ts';
import type { ModelContext, PreparedContext } from './context.ts';
import { setRunAside } from './folders.ts';
import {
  changedSettings,
  epochsOf,
  findTrained,
  keepSettings,
  keptFromStart,
  stateOf,
  trainedWith,
} from './kept-models.ts';
import { trainingHash } from './manifest/hash.ts';
import type { Manifest } from './manifest/resolved.ts';
import { learned } from './manifest/schema.ts';
import { evidencePreflight } from './preflight.ts';
import { earlierCurve, trainingHost } from './training-host.ts';

export async function model(
  context: PreparedContext,
): Promise<Pick<ModelContext, 'trainedNow' | 'engine' | 'checkpoint' | 'vectors'>> {
  const { manifest, given, reporter } = context;
  await reportPreflight(context);
  const loaded = manifest.train.continue ? null : given;
  const engine = await chooseEngine(manifest);
  if (loaded !== null) return { engine, trainedNow: false, checkpoint: loaded, vectors: null };
  reporter.step('Training');
  const { checkpoint, reused } = await trainedModel(context, engine);
  if (reused) reporter.line('The model was already trained with these settings.');
  const vectors = given === null ? await startVectors(context) : null;
  return { engine, trainedNow: !reused, checkpoint, vectors };
}

/** What the text is too small for is said before anyone waits for a training; in a log, where that is all that is asked. */
async function reportPreflight(context: PreparedContext): Promise<void> {
  const { manifest, reporter } = context;
  if (manifest.evidence === 'none') return;
  const { lines, testable } = await evidencePreflight(context);
  if (testable) for (const line of lines) reporter.line(line);
  else reporter.note(['No claim can be tested on this text.', ...lines].join('\n  '));
}

/** @throws Interrupted when the user asks to stop; RunError when the training diverges. */
export async function trainedModel(
  context: PreparedContext,
  engine: Engine,
): Promise<{ checkpoint: Checkpoint<Readable>; reused: boolean }> {
  const { hash, anew, known } = await before(context);
  if (known !== null) return { checkpoint: known, reused: true };
  await continued(context, engine, { hash, anew });
  const trained = await findTrained(hash, context.paths);
  if (trained === null) throw new Error('training ended without a checkpoint');
  return { checkpoint: trained, reused: false };
}

/**
 * Trains to the end of an epoch, on the way that all epochs of the manifest would take; the same training goes on later.
 * @returns the learning curve, which ends sooner where the training ran out of patience, and later where it was there.
 * @throws as `trainedModel`.
 */
export async function trainedUntil(context: PreparedContext, engine: Engine, epoch: number): Promise<LearningCurve> {
  const { hash, anew, known } = await before(context);
  // A model that was trained before lies here with its state.
  const progress = known === null ? null : await loadProgress(stateOf(context.paths.run), hash);
  const unwatched = { ...context, manifest: { ...context.manifest, watch: 'none' as const } };
  return progress?.curve ?? (await continued(unwatched, engine, { hash, anew, until: epoch }));
}

async function continued(
  context: PreparedContext,
  engine: Engine,
  { hash, anew, until }: { hash: string; anew: boolean; until?: number },
): Promise<LearningCurve> {
  const { manifest, corpus, paths, own } = context;
  await keepSettings(paths.run, trainedWith(manifest, corpus.hash, hash));
  if (anew) await rm(epochsOf(paths.run), { recursive: true, force: true });
  const start = startOf(context);
  const architecture = start?.architecture ?? architectureOf(context);
  return train(
    {
      engine,
      architecture,
      settings: trainingSettings(manifest, corpus),
      seed: manifest.seed,
      trainingHash: hash,
      earlier: earlierCurve(start),
      initial: start?.weights ?? (await firstWeights(context)),
      training: idsOf(manifest, documentsOf(corpus, 'training')),
      validation: idsOf(manifest, documentsOf(corpus, 'validation')),
      until,
      loss: own?.loss,
      begun: own?.begun,
    },
    trainingHost(context, { engine, hash, architecture, anew, start }),
  );
}

/** Token ids of each document, in the order in which the model reads. */
const idsOf = ({ model: { direction } }: Manifest, documents: readonly CorpusDocument[]): Int32Array[] =>
  documents.map(({ ids }) => (direction === 'backward' ? ids.toReversed() : ids));

/** What was trained with these settings before, and what of other settings lies here is kept aside. */
async function before(context: PreparedContext) {
  const { manifest, paths, fresh = false } = context;
  const hash = await hashOf(context);
  await keepOther(context, hash);
  const first = earlierCurve(startOf(context))?.bestEpoch ?? 0;
  // A training that kept only its best model is done once more where all epochs are wanted.
  const anew = fresh || (manifest.train.keep === 'all' && !(await keptFromStart(paths.run, hash, first)));
  return { hash, anew, known: anew ? null : await findTrained(hash, paths) };
}

/** Says what changed where the folder holds a training of other settings, which is kept aside. */
async function keepOther({ manifest, corpus, paths, reporter }: PreparedContext, hash: string): Promise<void> {
  const changes = await changedSettings(paths.run, trainedWith(manifest, corpus.hash, hash));
  if (changes === null) return;
  const aside = await setRunAside(paths.run);
  const kept = aside === null ? '' : ` The earlier run is kept in ${relative(paths.cwd, aside)}.`;
  reporter.note([`What is trained has changed.${kept}`, ...changes.map((line) => `  ${line}`)].join('\n'));
}

/** The model that these settings train, if it is there; nothing is trained. */
export const modelTrainedBefore = async (context: PreparedContext): Promise<Checkpoint<Readable> | null> =>
  findTrained(await hashOf(context), context.paths);

/** What decides the model: settings, corpus, and the content of first vectors and weights whatever their files' names. */
async function hashOf(context: PreparedContext): Promise<string> {
  const { manifest, corpus, fileVectors, paths } = context;
  const embedding = { ...manifest.model.embedding, from: vectorsHash(manifest, fileVectors) };
  const fresh = trainingHash({ ...manifest, model: { ...manifest.model, embedding } }, corpus.hash);
  const { checkpoint } = manifest.model;
  const start = startOf(context);
  if (start === null || checkpoint === null) return fresh;
  const weights = isOfCells(start.architecture)
    ? await readFile(join(resolve(paths.cwd, checkpoint), weightsFile))
    : encodeSafetensors(start.weights);
  return sha256(fresh + sha256(weights));
}

/** The model to go on from. */
const startOf = ({ manifest, given }: PreparedContext): Checkpoint<Readable> | null =>
  manifest.train.continue ? given : null;

/** Of a network that is drawn. */
export function architectureOf(context: PreparedContext): Architecture {
  const { cell, layers, units, embedding, projection, residual } = context.manifest.model;
  if (!isCell(cell)) throw new Error(`training: ${factsOf(cell).label} is only read`);
  return {
    cell,
    layers,
    units,
    embedding: embedding.size,
    vocabulary: context.corpus.vocabulary.size,
    ...(projection !== undefined && { projection }),
    ...(residual === true && { residual }),
  };
}

async function firstWeights(context: PreparedContext) {
  const { model, seed } = context.manifest;
  return startFrom(initialWeights(architectureOf(context), model.initialization, seed), await startVectors(context));
}

function trainingSettings({ train: given, model }: Manifest, corpus: Corpus): TrainingSettings {
  const rare = given.dropRare ? (corpus.vocabulary.unknownId ?? null) : null;
  return { ...given, rare, trainEmbedding: model.embedding.trainable };
}

/** The vectors' origin as it counts for the training hash: their content, whatever the file's name. */
export function vectorsHash({ model: { embedding } }: Pick<Manifest, 'model'>, vectors: FoundVectors | null): string {
  if (embedding.from === learned) return `${learned} ${skipGramVersion}`;
  if (vectors === null) return embedding.from;
  const content = `vectors ${contentOf(vectors)}`;
  return embedding.further === true ? `${learned} ${skipGramVersion} from ${content}` : content;
}

/**
 * The vectors that a training begins with: those of the file, as they are or learned further, or learned from the corpus;
 * now, or before.
 * @returns null where all are drawn.
 * @throws Interrupted when the user asked to stop while vectors were being learned.
 */
export async function startVectors(context: PreparedContext): Promise<FoundVectors | null> {
  const { manifest, corpus, fileVectors, paths, reporter } = context;
  const { embedding } = manifest.model;
  if (embedding.from !== learned && embedding.further !== true) return fileVectors;
  const began = performance.now();
  return learnedVectors(
    {
      corpus,
      size: embedding.size,
      seed: manifest.seed,
      start: fileVectors ?? undefined,
      run: paths.run,
      runs: paths.runs,
    },
    {
      onProgress: ({ epoch, epochs, share, tokensRead }) => {
        const seconds = (performance.now() - began) / 1000;
        const speed = tokensRead / 1000 / seconds;
        const text = `learning token vectors, epoch ${epoch} of ${epochs}, ${speed.toFixed(0)} k tokens/s`;
        reporter.progress({ done: share, total: 1, text });
      },
      pause: async () => {
        if (!context.interrupted()) return;
        throw new Interrupted('stopped-vectors', { what: 'Stopped while token vectors were learned' });
      },
    },
  );
}
