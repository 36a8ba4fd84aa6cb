/**
 * Makes each mistake of the list (mutants.ts) in a copy of the program, one after the other, and runs the tests that are
 * named beside it: none of them may stay green. With `-t` and words of its description one mutant is tried alone.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packageProgram } from '../../runner/commands/program.ts';
import { programCopy } from '../program-copy.ts';
import { type Mutant, mutants } from './mutants.ts';

const minutes = 60_000;

const copy = programCopy();
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

/** The file with the mistake. @throws when its text does not stand there exactly once. */
function mistaken({ file, find, replace }: Mutant): string {
  const pieces = readFileSync(join(copy, file), 'utf8').split(find);
  if (pieces.length !== 2) throw new Error(`${file} holds ${pieces.length - 1} times: ${find}`);
  return pieces.join(replace);
}

test('there are enough mutants, and each names a place and tests that exist', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(40);
  expect(new Set(mutants.map(({ about }) => about)).size).toBe(mutants.length);
  for (const mutant of mutants) {
    expect(mistaken(mutant)).not.toBe(readFileSync(join(copy, mutant.file), 'utf8'));
    for (const file of mutant.tests) expect(existsSync(join(copy, file)), file).toBe(true);
  }
});

test('without a mistake the named tests are green', { timeout: 10 * minutes }, async () => {
  const { green, output } = await runTests([...new Set(mutants.flatMap(({ tests }) => tests))], false);
  expect(green, output).toBe(true);
});

// By '%s', because '$about' would be cut short, and `-t` could not find its end.
const named = mutants.map((mutant) => [mutant.about, mutant] as const);
test.each(named)('it is noticed when %s', { timeout: 5 * minutes }, async (_, mutant) => {
  const path = join(copy, mutant.file);
  const sound = readFileSync(path);
  writeFileSync(path, mistaken(mutant));
  try {
    const { green } = await runTests(mutant.tests, true);
    expect(green, `${mutant.file}: "${mutant.find}" became "${mutant.replace}" and all stayed green`).toBe(false);
  } finally {
    writeFileSync(path, sound);
  }
});
