/** Trains a model, goes on training it, or finds the one that was trained with the same settings before. */
import { readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Interrupted } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import type { Reporter } from '../core/reporter.ts';
import { contentOf, type FoundVectors, startFrom } from '../embeddings/find-vectors.ts';
import { learnedVectors } from '../embeddings/learned-vectors.ts';
import { skipGramVersion } from '../embeddings/skip-gram.ts';
import type { Architecture } from '../models/architecture.ts';
import { type Checkpoint, checkpointFor, weightsFile } from '../models/checkpoint.ts';
import { factsOf, isCell } from '../models/networks.ts';
import { type Corpus, type CorpusDocument, documentsOf } from '../text/corpus.ts';
import { initialWeights } from '../training/initialization.ts';
import type { LearningCurve } from '../training/learning-curve.ts';
import { loadProgress } from '../training/saved-state.ts';
import { type TrainingSettings, train } from '../training/train.ts';
import type { PreparedContext } from './context.ts';
import { type Paths, setRunAside } from './folders.ts';
import { changedSettings, epochsOf, findTrained, keepSettings, keptFromStart, stateOf } from './kept-models.ts';
import { trainingHash } from './manifest/hash.ts';
import type { Manifest } from './manifest/resolved.ts';
import { learned } from './manifest/schema.ts';
import { earlierCurve, type ModelTask, trainingHost } from './training-host.ts';

export interface TrainedModel {
  checkpoint: Checkpoint;
  /** True when nothing had to be trained. */
  reused: boolean;
}

/** @throws Interrupted when the user asks to stop; RunError when the training diverges. */
export async function trainedModel(task: ModelTask): Promise<TrainedModel> {
  const { hash, anew, known } = await before(task);
  if (known !== null) return { checkpoint: known, reused: true };
  await continued(task, { hash, anew });
  const trained = await findTrained(hash, task.paths);
  if (trained === null) throw new Error('training ended without a checkpoint');
  return { checkpoint: trained, reused: false };
}

/**
 * Trains to the end of an epoch, on the way that all epochs of the manifest would take; the same training goes on later.
 * @returns the learning curve, which ends sooner where the training ran out of patience, and later where it was there.
 * @throws as `trainedModel`.
 */
export async function trainedUntil(task: ModelTask, epoch: number): Promise<LearningCurve> {
  const { hash, anew, known } = await before(task);
  // A model that was trained before lies here with its state.
  const progress = known === null ? null : await loadProgress(stateOf(task.paths.run), hash);
  return progress?.curve ?? (await continued(task, { hash, anew, until: epoch }));
}

/** The rest of a training, or all of it. */
async function continued(
  task: ModelTask,
  { hash, anew, until }: { hash: string; anew: boolean; until?: number },
): Promise<LearningCurve> {
  const { manifest, corpus, start, engine, paths } = task;
  await keepSettings(paths.run, { manifest, corpusHash: corpus.hash, trainingHash: hash });
  if (anew) await rm(epochsOf(paths.run), { recursive: true, force: true });
  const architecture = architectureOf(task);
  return train(
    {
      engine,
      architecture,
      settings: trainingSettings(manifest, corpus),
      seed: manifest.seed,
      trainingHash: hash,
      earlier: earlierCurve(start),
      initial: start?.weights ?? (await firstWeights(architecture, task)),
      training: idsOf(manifest, documentsOf(corpus, 'training')),
      validation: idsOf(manifest, documentsOf(corpus, 'validation')),
      until,
    },
    trainingHost(task, { hash, architecture, anew }),
  );
}

/** Token ids of each document, in the order in which the model reads. */
const idsOf = ({ model: { direction } }: Manifest, documents: readonly CorpusDocument[]): Int32Array[] =>
  documents.map(({ ids }) => (direction === 'backward' ? ids.toReversed() : ids));

/** Whether `trainedModel` would train, or go on training. */
export const isTrainingDue = async (task: Omit<ModelTask, 'engine'>): Promise<boolean> =>
  (await before(task)).known === null;

/** What was trained with these settings before, and what of other settings lies here is kept aside. */
async function before(task: Omit<ModelTask, 'engine'>) {
  const { manifest, paths, start, fresh = false } = task;
  const hash = await hashOf(task);
  await keepOther(task, hash);
  const first = earlierCurve(start)?.bestEpoch ?? 0;
  // A training that kept only its best model is done once more where all epochs are wanted.
  const anew = fresh || (manifest.train.keep === 'all' && !(await keptFromStart(paths.run, hash, first)));
  return { hash, anew, known: anew ? null : await findTrained(hash, paths) };
}

