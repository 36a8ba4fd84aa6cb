/** A copy of the program in a folder of its own, for tests that change it. Packages, models and published files are linked. */
import { cpSync, existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const copied = ['runner', 'site', 'tests', 'experiments', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
const linked = ['node_modules', 'models', 'public', '.astro'];

/** @returns the copy's folder, which the caller removes. */
export function programCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'rnn-atlas-program-'));
  for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const name of linked.filter((each) => existsSync(join(root, each)))) {
    symlinkSync(join(root, name), join(copy, name), 'junction');
  }
  return copy;
}
