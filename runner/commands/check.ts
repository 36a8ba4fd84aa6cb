/** `npm run check`: the site's types, all types, lint with format, and the walls between rooms. Fails when one does. */
import { fileURLToPath } from 'node:url';
import { exitCode } from '../core/errors.ts';
import { packageProgram, runNode } from './program.ts';

export async function run(): Promise<number> {
  const codes = [
    // Astro first: it writes the types of its own modules, which the others need on a fresh clone.
    await runNode(packageProgram('astro', 'astro'), ['check', '--minimumSeverity', 'warning']),
    await runNode(packageProgram('typescript', 'tsc'), ['--project', '.']),
    await runNode(packageProgram('@biomejs/biome', 'biome'), ['check', '--error-on-warnings']),
    await runNode(fileURLToPath(new URL('../../tests/walls/check.ts', import.meta.url)), []),
  ];
  return codes.every((code) => code === 0) ? exitCode.done : exitCode.failed;
}
