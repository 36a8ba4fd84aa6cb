/**
 * Runs every part of the tests and ends with one line `N passed, N failed`: types, lint and format (`npm run check`),
 * unit and command-line tests (Vitest), and the pages in a browser (Playwright), which is found or installed first.
 * Words choose parts: `npm test unit cli`. Tests that take long are run only when asked for: `npm run test:long`.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageProgram } from '../runner/commands/program.ts';
import { findBrowser } from './find-browser.ts';

interface Count {
  passed: number;
  failed: number;
}

const say = (text: string) => process.stdout.write(`${text}\n`);

function runNode(file: string, words: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, [file, ...words], { stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A program that failed without counting anything counts as one failed test, so that it cannot pass unseen. */
const orFailed = (count: Count, code: number): Count =>
  code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;

async function checks(): Promise<Count> {
  const code = await runNode('runner/start.mjs', ['check']);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(folder: string, reports: string): Promise<Count> {
  const report = join(reports, 'vitest.json');
  const words = ['run', folder, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runNode(packageProgram('vitest', 'vitest'), words);
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8'));
    return orFailed({ passed: numPassedTests, failed: numFailedTests }, code);
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    await rm(report, { force: true });
  }
}

async function browser(reports: string): Promise<Count> {
  const found = await findBrowser(say);
  if (found === null) return { passed: 0, failed: 1 };
  const report = join(reports, 'playwright.json');
  const env = { CHROMIUM_PATH: found, PLAYWRIGHT_JSON_OUTPUT_FILE: report, ASTRO_TELEMETRY_DISABLED: '1' };
  const code = await runNode(packageProgram('@playwright/test', 'playwright'), ['test', '--reporter=list,json'], env);
  try {
    const { stats } = JSON.parse(await readFile(report, 'utf8'));
    return orFailed({ passed: stats.expected + stats.flaky, failed: stats.unexpected }, code);
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const reports = await mkdtemp(join(tmpdir(), 'rnn-atlas-tests-'));
const parts: Record<string, () => Promise<Count>> = {
  check: checks,
  unit: () => vitest('tests/unit', reports),
  cli: () => vitest('tests/cli', reports),
  browser: () => browser(reports),
  long: () => vitest('tests/long', reports),
};
const onlyWhenAsked = 'long';
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in parts));
if (unknown !== undefined) {
  say(`There is no part "${unknown}" of the tests; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
let passed = 0;
let failed = 0;
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 ? !asked.includes(name) : name === onlyWhenAsked) continue;
  say(`\n== ${name}`);
  const count = await run();
  say(`== ${name}: ${count.passed} passed, ${count.failed} failed`);
  passed += count.passed;
  failed += count.failed;
}
await rm(reports, { recursive: true, force: true });
say(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