/** Says what changed where the folder holds a training of other settings, which is kept aside. */
async function keepOther(
  { manifest, corpus, paths, reporter }: Omit<ModelTask, 'engine'>,
  hash: string,
): Promise<void> {
  const changes = await changedSettings(paths.run, { manifest, corpusHash: corpus.hash, trainingHash: hash });
  if (changes === null) return;
  const aside = await setRunAside(paths.run);
  const kept = aside === null ? '' : ` The earlier run is kept in ${relative(paths.cwd, aside)}.`;
  reporter.note([`What is trained has changed.${kept}`, ...changes.map((line) => `  ${line}`)].join('\n'));
}

/** The model that these settings train, if it is there; nothing is trained. */
export const modelTrainedBefore = async (task: Omit<ModelTask, 'engine'>): Promise<Checkpoint | null> =>
  findTrained(await hashOf(task), task.paths);

/** What decides the model: settings, corpus, and the content of first vectors and weights whatever their files' names. */
async function hashOf({ manifest, corpus, start, fileVectors, paths }: Omit<ModelTask, 'engine'>): Promise<string> {
  const embedding = { ...manifest.model.embedding, from: vectorsHash(manifest, fileVectors) };
  const fresh = trainingHash({ ...manifest, model: { ...manifest.model, embedding } }, corpus.hash);
  const { checkpoint } = manifest.model;
  if (start === null || checkpoint === null) return fresh;
  return sha256(fresh + sha256(await readFile(join(resolve(paths.cwd, checkpoint), weightsFile))));
}

/** The model to go on from. @throws InputError when it is one that is only read. */
export const startOf = ({ manifest, given }: Pick<PreparedContext, 'manifest' | 'given'>): Checkpoint | null =>
  given !== null && manifest.train.continue ? checkpointFor(given, 'trained') : null;

/** That of the model to go on from, or the manifest's. */
export const architectureOf = ({
  manifest: { model },
  corpus,
  start,
}: Pick<ModelTask, 'manifest' | 'corpus' | 'start'>): Architecture => {
  if (start !== null) return start.architecture;
  const { cell, layers, units, embedding, projection, residual } = model;
  if (!isCell(cell)) throw new Error(`training: ${factsOf(cell).label} is only read`);
  return {
    ...{ cell, layers, units, embedding: embedding.size, vocabulary: corpus.vocabulary.size },
    ...(projection !== undefined && { projection }),
    ...(residual === true && { residual }),
  };
};

const firstWeights = async (architecture: Architecture, task: ModelTask) =>
  startFrom(
    initialWeights(architecture, task.manifest.model.initialization, task.manifest.seed),
    await startVectors(task),
  );

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

export interface StartTask {
  manifest: Pick<Manifest, 'model' | 'seed'>;
  corpus: Corpus;
  /** Those of the file that the manifest names. */
  fileVectors: FoundVectors | null;
  paths: Pick<Paths, 'run' | 'runs'>;
  reporter: Reporter;
  interrupted(): boolean;
}

/**
 * The vectors that a training begins with: those of the file, as they are or learned further, or learned from the corpus;
 * now, or before.
 * @returns null where all are drawn.
 * @throws Interrupted when the user asked to stop while vectors were being learned.
 */
export async function startVectors({
  manifest: {
    model: { embedding },
    seed,
  },
  corpus,
  fileVectors,
  paths: { run, runs },
  reporter,
  interrupted,
}: StartTask): Promise<FoundVectors | null> {
  if (embedding.from !== learned && embedding.further !== true) return fileVectors;
  const began = performance.now();
  return learnedVectors(
    { corpus, size: embedding.size, seed, start: fileVectors ?? undefined, run, runs },
    {
      onProgress: ({ epoch, epochs, share, tokensRead }) => {
        const seconds = (performance.now() - began) / 1000;
        const speed = tokensRead / 1000 / seconds;
        const text = `learning token vectors, epoch ${epoch} of ${epochs}, ${speed.toFixed(0)} k tokens/s`;
        reporter.progress({ done: share, total: 1, text });
      },
      pause: async () => stopIfAsked(interrupted),
    },
  );
}

function stopIfAsked(interrupted: () => boolean): void {
  if (!interrupted()) return;
  throw new Interrupted('stopped-vectors', {
    what: 'Stopped while token vectors were learned',
  });
}
