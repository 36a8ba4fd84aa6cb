/**
 * A training in progress on disk: parameters, optimizer slots, carried hidden states and counters, so that the same
 * command goes on as if it had never stopped. Written whole or not at all.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recoverFolder, writeFolder } from '../../core/atomic-files.ts';
import { encodeSafetensors } from '../../io/formats/safetensors/file.ts';
import { decodeSafetensors } from '../../io/formats/safetensors/read.ts';
import type { Tensor } from '../models/program.ts';
import type { LearningCurve } from './learning-curve.ts';

export interface SavedProgress {
  trainingHash: string;
  /** Epochs that are complete. */
  epoch: number;
  /** Steps done in the epoch after those. */
  stepInEpoch: number;
  /** Steps done in all. */
  step: number;
  /** Sum of the losses of this epoch's steps, for its mean. */
  lossSum: number;
  smoothed: number | null;
  /** With a loss of one's own, its values before the first step: on the validation texts, and of the first batch. */
  own?: { validation: number; training: number | null } | undefined;
  /** Time spent in this epoch, seconds. */
  seconds: number;
  curve: LearningCurve;
  finished: boolean;
}

export interface SavedState {
  progress: SavedProgress;
  parameters: Record<string, Tensor>;
  slots: Record<string, Tensor>;
  carried: Record<string, Tensor>;
}

const progressFile = 'progress.json';
const parts = ['parameters', 'slots', 'carried'] as const;
const fileOf = (part: (typeof parts)[number]): string => `${part}.safetensors`;

export async function saveState(directory: string, { progress, ...state }: SavedState): Promise<void> {
  await writeFolder(directory, {
    [progressFile]: new TextEncoder().encode(`${JSON.stringify(progress)}\n`),
    ...Object.fromEntries(parts.map((part) => [fileOf(part), encodeSafetensors(state[part])])),
  });
}

/** The progress of the training with this hash, or, without one, of whatever training's state the folder holds; null: there is none to go on with. */
export async function loadProgress(directory: string, trainingHash?: string): Promise<SavedProgress | null> {
  await recoverFolder(directory);
  const progress = await peekProgress(directory);
  return trainingHash === undefined || progress?.trainingHash === trainingHash ? progress : null;
}

/** The same of a folder that another process may be writing: nothing is put right in it. */
export async function peekProgress(directory: string): Promise<SavedProgress | null> {
  try {
    return JSON.parse(await readFile(join(directory, progressFile), 'utf8')) as SavedProgress;
  } catch {
    // Missing or damaged.
    return null;
  }
}

export async function loadState(directory: string, trainingHash: string): Promise<SavedState | null> {
  const progress = await loadProgress(directory, trainingHash);
  if (progress === null) return null;
  const read = async (part: (typeof parts)[number]) => {
    const path = join(directory, fileOf(part));
    return decodeSafetensors(await readFile(path), path);
  };
  try {
    return {
      progress,
      parameters: await read('parameters'),
      slots: await read('slots'),
      carried: await read('carried'),
    };
  } catch {
    return null;
  }
}
