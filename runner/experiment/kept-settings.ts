/**
 * The settings that the model in a run's folder is trained with, kept beside it, so that a changed manifest can say what
 * changed before it trains anew. Reads and writes `settings.json` of the run.
 */
import { readFile } from 'node:fs/promises';
import { writeWhole } from '../core/atomic-files.ts';
import { changeLine, changesBetween } from '../manifest/changes.ts';
import type { Manifest } from '../manifest/resolved.ts';
import { progressAt } from '../training/saved-state.ts';
import { settingsOf, stateOf } from './kept-models.ts';

export interface TrainedWith {
  manifest: Pick<Manifest, 'corpus' | 'model' | 'train' | 'seed'>;
  /** Of the corpus' content. */
  corpusHash: string;
  trainingHash: string;
}

/** `keep` does not change what is trained. */
const told = ({ manifest: { corpus, model, train, seed } }: TrainedWith) => ({
  seed,
  corpus,
  model,
  train: { ...train, keep: undefined },
});

export async function keepSettings(run: string, trainedWith: TrainedWith): Promise<void> {
  const { corpusHash, trainingHash } = trainedWith;
  await writeWhole(settingsOf(run), `${JSON.stringify({ trainingHash, corpusHash, ...told(trainedWith) }, null, 2)}\n`);
}

/**
 * Lines that say how these settings differ from those of the training that the folder holds; null where it holds none, or
 * one of the same settings.
 */
export async function changedSettings(run: string, now: TrainedWith): Promise<string[] | null> {
  const before = (await progressAt(stateOf(run)))?.trainingHash;
  if (before === undefined || before === now.trainingHash) return null;
  const kept = await readKept(run);
  if (kept === null || kept.trainingHash !== before) return ['what is trained has changed since'];
  const { trainingHash, corpusHash, ...settings } = kept;
  const lines = changesBetween(settings, JSON.parse(JSON.stringify(told(now)))).map(changeLine);
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
