/**
 * `npm run calibrate [seed=0] [experiments=1000] [threads=2] [quick=true] [json=true]`: how often the tests of the
 * evidence are wrong, on made-up experiments whose truth is known. With 1,000 experiments or more of each kind, the
 * figures go to public/calibration.json, which the methods page shows.
 */
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { Ansis } from 'ansis';
import { calibrate } from '../calibration/calibrate.ts';
import { ratesTable } from '../calibration/rates-table.ts';
import { readRealRecording } from '../calibration/read-real-recording.ts';
import { quickExperiments, studiesFor } from '../calibration/studies.ts';
import { fewestForRates } from '../calibration/tally.ts';
import { startWorkers } from '../calibration/workers.ts';
import { writeWhole } from '../core/atomic-files.ts';
import { exitCode, InputError } from '../core/errors.ts';
import { type Calibration, calibrationSchema } from '../results/calibration-schema.ts';
import { terminalReporter } from '../terminal/reporter.ts';
import { wantsColour } from '../terminal/wants-colour.ts';

interface Options {
  seed: number;
  experiments: number;
  threads: number;
  quick: boolean;
  json: boolean;
}

const usage = 'For example: npm run calibrate seed=0 experiments=1000';
/** Levels of the library that colours. */
const [noColours, basicColours] = [0, 1];

export async function run(words: string[]): Promise<number> {
  const { seed, experiments, threads, quick, json } = optionsOf(words);
  const cwd = process.cwd();
  const interactive = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  const reporter = terminalReporter({ stream: process.stderr, interactive, now: () => performance.now() });
  const material = { recording: quick ? null : await readRealRecording(reporter) };
  const studies = studiesFor(quick, material);
  const workers = startWorkers(threads, { seed, quick, material });
  const began = performance.now();
  reporter.step(`Calibration: ${studies.length} kinds of ${experiments} experiments`);
  try {
    const calibration = await calibrate({
      seed,
      experiments,
      studies,
      workers: threads,
      work: workers.work,
      onProgress: (done, total, { name }) =>
        reporter.progress({
          done,
          total,
          text: name,
          secondsLeft: ((performance.now() - began) / 1000 / done) * (total - done),
        }),
      onStudy: ({ name }, rates) => {
        const told = Object.entries(rates).map(([measure, { rate }]) => `${measure} ${(100 * rate).toFixed(1)}%`);
        reporter.line(`${name}: ${told.join(', ')}`);
      },
    });
    reporter.finish();
    if (!quick && experiments >= fewestForRates) await keep(calibration, cwd, reporter.note);
    show(calibration, json);
    return everyRate(calibration).every(({ passed }) => passed) ? exitCode.done : exitCode.failed;
  } catch (error) {
    reporter.finish({ completed: false });
    throw error;
  } finally {
    await workers.close();
  }
}

async function keep(calibration: Calibration, cwd: string, note: (text: string) => void): Promise<void> {
  const path = join(cwd, 'public', 'calibration.json');
  await writeWhole(path, `${JSON.stringify(calibrationSchema.parse(calibration))}\n`);
  note(`The figures are in ${relative(cwd, path)}; the methods page shows them.`);
}

function show(calibration: Calibration, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(calibration)}\n`);
    return;
  }
  const { green, red } = new Ansis(wantsColour(process.env, process.stdout) ? basicColours : noColours);
  process.stdout.write(ratesTable(calibration, { good: green, bad: red }));
}

const everyRate = ({ nulls, plants, mutants }: Calibration) =>
  [nulls, plants, mutants].flatMap((kind) => Object.values(kind)).flatMap((rates) => Object.values(rates));

function optionsOf(words: readonly string[]): Options {
  const given = new Map(words.map((word) => word.split('=', 2) as [string, string | undefined]));
  const known = ['seed', 'experiments', 'threads', 'quick', 'json'];
  const unknown = [...given.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new InputError('unknown-word', {
      what: `npm run calibrate has no "${unknown}"`,
      why: `It has ${known.join(', ')}`,
      fix: usage,
    });
  }
  const whole = (key: string, otherwise: number, least: number, most: number): number => {
    if (!given.has(key)) return otherwise;
    const text = given.get(key) ?? '';
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InputError('wrong-value', {
      what: `${key}=${text} is no whole number from ${least} to ${most}`,
      fix: usage,
    });
  };
  const flag = (key: string): boolean => {
    const text = given.get(key) ?? 'false';
    if (text === 'true' || text === 'false') return text === 'true';
    throw new InputError('wrong-value', { what: `${key}=${text} is neither true nor false`, fix: usage });
  };
  const quick = flag('quick');
  return {
    seed: whole('seed', 0, 0, Number.MAX_SAFE_INTEGER),
    experiments: whole('experiments', quick ? quickExperiments : fewestForRates, 1, 1_000_000),
    threads: whole('threads', availableParallelism(), 1, 256),
    quick,
    json: flag('json'),
  };
}
