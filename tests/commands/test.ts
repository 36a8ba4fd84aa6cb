/**
 * `npm test`: runs every part of the tests, names again what failed, and ends with one line `N passed, N failed`: types, lint and format
 * (`npm run check`), unit and command-line tests (Vitest), and the pages in a browser (Playwright), which is found or
 * installed first. Words choose parts: `npm test unit cli`. Tests that take long are run only when asked for: `npm run test:long`.
 *
 * Unit and command-line tests are one run of Vitest. The check and then the browser's tests run beside it, for each leaves cores
 * idle by turns: a build and a command wait for files, a page for its browser, types for the last of them. What they print
 * comes when they are done, in one piece.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { packageProgram } from '../../runner/cli/commands/program.ts';
import type { Takes, WordsOf } from '../../runner/cli/commands/words.ts';

const ofVitest = ['unit', 'cli', 'pages', 'long'];
const all = ['check', 'browser', ...ofVitest];

export const takes = {
  subject: null,
  keys: {},
  others: { shown: all.join('|'), about: 'the parts to run', accepts: (word) => all.includes(word) },
  example: 'npm test unit cli',
} satisfies Takes;

/** What came out of a part: how many tests passed, and the names of those that did not. */
interface Outcome {
  passed: number;
  failed: string[];
}

/** Where a part's words and those of its programs go. */
type Say = (text: string) => void;

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
const orFailed = ({ passed, failed }: Outcome, code: number, name: string): Outcome => ({
  passed,
  failed: code !== 0 && failed.length === 0 ? [`${name} ended with code ${code}`] : failed,
});

async function reported<Report>(file: string, outcomeOf: (report: Report) => Outcome): Promise<Outcome> {
  try {
    return outcomeOf(JSON.parse(await readFile(file, 'utf8')) as Report);
  } catch {
    return { passed: 0, failed: [`${file} cannot be read: what was said stands above`] };
  }
}

/** In the folder of this run, which begins with this. */
const reportFile = async (name: string): Promise<string> =>
  join((await import('../one-build.ts')).runFolder, `${name}.json`);

async function check(say: Say): Promise<Outcome> {
  const code = await runNode('runner/start.mjs', ['check'], say);
  return orFailed({ passed: code === 0 ? 1 : 0, failed: [] }, code, 'npm run check');
}

/** What its report says of a file, and of the tests in it. */
interface VitestFile {
  name: string;
  status: string;
  assertionResults: { status: string; fullName: string }[];
}

async function vitest(parts: readonly string[], say: Say): Promise<Outcome> {
  const report = await reportFile('vitest');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // A test of a command waits for a process, which waits for files or for another that builds: two more than there are cores keep these at work.
  const words = ['run', ...parts.map((part) => join('tests', part)), `--maxWorkers=${cores + 2}`, ...reporters];
  const code = await runNode(packageProgram('vitest', 'vitest'), words, say);
  const outcome = await reported<{ numPassedTests: number; testResults: VitestFile[] }>(report, (read) => ({
    passed: read.numPassedTests,
    failed: read.testResults.flatMap(({ name, status, assertionResults }) => {
      const file = relative('.', name);
      const failed = assertionResults.filter((each) => each.status === 'failed');
      // One that cannot be loaded has no tests.
      if (failed.length === 0 && status === 'failed') return [file];
      return failed.map(({ fullName }) => `${file}: ${fullName}`);
    }),
  }));
  return orFailed(outcome, code, 'Vitest');
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs: { title: string; file: string; line: number; ok: boolean }[];
}

const failedIn = ({ suites = [], specs }: PlaywrightSuite): string[] => [
  ...specs.filter(({ ok }) => !ok).map(({ title, file, line }) => `tests/browser/${file}:${line}: ${title}`),
  ...suites.flatMap(failedIn),
];

async function browser(say: Say): Promise<Outcome> {
  const { findBrowser } = await import('../find-browser.ts');
  const found = await findBrowser((text) => say(`${text}\n`));
  if (found === null) return { passed: 0, failed: ['No browser was found, and none could be installed'] };
  const report = await reportFile('playwright');
  const env = { CHROMIUM_PATH: found, PLAYWRIGHT_JSON_OUTPUT_FILE: report, ASTRO_TELEMETRY_DISABLED: '1' };
  const words = ['test', `--workers=${cores + 1}`, '--reporter=list,json'];
  const code = await runNode(packageProgram('@playwright/test', 'playwright'), words, say, env);
  const outcome = await reported<{ stats: { expected: number; flaky: number } } & PlaywrightSuite>(report, (read) => ({
    passed: read.stats.expected + read.stats.flaky,
    failed: (read.suites ?? []).flatMap(failedIn),
  }));
  return orFailed(outcome, code, 'Playwright');
}

export async function run({ others: asked }: WordsOf<typeof takes>): Promise<number> {
  const chosen = asked.length > 0 ? asked : all.filter((name) => name !== 'long');
  const parts = ofVitest.filter((name) => chosen.includes(name));
  const held: string[] = [];
  const print: Say = (text) => process.stdout.write(text);
  /** What runs beside Vitest says all of it at the end. */
  const say: Say = parts.length > 0 ? (text) => held.push(text) : print;
  const beside = async () => [
    ...(chosen.includes('check') ? [await check(say)] : []),
    ...(chosen.includes('browser') ? [await browser(say)] : []),
  ];
  const outcomes = await Promise.all([...(parts.length > 0 ? [vitest(parts, print)] : []), beside()]);
  const failed = outcomes.flat().flatMap((outcome) => outcome.failed);
  const passed = outcomes.flat().reduce((sum, outcome) => sum + outcome.passed, 0);
  print(`${held.join('')}\n${failed.map((name) => `Failed: ${name}\n`).join('')}`);
  print(`${passed} passed, ${failed.length} failed\n`);
  return failed.length === 0 ? 0 : 1;
}
