/**
 * Several experiments, one beside the other: each in a process of its own with its share of the cores (or wherever its
 * manifest's executor runs it). One that fails keeps none of the others from being done.
 */
import { freemem } from 'node:os';
import { AtlasError, Interrupted, RunError } from '../core/errors.ts';
import { both, counted } from '../core/words.ts';
import type { Circumstances, Outcome } from '../experiment/context.ts';
import type { LoadedManifest } from '../experiment/manifest/load.ts';
import { liveReporter } from './live-reporter.ts';
import { runElsewhere } from './run-elsewhere.ts';

export interface SideBySideHost {
  cwd: string;
  /** The words that were given beside the manifests' paths. */
  overrides: readonly string[];
  fresh: boolean;
  /** How many run at a time. */
  parallel: number;
  /** Aborted when the user asks to stop. */
  interruption: AbortSignal;
  circumstancesOf(loaded: LoadedManifest): Circumstances;
  note(text: string): void;
  /** Hears of each that is done, with the seconds that it took. */
  onDone(outcome: Outcome, loaded: LoadedManifest, seconds: number): Promise<void>;
  /** Hears how things stand, whenever one of them says something. */
  onView?(view: ExperimentsView): void;
}

export interface ExperimentsView {
  done: number;
  failed: number;
  of: number;
  /** At work, with what each says of itself. */
  running: { id: string; text: string; share: number | null }[];
}

/** Bytes that an experiment of the largest shipped model takes, with some to spare. */
const memoryOfOne = 2.5e9;

/** As many as there are cores, but two to an experiment where there are more than enough, and what memory allows. */
export function usualParallel(experiments: number, cores: number, memory = freemem()): number {
  const most = Math.max(Math.min(cores, 2), Math.ceil(cores / 2));
  return Math.max(1, Math.min(experiments, most, Math.floor(memory / memoryOfOne)));
}

/** @throws RunError when some failed, and Interrupted, both after all that could be done is done. */
export async function runSideBySide(all: readonly LoadedManifest[], host: SideBySideHost): Promise<void> {
  const waiting = longestFirst(all);
  const running = new Map<string, ExperimentsView['running'][number]>();
  const failed: string[] = [];
  let done = 0;
  const view = () => host.onView?.({ done, failed: failed.length, of: all.length, running: [...running.values()] });
  const hear = (id: string) => (text: string, share: number | null) => {
    running.set(id, { id, text, share });
    view();
  };
  const next = () => (host.interruption.aborted ? undefined : waiting.shift());
  async function lane(): Promise<void> {
    for (let loaded = next(); loaded !== undefined; loaded = next()) {
      try {
        await one(loaded, hear(loaded.id), host);
        done++;
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        if (!(error instanceof Interrupted)) {
          failed.push(loaded.id);
          host.note(`${loaded.id}: ${error.message} [${error.code}]`);
        }
      }
      running.delete(loaded.id);
      view();
    }
  }
  await Promise.all(Array.from({ length: host.parallel }, lane));
  if (host.interruption.aborted) {
    const what = `Stopped after ${done} of ${counted(all.length, 'experiment')}`;
    throw new Interrupted('stopped-experiments', { what });
  }
  if (failed.length > 0) {
    const what = `${failed.length} of ${counted(all.length, 'experiment')} failed: ${both(failed)}`;
    throw new RunError('experiments-failed', { what });
  }
}

async function one(
  loaded: LoadedManifest,
  say: (text: string, share: number | null) => void,
  { cwd, overrides, fresh, parallel, interruption, circumstancesOf, note, onDone }: SideBySideHost,
): Promise<void> {
  const began = performance.now();
  say('starting', null);
  const live = liveReporter(
    ({ text, share }) => say(text, share),
    (text) => note(`${loaded.id}: ${text}`),
  );
  // Its only step is that it is started.
  const reporter = { ...live, step: () => {} };
  const circumstances = circumstancesOf(loaded);
  const outcome = await runElsewhere(loaded, {
    ...{ cwd, overrides, fresh, parallel, reporter, circumstances, interruption },
  });
  await onDone(outcome, loaded, (performance.now() - began) / 1000);
}

/** Those that may have to train first: the last to end should not be one that has just begun. */
const longestFirst = (all: readonly LoadedManifest[]): LoadedManifest[] =>
  all.toSorted((a, b) => Number(isTrained(b)) - Number(isTrained(a)));

const isTrained = ({ manifest }: LoadedManifest): boolean => manifest.model.checkpoint === null;
