/** `npm test`: all tests that need no GPU and end within minutes. */
import { fileURLToPath } from 'node:url';
import { runNode } from './program.ts';

export const run = (words: string[]): Promise<number> =>
  runNode(fileURLToPath(new URL('../../tests/run.ts', import.meta.url)), words);
