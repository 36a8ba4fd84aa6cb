/** `npm test`: all tests that need no GPU and end within minutes, or parts of them. */
import { fileURLToPath } from 'node:url';
import { runNode } from '../../runner/cli/commands/program.ts';
import type { Takes, WordsOf } from '../../runner/cli/commands/words.ts';

const parts = ['check', 'unit', 'cli', 'pages', 'browser', 'long'];

export const takes = {
  subject: null,
  keys: {},
  others: { shown: parts.join('|'), about: 'the parts to run', accepts: (word) => parts.includes(word) },
  example: 'npm test unit cli',
} satisfies Takes;

export const run = ({ others }: WordsOf<typeof takes>): Promise<number> =>
  runNode(fileURLToPath(new URL('../run.ts', import.meta.url)), others);
