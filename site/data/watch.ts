/** The trainings in the folder of runs, as they stand now: what the page that watches them shows. Reads files only. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../../runner/core/paths.ts';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import { readEvolution } from '../../runner/experiment/results/evolution-folder.ts';
import { type ProgressLine, progressFile, progressLines } from '../../runner/experiment/results/progress-schema.ts';
import type { WatchedEpoch, WatchedRun, WatchedTraining } from '../words/watch.ts';
import { atHome } from './places.ts';

/** `runs`, unless RNN_ATLAS_RUNS says otherwise: it may lie on another machine. */
const runsDirectory = (): string => atHome(process.env.RNN_ATLAS_RUNS || 'runs');

/** Epochs whose texts are shown, the latest. */
const shownEpochs = 24;

/** All that have trained, those at work first, then by when they last wrote. */
export async function watchedRuns(runs = runsDirectory()): Promise<WatchedRun[]> {
  const found = await Promise.all((await namesIn(runs)).map((name) => lookAt(runs, name)));
  return found
    .flat()
    .sort((a, b) => Number(b.working) - Number(a.working) || b.changed - a.changed)
    .map(({ changed, ...run }) => run);
}

/** Null where there is no such run, or it has trained nothing. */
export async function watchedTraining(
  name: string,
  asked: number | null,
  runs = runsDirectory(),
): Promise<WatchedTraining | null> {
  // Only names that a look into the folder gives: whatever else is asked for is not there.
  if (!(await namesIn(runs)).includes(name)) return null;
  const [run] = await lookAt(runs, name);
  if (run === undefined) return null;
  const folder = join(runs, name);
  const { steps } = await readEvolution(folder);
  const latest = steps.at(-1);
  const neuron = asked !== null && asked < (latest?.neurons ?? 0) ? asked : (latest?.leading ?? null);
  const epochs = steps.slice(-shownEpochs).map(
    ({ activations, ...step }): WatchedEpoch => ({
      ...step,
      values: neuron === null ? null : activationsOf(activations, neuron),
    }),
  );
  const { changed: _changed, ...shown } = run;
  return { ...shown, lines: await linesOf(folder), neuron, epochs };
}

/** Runs, and the trials of sweeps, by their paths in the folder. */
async function namesIn(runs: string): Promise<string[]> {
  const names = await folders(runs);
  const trials = names.map(async (name) =>
    (await folders(join(runs, name, 'trials'))).map((trial) => `${name}/trials/${trial}`),
  );
  return [...names, ...(await Promise.all(trials)).flat()];
}

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
}

async function lookAt(runs: string, name: string): Promise<(WatchedRun & { changed: number })[]> {
  const folder = join(runs, name);
  const lines = await linesOf(folder);
  const last = lines.at(-1);
  if (last === undefined) return [];
  const changed = (await stat(join(folder, progressFile)).catch(() => null))?.mtimeMs ?? Number.NEGATIVE_INFINITY;
  const working = await exists(join(folder, '.lock'));
  return [{ name, last, working, changed }];
}

const linesOf = async (folder: string): Promise<ProgressLine[]> =>
  progressLines(await readFile(join(folder, progressFile), 'utf8').catch(() => ''));
