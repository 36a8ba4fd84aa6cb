/**
 * Runs every part of the tests, names again what failed, and ends with one line `N passed, N failed`: types, lint and format
 * (`npm run check`), unit and command-line tests (Vitest), and the pages in a browser (Playwright), which is found or
 * installed first. Words choose parts: `npm test unit cli`. Tests that take long are run only when asked for: `npm run test:long`.
 *
 * Unit and command-line tests are one run of Vitest. The check and then the browser's tests run beside it, for each leaves cores
 * idle by turns: a build and a command wait for files, a page for its browser, types for the last of them. What they print
 * comes when they are done, in one piece.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { packageProgram } from '../runner/cli/commands/program.ts';
import {
  type Failure,
  failuresOfPlaywright,
  failuresOfVitest,
  firstLine,
  type PlaywrightSuite,
  toldAgain,
  type VitestFile,
} from './failures.ts';
import { findBrowser } from './find-browser.ts';
import { oneAtATime } from './one-build.ts';

/** What came out of a part. */
interface Outcome {
  passed: number;
  failed: Failure[];
  /** What failed at first and passed when it was run once more; counted among those that passed. */
  flaky?: Failure[];
}

/** Where a part's words and those of its programs go. */
type Say = (text: string) => void;

interface Part {
  /**
   * By which program it is run; parts of one program are one run.
   * @param reports a folder for files that say what came out.
   * @returns what came out of each.
   */
  run(parts: readonly string[], say: Say, reports: string): Promise<Outcome[]>;
  onlyWhenAsked?: true;
}

const parts: Record<string, Part> = {
  check: { run: checks },
  unit: { run: vitest },
  cli: { run: vitest },
  browser: { run: browser },
  long: { run: vitest, onlyWhenAsked: true },
};

const cores = availableParallelism();

function runNode(file: string, words: string[], say: Say, env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, [file, ...words], {
    stdio: ['inherit', 'pipe', 'pipe'],
    // A pipe takes the colours away that a terminal would be given.
    env: { ...(process.stdout.isTTY && { FORCE_COLOR: '1' }), ...process.env, ...env },
  });
  child.stdout.setEncoding('utf8').on('data', say);
  child.stderr.setEncoding('utf8').on('data', say);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A program that failed without a failed test counts as one, so that it cannot pass unseen. */
const orFailed = (outcome: Outcome, code: number, name: string, error = `It ended with code ${code}.`): Outcome =>
  code !== 0 && outcome.failed.length === 0 ? { ...outcome, failed: [{ name, error }] } : outcome;

const withoutReport = (name: string): Outcome => ({
  passed: 0,
  failed: [{ name, error: 'It left no report that can be read; its own words stand above.' }],
});

async function checks(_parts: readonly string[], say: Say): Promise<Outcome[]> {
  let told = '';
  const listen: Say = (text) => {
    told += text;
    say(text);
  };
  // It writes what Astro's builds write, too.
  const code = await oneAtATime(() => runNode('runner/start.mjs', ['check'], listen));
  const error = stripVTControlCharacters(told)
    .split('\n')
    .find((line) => /\berror\b|[×✖✗]/i.test(line));
  return [orFailed({ passed: code === 0 ? 1 : 0, failed: [] }, code, 'npm run check', error?.trim())];
}

