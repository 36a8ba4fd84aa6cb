/** Trains a model, goes on training it, or finds the one that was trained with the same settings before. */
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { sha256 } from '../core/hash.ts';
import type { Reporter } from '../core/reporter.ts';
import { type Corpus, documentsOf } from '../corpus/corpus.ts';
import type { FoundVectors } from '../embeddings/find-vectors.ts';
import { startFrom } from '../embeddings/start-weights.ts';
import { trainingHash } from '../manifest/hash.ts';
import type { Manifest } from '../manifest/resolved.ts';
import type { Architecture } from '../models/architecture.ts';
import { type Checkpoint, saveCheckpoint, weightsFile } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import type { Weights } from '../models/reading.ts';
import { initialWeights } from '../training/initialization.ts';
import type { EpochPoint, LearningCurve } from '../training/learning-curve.ts';
import { saveState } from '../training/saved-state.ts';
import { type TrainingHost, type TrainingSettings, train } from '../training/train.ts';
import type { Paths } from './folders.ts';
import { checkpointOf, epochsOf, findTrained, keptFromStart, resumableState, stateOf } from './kept-models.ts';
import { startVectors, vectorsHash } from './start-vectors.ts';
import { epochLine, progressLine } from './training-lines.ts';

export interface ModelTask {
  manifest: Manifest;
  corpus: Corpus;
  /** The model to train further; null: a new one. */
  start: Checkpoint | null;
  /** First token vectors, of the file that the manifest names. */
  fileVectors: FoundVectors | null;
  engine: Engine;
  paths: Paths;
  reporter: Reporter;
  interrupted(): boolean;
}

export interface TrainedModel {
  checkpoint: Checkpoint;
  /** True when nothing had to be trained. */
  reused: boolean;
}

/** @throws Interrupted when the user asks to stop; RunError when the training diverges. */
export async function trainedModel(task: ModelTask): Promise<TrainedModel> {
  const { manifest, corpus, start, engine, paths } = task;
  const { hash, anew, known } = await before(task);
  if (known !== null) return { checkpoint: known, reused: true };
  if (anew) await rm(epochsOf(paths.run), { recursive: true, force: true });
  const architecture = architectureOf(task);
  await train(
    {
      engine,
      architecture,
      settings: trainingSettings(manifest, corpus),
      seed: manifest.seed,
      trainingHash: hash,
      initial: start?.weights ?? (await firstWeights(architecture, task)),
      training: documentsOf(corpus, 'training').map((each) => each.ids),
      validation: documentsOf(corpus, 'validation').map((each) => each.ids),
    },
    trainingHost(task, { hash, architecture, anew }),
  );
  const trained = await findTrained(hash, paths);
  if (trained === null) throw new Error('training ended without a checkpoint');
  return { checkpoint: trained, reused: false };
}

/** Whether `trainedModel` would train, or go on training. */
export const isTrainingDue = async (task: Omit<ModelTask, 'engine'>): Promise<boolean> =>
  (await before(task)).known === null;

/** What was trained with these settings before. */
async function before(task: Omit<ModelTask, 'engine'>) {
  const { manifest, paths } = task;
  const hash = await hashOf(task);
  // A training that kept only its best model is done once more where all epochs are wanted.
  const anew = manifest.train.keep === 'all' && !(await keptFromStart(paths.run, hash));
  return { hash, anew, known: anew ? null : await findTrained(hash, paths) };
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

/** That of the model to go on from, or the manifest's. */
export const architectureOf = ({
  manifest: { model },
  corpus,
  start,
}: Pick<ModelTask, 'manifest' | 'corpus' | 'start'>): Architecture =>
  start?.architecture ?? {
    cell: model.cell,
    layers: model.layers,
    units: model.units,
    embedding: model.embedding.size,
    vocabulary: corpus.vocabulary.size,
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

interface Training {
  hash: string;
  architecture: Architecture;
  /** From the beginning, whatever state is there. */
  anew: boolean;
}

/** The files, the clock and the progress of a training. */
function trainingHost(task: ModelTask, training: Training): TrainingHost {
  const { manifest, paths, reporter, interrupted } = task;
  const { hash, anew } = training;
  const saveModel = modelWriter(task, training);
  const began = performance.now();
  return {
    now: () => (performance.now() - began) / 1000,
    load: async () => (anew ? null : resumableState(paths.run, hash)),
    save: (state) => saveState(stateOf(paths.run), state),
    keep: (weights, curve) => saveModel(checkpointOf(paths.run), weights, { point: bestOf(curve), curve }),
    ...(manifest.train.keep === 'all' && {
      keepEpoch: (weights: Weights, point: EpochPoint) =>
        saveModel(join(epochsOf(paths.run), String(point.epoch)), weights, { point, curve: null }),
    }),
    onProgress: (progress) =>
      reporter.progress({
        done: progress.share,
        total: 1,
        text: progressLine(progress),
        secondsLeft: progress.secondsLeft,
      }),
    onEpoch: (point, best) => reporter.line(epochLine(point, best)),
    onResume: (epoch, step) => reporter.note(`Goes on after epoch ${epoch}${step > 0 ? ` and ${step} steps` : ''}.`),
    interrupted,
    pause: () => setImmediate(),
  };
}

function bestOf({ epochs, bestEpoch }: LearningCurve): EpochPoint {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch);
  if (best === undefined) throw new RangeError(`the learning curve has no epoch ${bestEpoch}`);
  return best;
}

/** @param point of the epoch whose weights they are. @param curve null: kept beside the best model. */
type SaveModel = (
  directory: string,
  weights: Weights,
  about: { point: EpochPoint; curve: LearningCurve | null },
) => Promise<void>;

function modelWriter({ manifest, corpus }: ModelTask, { hash, architecture }: Training): SaveModel {
  const heldOut = documentsOf(corpus, 'held-out').map((each) => each.hash);
  return (directory, weights, { point, curve }) =>
    saveCheckpoint(directory, {
      architecture,
      unit: manifest.corpus.unit,
      vocabulary: [...corpus.vocabulary.tokens],
      weights: { ...weights },
      training: {
        trainingHash: hash,
        corpus: { name: corpus.name, hash: corpus.hash, heldOut },
        epoch: point.epoch,
        validationLoss: point.validationLoss,
        validationAccuracy: point.validationAccuracy,
        curve,
      },
    });
}
