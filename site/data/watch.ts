/** The trainings in the folder of runs, as they stand now: what the page that watches them shows. Reads files only. */
import { glob, readFile, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { decimal, duration, integer } from '../../runner/core/format.ts';
import { exists } from '../../runner/core/paths.ts';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import { readEvolution } from '../../runner/experiment/results/evolution-folder.ts';
import { type ProgressLine, progressFile, progressLines } from '../../runner/experiment/results/progress-schema.ts';
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

interface Watched {
  last: ProgressLine;
  /** Whether its lock is there: a command works on it, or one was killed. */
  working: boolean;
  lines: readonly ProgressLine[];
}

/** Facts about a training as it stands: 'epoch 2.4', 'loss 2.310', '5,300 tokens a second', '41 s left'. */
export function watchedFacts({ last, working, lines }: Watched): string[] {
  const evaluated = lines.findLast(({ validationLoss }) => validationLoss !== null);
  return [
    working ? 'a command works on it' : 'no command works on it',
    `epoch ${decimal(last.epoch, 2)}`,
    last.loss === null ? null : `training loss ${decimal(last.loss, 3)}`,
    evaluated === undefined || evaluated.validationLoss === null
      ? null
      : `validation loss ${decimal(evaluated.validationLoss, 3)} after epoch ${integer(evaluated.epoch)}`,
    last.tokensPerSecond === null ? null : `${integer(last.tokensPerSecond)} tokens a second`,
    working && last.secondsLeft !== null ? `${duration(last.secondsLeft)} left at most` : null,
  ].filter((fact) => fact !== null);
}

/** The curve as far as it is known; null before the first evaluation. */
export function watchedCurve(lines: readonly ProgressLine[]) {
  const epochs = lines.flatMap(({ epoch, loss, validationLoss }) =>
    validationLoss === null ? [] : [{ epoch, trainingLoss: loss ?? Number.NaN, validationLoss }],
  );
  const within = lines.flatMap(({ epoch, loss, validationLoss }) =>
    validationLoss !== null || loss === null ? [] : [{ epoch, loss }],
  );
  const trained = epochs.filter(({ epoch }) => epoch > 0);
  const best = (trained.length > 0 ? trained : epochs).reduce<(typeof epochs)[number] | null>(
    (so, each) => (so === null || each.validationLoss < so.validationLoss ? each : so),
    null,
  );
  if (best === null) return null;
  const smoothed = { epoch: within.map(({ epoch }) => epoch), loss: within.map(({ loss }) => loss) };
  // The axis goes as far as the line within an epoch does.
  return { epochs, bestEpoch: best.epoch, smoothed, reached: Math.max(...lines.map(({ epoch }) => epoch)) };
}
