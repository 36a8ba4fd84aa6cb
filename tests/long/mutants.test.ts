/**
 * Makes each mistake of the list (tests/mutants) in a copy of the program, one after the other, and runs the tests that
 * are named beside it: none of them may stay green. With `-t` and words of its description one mutant is tried alone.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packageProgram } from '../../runner/cli/commands/program.ts';
import { mutants } from '../mutants/mutants.ts';
import { findPlace, readSources, replaced } from '../mutants/place.ts';
import { programCopy } from '../program-copy.ts';

const minutes = 60_000;

const copy = programCopy();
const sources = readSources(copy);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

interface Ended {
  green: boolean;
  /** What the tests said. */
  output: string;
}

function runTests(files: readonly string[], bail: boolean): Promise<Ended> {
  const words = ['run', ...files, '--maxWorkers=1', '--reporter=dot', ...(bail ? ['--bail=1'] : [])];
  // Without what this Vitest tells its own workers.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const child = spawn(process.execPath, [packageProgram('vitest', 'vitest'), ...words], { cwd: copy, env });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ green: code === 0, output }));
  });
}

test('without a mistake the named tests are green', { timeout: 10 * minutes }, async () => {
  const { green, output } = await runTests([...new Set(mutants.flatMap(({ tests }) => tests))], false);
  expect(green, output).toBe(true);
});

// By '%s', because '$about' would be cut short, and `-t` could not find its end.
const named = mutants.map((mutant) => [mutant.about, mutant] as const);
test.each(named)('it is noticed when %s', { timeout: 5 * minutes }, async (_, mutant) => {
  const place = findPlace(sources, mutant);
  const path = join(copy, place.file);
  const sound = readFileSync(path, 'utf8');
  writeFileSync(path, replaced(sound, place, mutant.replace));
  try {
    const { green } = await runTests(mutant.tests, true);
    const where = `${place.file}:${place.line}`;
    expect(green, `${where}: "${mutant.find}" became "${mutant.replace}" and all stayed green`).toBe(false);
  } finally {
    writeFileSync(path, sound);
  }
});
