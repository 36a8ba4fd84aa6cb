/**
 * Makes each mistake of the list (tests/mutants.yaml) in a copy of the program, one after the other, and runs the tests that
 * are named beside it: none of them may stay green. With `-t` and words of its description one mutant is tried alone.
 */
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { packageProgram } from '../../runner/cli/commands/program.ts';
import { mutants } from '../mutants.ts';
import { programCopy } from '../program-copy.ts';

const minutes = 60_000;

const copy = programCopy();
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What the tests say that turn red; null where all stay green. */
async function failures(...words: string[]): Promise<string | null> {
  // Without what this Vitest tells its own workers.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const asked = [packageProgram('vitest', 'vitest'), 'run', '--maxWorkers=1', '--reporter=dot', ...words];
  const running = promisify(execFile)(process.execPath, asked, { cwd: copy, env, maxBuffer: 1e9 });
  return running.then(
    () => null,
    ({ stdout, stderr }) => stdout + stderr,
  );
}

test('without a mistake the named tests are green', { timeout: 10 * minutes }, async () => {
  expect(await failures(...new Set(mutants.map(({ tests }) => tests)))).toBeNull();
});

// By '%s', because '$about' would be cut short, and `-t` could not find its end.
const named = mutants.map((mutant) => [mutant.about, mutant] as const);
test.each(named)('it is noticed when %s', { timeout: 5 * minutes }, async (_, { file, tests, mistaken }) => {
  const path = join(copy, file);
  const sound = readFileSync(path, 'utf8');
  writeFileSync(path, mistaken(sound));
  const red = await failures(tests, '--bail=1');
  writeFileSync(path, sound);
  expect(red, `${file} was broken, and all stayed green`).not.toBeNull();
});
