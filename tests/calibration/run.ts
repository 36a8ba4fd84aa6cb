/**
 * `npm run calibrate`: how often the tests of the evidence are wrong, on made-up experiments whose truth is known. The
 * figures go to public/calibration.json, which the methods page shows, unless those of more experiments in the same worlds
 * stand there. What is counted is kept in runs/.calibration, so that an interrupted run goes on and a larger one does not begin
 * anew.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { stderrReporter, stdoutColours } from '../../runner/cli/commands/streams.ts';
import { readWords } from '../../runner/cli/commands/words.ts';
import { writeFileAtomic } from '../../runner/core/atomic-files.ts';
import { exitCode } from '../../runner/core/errors.ts';
import { percent } from '../../runner/core/format.ts';
import { type Calibration, calibrationSchema } from '../../runner/experiment/results/calibration-schema.ts';
import { takes, usualExperiments } from '../commands/calibrate.ts';
import { calibrate } from './calibrate.ts';
import { calibrationKey, keeping } from './kept.ts';
import { readRealRecording } from './real-recording.ts';
import { inOtherThread, studiesFor } from './studies/studies.ts';
import { ratesTable } from './tally.ts';
import { trainedManifests, trainedNetworks } from './trained-networks.ts';

async function run(words: string[]): Promise<number> {
  const { given } = readWords({ command: 'npm run calibrate', summary: '', ...takes }, words);
  const { quick, json, seed = 0, threads = availableParallelism(), minutes = Number.POSITIVE_INFINITY } = given;
  const experiments = given.experiments ?? usualExperiments[quick ? 'quick' : 'whole'];
  const cwd = process.cwd();
  const reporter = stderrReporter();
  const began = performance.now();
  const folder = join(cwd, 'runs', '.calibration');
  const material = quick
    ? { recording: null, networks: null }
    : {
        recording: await readRealRecording(reporter),
        networks: await trainedNetworks(join(folder, 'networks'), seed, reporter),
      };
  const studies = studiesFor(quick, material);
  reporter.step(`Calibration: ${studies.length} kinds of ${experiments} experiments`);
  try {
    const calibration = await calibrate({
      seed,
      experiments,
      studies,
      workers: threads,
      work: keeping(
        join(folder, await calibrationKey(seed, trainedManifests)),
        inOtherThread({ seed, quick, material }),
        () => performance.now() - began > 60_000 * minutes,
      ),
      onProgress: (done, total, { name }) => reporter.progress({ done, total, text: name }),
      onStudy: ({ name }, rates) => {
        const words = Object.entries(rates).map(([measure, { rate }]) => `${measure} ${percent(rate, 1)}`);
        reporter.line(`${name}: ${words.join(', ')}`);
      },
    });
    reporter.finish();
    if (!quick) await publish(calibration, cwd, reporter.note);
    const { green, red } = stdoutColours();
    process.stdout.write(json ? `${JSON.stringify(calibration)}\n` : ratesTable(calibration, green, red));
    return everyRate(calibration).every(({ passed }) => passed) ? exitCode.done : exitCode.failed;
  } catch (error) {
    reporter.finish({ completed: false });
    throw error;
  }
}

/** Unless the file has figures of more experiments in the same worlds. */
async function publish(calibration: Calibration, cwd: string, note: (text: string) => void): Promise<void> {
  const file = join('public', 'calibration.json');
  const known = await readFile(join(cwd, file), 'utf8')
    .then((text) => calibrationSchema.parse(JSON.parse(text)))
    .catch(() => null);
  const isOfTheSame = known !== null && isDeepStrictEqual(known.about, calibration.about);
  if (isOfTheSame && experimentsOf(known) > experimentsOf(calibration)) {
    note(`${file} has the figures of more experiments in the same worlds, and keeps them.`);
    return;
  }
  await writeFileAtomic(join(cwd, file), `${JSON.stringify(calibrationSchema.parse(calibration))}\n`);
  note(`The figures are in ${file}; the methods page shows them.`);
}

/** Over all rates. */
const experimentsOf = (calibration: Calibration): number =>
  everyRate(calibration).reduce((sum, { experiments }) => sum + experiments, 0);

const everyRate = ({ nulls, plants, mutants }: Calibration) =>
  [nulls, plants, mutants].flatMap((kind) => Object.values(kind)).flatMap((rates) => Object.values(rates));

process.exitCode = await run(process.argv.slice(2));