async function vitest(parts: readonly string[], say: Say, reports: string): Promise<Outcome[]> {
  const report = join(reports, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const folders = parts.map((part) => join('tests', part));
  // A test of a command waits for a process, which waits for files or for another that builds: two more than there are cores keep these at work.
  const words = ['run', ...folders, `--maxWorkers=${cores + 2}`, ...reporters];
  const code = await runNode(packageProgram('vitest', 'vitest'), words, say);
  try {
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as { testResults: VitestFile[] };
    const outcomes = folders.map((folder): Outcome => {
      const files = testResults.filter(({ name }) => name.startsWith(resolve(folder) + sep));
      const tests = files.flatMap(({ assertionResults }) => assertionResults);
      return {
        passed: tests.filter(({ status }) => status === 'passed').length,
        failed: failuresOfVitest(files, resolve('.')),
      };
    });
    const none = outcomes.every(({ failed }) => failed.length === 0);
    return outcomes.map((outcome, index) =>
      none && index === 0 ? orFailed(outcome, code, `Vitest (${parts.join(', ')})`) : outcome,
    );
  } catch {
    return parts.map((part) => withoutReport(`Vitest (${part})`));
  }
}

async function browser(_parts: readonly string[], say: Say, reports: string): Promise<Outcome[]> {
  const found = await findBrowser((text) => say(`${text}\n`));
  if (found === null) {
    return [{ passed: 0, failed: [{ name: 'browser', error: 'No browser was found, and none could be installed.' }] }];
  }
  const report = join(reports, 'playwright.json');
  const env = { CHROMIUM_PATH: found, PLAYWRIGHT_JSON_OUTPUT_FILE: report, ASTRO_TELEMETRY_DISABLED: '1' };
  const words = ['test', `--workers=${cores + 1}`, '--reporter=list,json'];
  const code = await runNode(packageProgram('@playwright/test', 'playwright'), words, say, env);
  try {
    const { stats, suites, errors } = JSON.parse(await readFile(report, 'utf8')) as {
      stats: { expected: number; flaky: number };
      suites: PlaywrightSuite[];
      errors: { message?: string }[];
    };
    const failed = failuresOfPlaywright(suites, 'tests/browser');
    const error = errors[0]?.message;
    const flaky = failuresOfPlaywright(suites, 'tests/browser', 'flaky');
    const outcome = { passed: stats.expected + stats.flaky, failed, flaky };
    return [orFailed(outcome, code, 'Playwright', error && firstLine(error))];
  } catch {
    return [withoutReport('Playwright')];
  }
}

/** One program after the other; what they say comes at once, or, of those that run beside others, when each is done. */
async function inTurn(
  names: readonly string[],
  { reports, beside }: { reports: string; beside: boolean },
): Promise<Required<Outcome>> {
  const sum = { passed: 0, failed: [] as Failure[], flaky: [] as Failure[] };
  for (const [run, own] of Map.groupBy(names, (name) => parts[name]?.run)) {
    const held: string[] = [];
    const say: Say = (text) => (beside ? held.push(text) : process.stdout.write(text));
    say(`\n== ${own.join(', ')}\n`);
    const outcomes = (await run?.(own, say, reports)) ?? own.map(withoutReport);
    for (const [index, { passed, failed, flaky = [] }] of outcomes.entries()) {
      say(`== ${own[index]}: ${passed} passed, ${failed.length} failed\n`);
      sum.passed += passed;
      sum.failed.push(...failed);
      sum.flaky.push(...flaky);
    }
    process.stdout.write(held.join(''));
  }
  return sum;
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in parts));
if (unknown !== undefined) {
  process.stdout.write(`There is no part "${unknown}" of the tests; there are ${Object.keys(parts).join(', ')}.\n`);
  process.exit(2);
}
const chosen = Object.keys(parts).filter((name) =>
  asked.length > 0 ? asked.includes(name) : parts[name]?.onlyWhenAsked !== true,
);
/** What runs beside the commands. */
const [aside, others] = [
  ['check', 'browser'],
  ['unit', 'cli', 'long'],
].map((names) => chosen.filter((name) => names.includes(name))) as [string[], string[]];
const reports = await mkdtemp(join(tmpdir(), 'rnn-atlas-tests-'));
process.env.RNN_ATLAS_TEST_RUN = reports;
const outcomes = await Promise.all([
  inTurn(others, { reports, beside: false }),
  inTurn(aside, { reports, beside: others.length > 0 }),
]);
await rm(reports, { recursive: true, force: true });
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.flatMap((outcome) => outcome.failed);
const flaky = outcomes.flatMap((outcome) => outcome.flaky);
process.stdout.write(
  `${toldAgain(flaky, 'Passed only when run once more')}${toldAgain(failed)}\n${passed} passed, ${failed.length} failed\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
