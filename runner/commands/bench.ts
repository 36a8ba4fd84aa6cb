/** `npm run bench training | sampling | recording | analysis | site`: how fast this machine is. */
import { fileURLToPath } from 'node:url';
import { runNode } from './program.ts';

export const run = (words: string[]): Promise<number> =>
  runNode(fileURLToPath(new URL('../../tests/bench/run.ts', import.meta.url)), words);
