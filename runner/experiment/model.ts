/**
 * The model of an experiment: the checkpoint that the manifest names, one trained before with the same settings, or
 * one trained now.
 */
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Corpus, documentsOf } from '../corpus/corpus.ts';
import { sha256, trainingHash } from '../manifest/hash.ts';
import type { Manifest } from '../manifest/schema.ts';
import { type Checkpoint, loadCheckpoint, saveCheckpoint, weightsFile } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import type { Reporter } from '../terminal/reporter.ts';
import { initialWeights } from '../training/initialization.ts';
import { loadProgress, loadState, type SavedState, saveState } from '../training/saved-state.ts';
import { type TrainingSettings, train } from '../training/train.ts';
import type { Paths } from './folders.ts';
import { epochLine, progressLine } from './training-lines.ts';

export const checkpointOf = (run: string): string => join(run, 'checkpoint');
const stateOf = (run: string): string => join(run, 'training');

export interface TrainedModel {
  checkpoint: Checkpoint;
  /** True when nothing had to be trained. */
  reused: boolean;
}

/** Trains, goes on training, or finds the model that was trained with the same settings before. */
export async function trainedModel(
  manifest: Manifest,
  corpus: Corpus,
  start: Checkpoint | null,
  engine: Engine,
  paths: Paths,
  reporter: Reporter,
  interrupted: () => boolean,
): Promise<TrainedModel> {
  const fresh = trainingHash(manifest, corpus.hash);
  const hash = start === null ? fresh : sha256(fresh + (await weightsHash(manifest, paths)));
  const known = await findTrained(hash, paths);
  if (known !== null) return { checkpoint: known, reused: true };

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
  const began = performance.now();
  await train(
    {
      engine,
      architecture,
      settings,
      seed: manifest.seed,
      trainingHash: hash,
      initial: start?.weights ?? initialWeights(architecture, manifest.model.initialization, manifest.seed),
      training: documentsOf(corpus, 'training').map((each) => each.ids),
      validation: documentsOf(corpus, 'validation').map((each) => each.ids),
    },
    {
      now: () => (performance.now() - began) / 1000,
      load: () => resumableState(paths.run, hash),
      save: (state) => saveState(stateOf(paths.run), state),
      keep: (weights, curve) => {
        const best = curve.epochs.find((point) => point.epoch === curve.bestEpoch);
        return saveCheckpoint(checkpointOf(paths.run), {
          architecture,
          unit: manifest.corpus.unit,
          vocabulary: [...corpus.vocabulary.tokens],
          weights,
          training: {
            trainingHash: hash,
            corpus: facts,
            epoch: curve.bestEpoch,
            validationLoss: best?.validationLoss ?? 0,
            validationAccuracy: best?.validationAccuracy ?? 0,
            curve,
          },
        });
      },
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

/** The best model so far of the training with this hash; null when it was removed or damaged: it is trained again. */
async function keptCheckpoint(run: string, hash: string): Promise<Checkpoint | null> {
  try {
    const checkpoint = await loadCheckpoint(checkpointOf(run));
    return checkpoint.training?.trainingHash === hash ? checkpoint : null;
  } catch {
    return null;
  }
}
