/** `npm run check`: the site's types, all types, lint with format, and the walls between rooms. Fails when one does. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageProgram, runAstro, runNode } from '../../runner/cli/commands/program.ts';
import type { Takes } from '../../runner/cli/commands/words.ts';
import { cores } from '../../runner/core/cores.ts';
import { exitCode } from '../../runner/core/errors.ts';

export const takes = {
  subject: null,
  keys: {},
  example: 'npm run check',
} satisfies Takes;

/** Threads look at much of it once each: on two cores they take as long as one, and half again as much of the processor. */
const inOneThread = cores() <= 2 ? ['--singleThreaded'] : [];

/** A write-up, no result and no documentation: types depend on none of them, and Astro would read all that is here first. */
const little = join(import.meta.dirname, '..', 'fixtures', 'write-ups');
const environment = { RNN_ATLAS_HOME: little, RNN_ATLAS_DOCS: little };

export async function run(): Promise<number> {
  const codes = [
    // Astro first: it writes the types of its own modules, which the others need on a fresh clone. It checks the components
    // alone, and tsc all else, in a third of the time.
    await runAstro(['check', '--tsconfig', 'tsconfig.astro.json', '--minimumSeverity', 'warning'], { environment }),
    await runNode(packageProgram('typescript-native', 'tsc'), ['--build', ...inOneThread]),
    await runNode(packageProgram('@biomejs/biome', 'biome'), ['check', '--error-on-warnings']),
    await runNode(fileURLToPath(new URL('../walls/check.ts', import.meta.url)), []),
  ];
  return codes.every((code) => code === 0) ? exitCode.done : exitCode.failed;
}
