/** Trains a model, goes on training it, or finds the one that was trained with the same settings before. */
import { readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { sha256 } from '../core/hash.ts';
import type { Reporter } from '../core/reporter.ts';
import { counted } from '../core/words.ts';
import { type Corpus, documentsOf } from '../corpus/corpus.ts';
import { type FoundVectors, startFrom } from '../embeddings/find-vectors.ts';
import { trainingHash } from '../manifest/hash.ts';
import type { Manifest } from '../manifest/resolved.ts';
import type { Architecture } from '../models/architecture.ts';
import { type Checkpoint, saveCheckpoint, weightsFile } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import type { Weights } from '../models/reading.ts';
import { forgetEvolution, writeEvolutionStep } from '../results/evolution-folder.ts';
import { resultSchema } from '../results/schema.ts';
import { initialWeights } from '../training/initialization.ts';
import { curveUpTo, type EpochPoint, epochsBefore, type LearningCurve } from '../training/learning-curve.ts';
import { loadProgress, type Progress, saveState } from '../training/saved-state.ts';
import { type TrainingHost, type TrainingSettings, train } from '../training/train.ts';
import { colouredText, type EvolutionTask, evolutionStep } from './evolution.ts';
import { type Paths, setRunAside } from './folders.ts';
import { checkpointOf, epochsOf, findTrained, keptFromStart, resumableState, stateOf } from './kept-models.ts';
import { changedSettings, keepSettings } from './kept-settings.ts';
import { progressLog } from './progress-log.ts';
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
  /** For the text that the model writes after every epoch; absent: none is written. */
  watched?: Pick<EvolutionTask, 'prompt' | 'tools'> | undefined;
  /** Trains from the beginning, whatever was trained before. */
  fresh?: boolean;
  /** @throws RunError when another command has taken the run over. */
  stillOurs?(): Promise<void>;
}

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
      training: documentsOf(corpus, 'training').map((each) => each.ids),
      validation: documentsOf(corpus, 'validation').map((each) => each.ids),
      until,
    },
    trainingHost(task, { hash, architecture, anew }),
  );
}

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

/** The learning curve of the model to go on from, up to its weights; null where it came without. */
function earlierCurve(start: Checkpoint | null): LearningCurve | null {
  const curve = resultSchema.shape.learningCurve.safeParse(start?.training?.curve ?? null);
  if (start?.training === undefined || !curve.success || curve.data === null) return null;
  const upTo = curveUpTo(curve.data, start.training.epoch);
  return upTo.epochs.at(-1)?.epoch === start.training.epoch ? upTo : null;
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
  const { hash, architecture, anew } = training;
  const saveModel = modelWriter(task, training);
  const began = performance.now();
  const now = () => (performance.now() - began) / 1000;
  const log = progressLog(paths.run, { now, date: () => new Date() });
  return {
    now,
    async load() {
      const state = anew ? null : await resumableState(paths.run, hash);
      await log.begin(state && doneIn(state.progress), earlierCurve(task.start));
      if (state === null) await forgetEvolution(paths.run);
      return state;
    },
    async save(state) {
      await task.stillOurs?.();
      await saveState(stateOf(paths.run), state);
    },
    keep: (weights, curve) => saveModel(checkpointOf(paths.run), weights, { point: bestOf(curve), curve }),
    ...(manifest.train.keep === 'all' && {
      keepEpoch: (weights: Weights, point: EpochPoint) =>
        saveModel(join(epochsOf(paths.run), String(point.epoch)), weights, { point, curve: null }),
    }),
    onProgress(progress) {
      log.within(progress);
      reporter.progress({
        done: progress.share,
        total: 1,
        text: progressLine(progress),
        secondsLeft: progress.secondsLeft,
      });
    },
    onEpoch(point, { best, step }) {
      log.epoch(point, step);
      reporter.line(epochLine(point, { best, unit: manifest.corpus.unit }));
    },
    onResume: (epoch, step) =>
      reporter.note(`Continues after epoch ${epoch}${step > 0 ? ` and ${counted(step, 'step')}` : ''}.`),
    ...(task.watched !== undefined && { afterEpoch: evolutionWriter(task, task.watched, architecture) }),
    interrupted,
    pause: () => setImmediate(),
  };
}

/** Writes what the model of each epoch writes into the run's folder, and shows it where that is asked for. */
function evolutionWriter(
  { manifest, corpus, engine, paths, reporter }: ModelTask,
  watched: Pick<EvolutionTask, 'prompt' | 'tools'>,
  architecture: Architecture,
): NonNullable<TrainingHost['afterEpoch']> {
  const work = { ...watched, manifest, architecture, engine, tokens: corpus.vocabulary.tokens };
  return async (weights, point) => {
    const written = await evolutionStep(work, weights, point);
    await writeEvolutionStep(paths.run, written.step, written.activations);
    if (manifest.watch === 'text') reporter.text(colouredText(written, manifest.theme));
  };
}

const doneIn = ({ step, epoch, curve }: Progress) => ({ step, epoch: epochsBefore(curve) + epoch });

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
      ...(manifest.corpus.tokens !== undefined && { tokens: manifest.corpus.tokens }),
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
