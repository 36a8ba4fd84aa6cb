/** `npm run sweep`: many trainings of one manifest with different settings; how they stand meanwhile, and the best when all have ended. */

import { join } from 'node:path';
import { counted, duration, integer } from '../../core/format.ts';
import { type SweepResult, type SweepTrial, sweepFile } from '../../experiment/results/sweep-schema.ts';
import { executorNames } from '../../sweep/executors/settings.ts';
import { loadSweep } from '../../sweep/load.ts';
import { type LiveSweep, runSweep } from '../../sweep/run-sweep.ts';
import { columns, fitted, runningLine } from '../terminal/lines.ts';
import { visible } from '../terminal/visible.ts';
import { siteHint } from './findings.ts';
import { choice, needed, optional, whole } from './keys.ts';
import { inForeground } from './running.ts';
import { shownPath, widthOf } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
  subject: needed('<sweep>', 'the path of a sweep, such as experiments/sweeps/lstm-search.yaml'),
  keys: {
    parallel: whole(1, 1000, 'how many trials run at a time (as the sweep says, otherwise 1)'),
    executor: choice(executorNames, 'where they run (as the sweep says, otherwise local)'),
    runs: optional('<folder>', 'the folder for files that are not published (as the base manifest says)'),
    results: optional('<folder>', 'the folder for the result (as the base manifest says)'),
  },
  example: 'npm run sweep experiments/sweeps/quote-neuron-by-size.yaml parallel=2',
} satisfies Takes;

export async function run({ subject: path, given }: WordsOf<typeof takes>, words: readonly string[]): Promise<void> {
  const sweep = await loadSweep(path, given, process.cwd());
  const result = await inForeground('sweep', words, (host) => {
    const { show } = host.reporter;
    return runSweep(sweep, host, show === null ? undefined : (view) => show((width) => liveLines(view, width)));
  });
  process.stdout.write(
    `${renderSweep(result, widthOf(process.env, process.stdout) ?? 100)}\nResult: ${shownPath(join(sweep.result, sweepFile))}\n` +
      `${siteHint(sweep.result)}, then open /sweeps/${result.id}/\n`,
  );
}

const mostRunning = 12;
const shownTrials = 10;

/** '2 of 4 trials done', '2 stopped early'. */
function countsOf({ trials, planned }: SweepResult): string[] {
  const of = (status: SweepTrial['status']) => trials.filter((trial) => trial.status === status).length;
  const [stopped, failed] = [of('stopped'), of('failed')];
  return [
    `${of('done')} of ${counted(planned, 'trial')} done`,
    ...(stopped > 0 ? [`${stopped} stopped early`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
}

/** 'units 64, learningRate 0.0012, seed 0'. */
function settingsWords({ parameters }: Pick<SweepTrial, 'parameters'>): string {
  return Object.entries(parameters)
    .map(([key, value]) => `${visible(key.split('.').at(-1) ?? key)} ${valueWords(value)}`)
    .join(', ');
}

/** The live table: counts, the best so far, and a line for each trial that runs. */
export function liveLines({ result, running, left }: LiveSweep, width: number): string[] {
  const counts = [...countsOf(result), `${running.length} running`, `${left} left`];
  const best = result.trials.find(({ id }) => id === result.best);
  const shown = running.slice(0, mostRunning);
  return [
    `${visible(result.title)}: ${counts.join(', ')}`,
    ...(best === undefined ? [] : [`  best     ${lossWords(best)}  ${settingsWords(best)}`]),
    ...shown.map(({ trial, text, share }) => runningLine(trial, text, share)),
    ...(running.length > shown.length ? [`  and ${running.length - shown.length} others`] : []),
  ].map((line) => fitted(line, width));
}

const ranked = (trials: readonly SweepTrial[]): SweepTrial[] => {
  const loss = ({ validationLoss }: SweepTrial) => validationLoss ?? Number.POSITIVE_INFINITY;
  return trials.toSorted((a, b) => loss(a) - loss(b));
};

const lossWords = ({ validationLoss }: SweepTrial): string =>
  validationLoss === null ? 'no loss' : `loss ${validationLoss.toFixed(4)}`;

/** What is printed when a sweep has ended: its best trials, and those that failed. */
export function renderSweep(result: SweepResult, width: number): string {
  const done = ranked(result.trials.filter(({ status }) => status === 'done'));
  const failed = result.trials.filter(({ status }) => status === 'failed');
  const keys = result.settings.map(({ key }) => key);
  const short = keys.map((key) => key.split('.').at(-1) ?? key);
  const head = ['', 'loss', ...short, 'epochs', 'time', 'weights'];
  const toTheRight = head.map(() => 'right' as const);
  const rows = done
    .slice(0, shownTrials)
    .map((trial, index) => [
      String(index + 1),
      trial.validationLoss?.toFixed(4) ?? '',
      ...keys.map((key) => valueWords(trial.parameters[key])),
      trial.epochs === null ? '' : String(trial.epochs),
      duration(trial.seconds),
      trial.size === null ? '' : integer(trial.size),
    ]);
  return [
    visible(result.title),
    countsOf(result).join(', '),
    '',
    ...columns([head, ...rows], toTheRight),
    ...(done.length > shownTrials ? [`and ${done.length - shownTrials} more`] : []),
    ...failed.map((trial) => `failed: ${settingsWords(trial)}: ${visible(trial.error ?? '')}`),
  ]
    .map((line) => fitted(line, width))
    .join('\n')
    .concat('\n');
}

const valueWords = (value: unknown): string =>
  visible(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
