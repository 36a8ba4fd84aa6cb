/**
 * Runs every part of the tests and ends with one line `N passed, N failed`: types, lint and format (`npm run check`),
 * unit and command-line tests (Vitest), and the pages in a browser (Playwright), which is found or installed first.
 * Words choose parts: `npm test unit cli`. Tests that take long are run only when asked for: `npm run test:long`.
 *
 * Unit and command-line tests are one run of Vitest. The browser's tests run beside it, for both leave cores idle by turns: a
 * build and a command wait for files, a page for its browser. What they print comes when they are done, in one piece.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { packageProgram } from '../runner/commands/program.ts';
import { findBrowser } from './find-browser.ts';

interface Count {
  passed: number;
  failed: number;
}

/** Where a part's words and those of its programs go. */
type Say = (text: string) => void;

interface Part {
  /**
   * By which program it is run; parts of one program are one run.
   * @param reports a folder for files that say what came out.
   * @returns what came out of each.
   */
  run(parts: readonly string[], say: Say, reports: string): Promise<Count[]>;
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

/** A program that failed without counting anything counts as one failed test, so that it cannot pass unseen. */
const orFailed = (count: Count, code: number): Count =>
  code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;

async function checks(_parts: readonly string[], say: Say): Promise<Count[]> {
  const code = await runNode('runner/start.mjs', ['check'], say);
  return [code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }];
}

async function vitest(parts: readonly string[], say: Say, reports: string): Promise<Count[]> {
  const report = join(reports, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const folders = parts.map((part) => join('tests', part));
  // A test of a command waits for a process, which waits for files: one more than there are cores keeps these at work.
  const words = ['run', ...folders, `--maxWorkers=${cores + 1}`, ...reporters];
  const code = await runNode(packageProgram('vitest', 'vitest'), words, say);
  try {
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as { testResults: Report[] };
    const counts = folders.map((folder) =>
      countOf(testResults.filter(({ name }) => name.startsWith(resolve(folder) + sep))),
    );
    const none = counts.every(({ failed }) => failed === 0);
    return counts.map((count, index) => (none && index === 0 ? orFailed(count, code) : count));
  } catch {
    return parts.map(() => ({ passed: 0, failed: 1 }));
  }
}

/** What Vitest says of a file. */
interface Report {
  name: string;
  assertionResults: { status: string }[];
  status: string;
}

/** A file that failed without counting a test counts as one. */
function countOf(files: readonly Report[]): Count {
  const sum = { passed: 0, failed: 0 };
  for (const { assertionResults, status } of files) {
    const failed = assertionResults.filter((each) => each.status === 'failed').length;
    sum.passed += assertionResults.filter((each) => each.status === 'passed').length;
    sum.failed += failed === 0 && status === 'failed' ? 1 : failed;
  }
  return sum;
}

async function browser(_parts: readonly string[], say: Say, reports: string): Promise<Count[]> {
  const found = await findBrowser((text) => say(`${text}\n`));
  if (found === null) return [{ passed: 0, failed: 1 }];
  const report = join(reports, 'playwright.json');
  const env = { CHROMIUM_PATH: found, PLAYWRIGHT_JSON_OUTPUT_FILE: report, ASTRO_TELEMETRY_DISABLED: '1' };
  const words = ['test', `--workers=${cores}`, '--reporter=list,json'];
  const code = await runNode(packageProgram('@playwright/test', 'playwright'), words, say, env);
  try {
    const { stats } = JSON.parse(await readFile(report, 'utf8'));
    return [orFailed({ passed: stats.expected + stats.flaky, failed: stats.unexpected }, code)];
  } catch {
    return [{ passed: 0, failed: 1 }];
  }
}

/** One program after the other; what they say comes at once, or, of those that run beside others, when each is done. */
async function inTurn(
  names: readonly string[],
  { reports, beside }: { reports: string; beside: boolean },
): Promise<Count> {
  const sum = { passed: 0, failed: 0 };
  for (const [run, own] of Map.groupBy(names, (name) => parts[name]?.run)) {
    const held: string[] = [];
    const say: Say = (text) => (beside ? held.push(text) : process.stdout.write(text));
    say(`\n== ${own.join(', ')}\n`);
    const counts = (await run?.(own, say, reports)) ?? [{ passed: 0, failed: 1 }];
    for (const [index, count] of counts.entries()) {
      say(`== ${own[index]}: ${count.passed} passed, ${count.failed} failed\n`);
      sum.passed += count.passed;
      sum.failed += count.failed;
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
const others = chosen.filter((name) => name !== 'browser');
process.env.RNN_ATLAS_TEST_RUN = String(process.pid);
const reports = await mkdtemp(join(tmpdir(), 'rnn-atlas-tests-'));
const counts = await Promise.all([
  inTurn(others, { reports, beside: false }),
  inTurn(
    chosen.filter((name) => name === 'browser'),
    { reports, beside: others.length > 0 },
  ),
]);
await rm(reports, { recursive: true, force: true });
const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0);
process.stdout.write(`\n${total('passed')} passed, ${total('failed')} failed\n`);
process.exitCode = total('failed') === 0 ? 0 : 1;
