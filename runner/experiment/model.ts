/**
 * The model of an experiment: the checkpoint that the manifest names, one trained before with the same settings, or
 * one trained now.
 */
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Reporter } from '../core/reporter.ts';
import { type Corpus, documentsOf } from '../corpus/corpus.ts';
import type { FoundVectors } from '../embeddings/find-vectors.ts';
import { startFrom } from '../embeddings/start-weights.ts';
import { sha256, trainingHash } from '../manifest/hash.ts';
import type { Manifest } from '../manifest/schema.ts';
import { type Checkpoint, loadCheckpoint, saveCheckpoint, weightsFile } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import type { Weights } from '../models/reading.ts';
import { initialWeights } from '../training/initialization.ts';
import type { EpochPoint, LearningCurve } from '../training/learning-curve.ts';
import { loadProgress, loadState, type SavedState, saveState } from '../training/saved-state.ts';
import { type TrainingSettings, train } from '../training/train.ts';
import type { Paths } from './folders.ts';
import { startVectors, vectorsHash } from './start-vectors.ts';
import { epochLine, progressLine } from './training-lines.ts';

export const checkpointOf = (run: string): string => join(run, 'checkpoint');
const stateOf = (run: string): string => join(run, 'training');
/** The models of all epochs, with `train.keep: all`: epochs/0 is the untrained one. */
export const epochsOf = (run: string): string => join(run, 'epochs');

export interface TrainedModel {
  checkpoint: Checkpoint;
  /** True when nothing had to be trained. */
  reused: boolean;
}

/**
 * Trains, goes on training, or finds the model that was trained with the same settings before.
 * @param vectors of the file that the manifest names.
 */
export async function trainedModel(
  manifest: Manifest,
  corpus: Corpus,
  start: Checkpoint | null,
  engine: Engine,
  paths: Paths,
  reporter: Reporter,
  interrupted: () => boolean,
  vectors: FoundVectors | null = null,
): Promise<TrainedModel> {
  const { embedding } = manifest.model;
  const model = { ...manifest.model, embedding: { ...embedding, from: vectorsHash(manifest, vectors) } };
  const fresh = trainingHash({ ...manifest, model }, corpus.hash);
  const hash = start === null ? fresh : sha256(fresh + (await weightsHash(manifest, paths)));
  // A training that kept only its best model is done once more where all epochs are wanted.
  const anew = manifest.train.keep === 'all' && !(await keptFromStart(paths.run, hash));
  const known = anew ? null : await findTrained(hash, paths);
  if (known !== null) return { checkpoint: known, reused: true };
  if (anew) await rm(epochsOf(paths.run), { recursive: true, force: true });

  const architecture = start?.architecture ?? {
    cell: manifest.model.cell,
    layers: manifest.model.layers,
    units: manifest.model.units,
    embedding: manifest.model.embedding.size,
    vocabulary: corpus.vocabulary.size,
  };
  const settings = trainingSettings(manifest, corpus);
  const facts = {
    name: corpus.name,
    hash: corpus.hash,
    heldOut: documentsOf(corpus, 'held-out').map((each) => each.hash),
  };
  const saveModel = (
    directory: string,
    weights: Weights,
    epoch: number,
    point: EpochPoint | undefined,
    curve: LearningCurve | null,
  ) =>
    saveCheckpoint(directory, {
      architecture,
      unit: manifest.corpus.unit,
      vocabulary: [...corpus.vocabulary.tokens],
      weights: { ...weights },
      training: {
        trainingHash: hash,
        corpus: facts,
        epoch,
        validationLoss: point?.validationLoss ?? 0,
        validationAccuracy: point?.validationAccuracy ?? 0,
        curve,
      },
    });
  const began = performance.now();
  await train(
    {
      engine,
      architecture,
      settings,
      seed: manifest.seed,
      trainingHash: hash,
      initial:
        start?.weights ??
        startFrom(
          initialWeights(architecture, manifest.model.initialization, manifest.seed),
          await startVectors(manifest, corpus, vectors, paths, reporter, interrupted),
        ),
      training: documentsOf(corpus, 'training').map((each) => each.ids),
      validation: documentsOf(corpus, 'validation').map((each) => each.ids),
    },
    {
      now: () => (performance.now() - began) / 1000,
      load: async () => (anew ? null : resumableState(paths.run, hash)),
      save: (state) => saveState(stateOf(paths.run), state),
      keep: (weights, curve) => {
        const best = curve.epochs.find((point) => point.epoch === curve.bestEpoch);
        return saveModel(checkpointOf(paths.run), weights, curve.bestEpoch, best, curve);
      },
      ...(manifest.train.keep === 'all' && {
        keepEpoch: (weights: Weights, point: EpochPoint) =>
          saveModel(join(epochsOf(paths.run), String(point.epoch)), weights, point.epoch, point, null),
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
    },
  );
  const trained = await findTrained(hash, paths);
  if (trained === null) throw new Error('training ended without a checkpoint');
  return { checkpoint: trained, reused: false };
}

function trainingSettings({ train: given, model }: Manifest, corpus: Corpus): TrainingSettings {
  const rare = given.dropRare ? (corpus.vocabulary.unknownId ?? null) : null;
  return { ...given, rare, trainEmbedding: model.embedding.trainable };
}

async function weightsHash({ model }: Manifest, { cwd }: Paths): Promise<string> {
  return sha256(await readFile(join(resolve(cwd, model.checkpoint ?? ''), weightsFile)));
}

/** A finished model with this training hash, in this run's folder or copied there from another's. */
async function findTrained(hash: string, { run, runs }: Paths): Promise<Checkpoint | null> {
  const own = await finishedModel(run, hash);
  if (own !== null) return own;
  for (const name of await readdir(runs).catch(() => [])) {
    const other = join(runs, name);
    const found = name.startsWith('.') ? null : await finishedModel(other, hash);
    if (found === null) continue;
    await mkdir(run, { recursive: true });
    await cp(checkpointOf(other), checkpointOf(run), { recursive: true });
    await cp(stateOf(other), stateOf(run), { recursive: true });
    return found;
  }
  return null;
}

/** A run's kept checkpoint, with the curve of the whole training, epochs after the best one included. */
async function finishedModel(run: string, hash: string): Promise<Checkpoint | null> {
  const progress = await loadProgress(stateOf(run), hash);
  const checkpoint = progress?.finished === true ? await keptCheckpoint(run, hash) : null;
  if (progress === null || checkpoint?.training === undefined) return null;
  return { ...checkpoint, training: { ...checkpoint.training, curve: progress.curve } };
}

/** The state to go on from; null when there is none, or the best model of its epochs was removed. */
async function resumableState(run: string, hash: string): Promise<SavedState | null> {
  const state = await loadState(stateOf(run), hash);
  if (state === null || state.progress.epoch === 0) return state;
  return (await keptCheckpoint(run, hash)) === null ? null : state;
}

/** Whether the models of this training's epochs were kept from the untrained one on. */
async function keptFromStart(run: string, hash: string): Promise<boolean> {
  try {
    const { training } = await loadCheckpoint(join(epochsOf(run), '0'));
    return training?.trainingHash === hash;
  } catch {
    return false;
  }
}

/** The best model so far of the training with this hash; null when it was removed or damaged: it is trained again. */
async function keptCheckpoint(run: string, hash: string): Promise<Checkpoint | null> {
  try {
    const checkpoint = await loadCheckpoint(checkpointOf(run));
    return checkpoint.training?.trainingHash === hash ? checkpoint : null;
  } catch {
    return null;
  }
}
