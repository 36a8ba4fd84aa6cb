/** What a process of a sweep is told to do, and what it answers: files in the sweep's folder. */
import { readFile } from 'node:fs/promises';
import { type Reporter, silentReporter } from '../core/reporter.ts';
import type { Circumstances } from '../experiment/context.ts';
import type { Paths } from '../experiment/folders.ts';
import type { TrialClaim, TrialPairs } from '../experiment/results/sweep-schema.ts';

/** One experiment, or a part of its training. */
export interface ExperimentTask {
  cwd: string;
  manifest: string;
  overrides: readonly string[];
  /** Names it; null: as its manifest does. */
  id: string | null;
  /** Where its files go; null: where its manifest says. */
  paths: Paths | null;
  /** Trains to the end of this epoch and no further; null: the whole experiment. */
  until: number | null;
  /** Starts over, and keeps the run that is there aside. */
  fresh: boolean;
  /** Comes back in the answer, which is only worth something for the settings that it was given for. */
  key: string;
  circumstances: Circumstances;
}

export interface TaskResult {
  outcome: 'answered';
  key: string;
  /** Of the epoch whose model is kept; null where nothing was trained. */
  validationLoss: number | null;
  epochs: number | null;
  /** Of training. */
  seconds: number;
  size: number;
  perplexity: number | null;
  claims: TrialClaim[];
  /** Of each set of pairs; absent where none were asked. */
  pairs?: TrialPairs[];
}

/** Of a failure trying again would fail again. */
export type Answer = TaskResult | { outcome: 'failed'; key: string; code: string; message: string };

/** How far a process is, written now and then. */
export interface Live {
  text: string;
  /** Of all it has to do, 0 to 1; null where it does not say. */
  share: number | null;
}

/** Files are written whole; null where there is none, or a damaged one. */
const readJson = (path: string) =>
  readFile(path, 'utf8')
    .then((text) => JSON.parse(text))
    .catch(() => null);
export const readAnswer: (path: string) => Promise<Answer | null> = readJson;
export const readLive: (path: string) => Promise<Live | null> = readJson;

/** For whoever looks on from elsewhere: how far the work is, and notes; nothing of what a terminal shows. */
export const liveReporter = (report: (live: Live) => void, note: (text: string) => void): Reporter => ({
  ...silentReporter,
  step: (text) => report({ text, share: null }),
  progress: ({ done, total, text }) => report({ text, share: total > 0 ? done / total : null }),
  note,
});
