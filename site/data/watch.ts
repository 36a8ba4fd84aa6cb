/** The trainings in the folder of runs, as they stand now: what the page that watches them shows. Reads files only. */

import { glob, readFile, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { exists } from '../../runner/core/paths.ts';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import { readEvolution } from '../../runner/experiment/results/evolution-folder.ts';
import { progressFile, progressLines } from '../../runner/experiment/results/progress-schema.ts';
import { atHome } from './places.ts';

/** `runs`, unless RNN_ATLAS_RUNS says otherwise: it may lie on another machine. */
const runsDirectory = (): string => atHome(process.env.RNN_ATLAS_RUNS || 'runs');

/** Epochs whose texts are shown, the latest. */
const shownEpochs = 24;

/** All that have trained, those at work first, then by when they last wrote. */
export async function watchedRuns(runs = runsDirectory()) {
  const found = await Promise.all((await namesIn(runs)).map((name) => lookAt(runs, name)));
  return found
    .filter((run) => run !== null)
    .sort((a, b) => Number(b.working) - Number(a.working) || b.changed - a.changed);
}

/** Null where there is no such run, or it has trained nothing. Of each epoch the values of the neuron that is shown, [tokens], in their order. */
export async function watchedTraining(name: string, asked: number | null, runs = runsDirectory()) {
  // Only names that a look into the folder gives: whatever else is asked for is not there.
  const run = (await namesIn(runs)).includes(name) ? await lookAt(runs, name) : null;
  if (run === null) return null;
  const { steps } = await readEvolution(join(runs, name));
  const latest = steps.at(-1);
  const neuron = asked !== null && asked < (latest?.neurons ?? 0) ? asked : (latest?.leading ?? null);
  const epochs = steps.slice(-shownEpochs).map(({ activations, ...step }) => ({
    ...step,
    values: neuron === null ? null : activationsOf(activations, neuron),
  }));
  return { ...run, neuron, epochs };
}

/** Runs, and the trials of sweeps, by their paths in the folder. */
async function namesIn(runs: string): Promise<string[]> {
  const files = await Array.fromAsync(glob([`*/${progressFile}`, `*/trials/*/${progressFile}`], { cwd: runs }));
  return files.map((file) => dirname(file).replaceAll(sep, '/')).filter((name) => !/(^|\/)\./.test(name));
}

async function lookAt(runs: string, name: string) {
  const file = join(runs, name, progressFile);
  const lines = progressLines(await readFile(file, 'utf8').catch(() => ''));
  const last = lines.at(-1);
  if (last === undefined) return null;
  const changed = (await stat(file).catch(() => null))?.mtimeMs ?? Number.NEGATIVE_INFINITY;
  return { name, lines, last, working: await exists(join(runs, name, '.lock')), changed };
}
