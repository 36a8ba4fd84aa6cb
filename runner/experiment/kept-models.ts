/** The models, states and settings that trainings left in the folders of runs. Reads, writes and copies files. */
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../core/atomic-files.ts';
import { canonicalJson } from '../core/hash.ts';
import { type Checkpoint, loadModel } from '../nn/models/checkpoint.ts';
import type { Readable } from '../nn/models/reading.ts';
import { loadProgress, loadState, peekProgress, type SavedProgress, type SavedState } from '../nn/train/saved-state.ts';
import { type Paths, setRunAside } from './folders.ts';
import { dotted, isObject, type KeyPath, shown } from './manifest/problem.ts';
import type { Manifest } from './manifest/resolved.ts';
import { evolutionOf } from './results/evolution-folder.ts';

export const checkpointOf = (run: string): string => join(run, 'checkpoint');
export const trialsOf = (run: string): string => join(run, 'trials');
export const settingsOf = (run: string): string => join(run, 'settings.json');
export const stateOf = (run: string): string => join(run, 'training');
/** The models of all epochs, with `train.keep: all`: epochs/0 is the untrained one. */
export const epochsOf = (run: string): string => join(run, 'epochs');

/** A finished model with this training hash, in this run's folder or copied there from another's. */
export async function findTrained(
  hash: string,
  { run, runs }: Pick<Paths, 'run' | 'runs'>,
): Promise<Checkpoint<Readable> | null> {
  const own = await finishedModel(run, hash, await loadProgress(stateOf(run), hash));
  if (own !== null) return own;
  // What was begun here goes on here.
  if ((await loadProgress(stateOf(run), hash)) !== null) return null;
  for (const other of await otherRuns(run, runs)) {
    const progress = await peekProgress(stateOf(other));
    const found = progress?.trainingHash === hash ? await finishedModel(other, hash, progress) : null;
    if (found === null) continue;
    // What else was trained here is kept.
    if ((await peekProgress(stateOf(run))) !== null) await setRunAside(run);
    await mkdir(run, { recursive: true });
    await cp(settingsOf(other), settingsOf(run)).catch(() => {});
    await cp(checkpointOf(other), checkpointOf(run), { recursive: true });
    await cp(stateOf(other), stateOf(run), { recursive: true });
    await cp(evolutionOf(other), evolutionOf(run), { recursive: true }).catch(() => {});
    return found;
  }
  return null;
}

async function otherRuns(run: string, runs: string): Promise<string[]> {
  const within = async (folder: string) =>
    (await readdir(folder).catch(() => []))
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(folder, name))
      .sort();
  const direct = await within(runs);
  const trials = await Promise.all(direct.map((each) => within(trialsOf(each))));
  return [...direct, ...trials.flat()].filter((each) => each !== run);
}

/** A run's kept checkpoint, with the curve of the whole training, epochs after the best one included. */
async function finishedModel(
  run: string,
  hash: string,
  progress: SavedProgress | null,
): Promise<Checkpoint<Readable> | null> {
  const checkpoint = progress?.finished === true ? await keptCheckpoint(run, hash) : null;
  if (progress === null || checkpoint?.training === undefined) return null;
  return { ...checkpoint, training: { ...checkpoint.training, curve: progress.curve } };
}

/** The state to go on from; null when there is none, or the best model of its epochs was removed. */
export async function resumableState(run: string, hash: string): Promise<SavedState | null> {
  const state = await loadState(stateOf(run), hash);
  if (state === null || state.progress.epoch === 0) return state;
  return (await keptCheckpoint(run, hash)) === null ? null : state;
}

/** Whether the models of this training's epochs were kept from the one that it began with. */
export async function keptFromStart(run: string, hash: string, first: number): Promise<boolean> {
  return (await ofTraining(join(epochsOf(run), String(first)), hash)) !== null;
}

/** The best model so far of the training with this hash; null when it was removed or damaged: it is trained again. */
const keptCheckpoint = (run: string, hash: string): Promise<Checkpoint<Readable> | null> =>
  ofTraining(checkpointOf(run), hash);

async function ofTraining(directory: string, hash: string): Promise<Checkpoint<Readable> | null> {
  try {
    const checkpoint = await loadModel(directory);
    return checkpoint.training?.trainingHash === hash ? checkpoint : null;
  } catch {
    return null;
  }
}

/**
 * The settings that the model in a run's folder is trained with, kept beside it, so that a changed manifest can say
 * what changed before it trains anew. `keep` does not change what is trained.
 */
export const trainedWith = (
  { corpus, model, train, seed }: Pick<Manifest, 'corpus' | 'model' | 'train' | 'seed'>,
  corpusHash: string,
  trainingHash: string,
) => ({ trainingHash, corpusHash, seed, corpus, model, train: { ...train, keep: undefined } });
type TrainedWith = ReturnType<typeof trainedWith>;

export const keepSettings = (run: string, settings: TrainedWith): Promise<void> =>
  writeFileAtomic(settingsOf(run), `${JSON.stringify(settings, null, 2)}\n`);

/**
 * Lines that say how these settings differ from those of the training that the folder holds; null where it holds none, or
 * one of the same settings.
 */
export async function changedSettings(run: string, now: TrainedWith): Promise<string[] | null> {
  const before = (await loadProgress(stateOf(run)))?.trainingHash;
  if (before === undefined || before === now.trainingHash) return null;
  const kept = await readKept(run);
  if (kept === null || kept.trainingHash !== before) return ['what is trained has changed since'];
  const { corpusHash, trainingHash } = kept;
  const lines = changedLines(kept, JSON.parse(JSON.stringify({ ...now, corpusHash, trainingHash })));
  if (corpusHash !== now.corpusHash) lines.push('the text of corpus.source: its content has changed');
  return lines.length > 0 ? lines : ['a file that the settings name, or the program, has changed'];
}

async function readKept(run: string): Promise<{ trainingHash: unknown; corpusHash: unknown } | null> {
  try {
    return JSON.parse(await readFile(settingsOf(run), 'utf8')) as { trainingHash: unknown; corpusHash: unknown };
  } catch {
    // Missing or damaged: there is nothing to compare with.
    return null;
  }
}

/** `train.epochs: 10 -> 12`, in the order of the keys of the newer settings; those that are gone last. */
export function changedLines(before: unknown, after: unknown, path: KeyPath = []): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return keys.flatMap((key) => changedLines(before[key], after[key], [...path, key]));
  }
  const isSame = canonicalJson(before ?? null) === canonicalJson(after ?? null);
  return isSame ? [] : [`${dotted(path)}: ${said(before)} -> ${said(after)}`];
}

function said(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.join(', ') : shown(value);
}
