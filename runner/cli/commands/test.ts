/** `npm test`: all tests that need no GPU and end within minutes, or parts of them. */
import { fileURLToPath } from 'node:url';
import { listed } from './listed.ts';
import { runNode } from './program.ts';
import { described, readWords } from './words.ts';

const parts = ['check', 'unit', 'cli', 'browser', 'long'];

export const description = described({
  ...listed.test,
  subject: null,
  keys: {},
  others: { shown: parts.join('|'), about: 'the parts to run', accepts: (word) => parts.includes(word) },
  example: 'npm test unit cli',
});

export const run = (words: string[]): Promise<number> =>
  runNode(fileURLToPath(new URL('../../../tests/run.ts', import.meta.url)), readWords(description, words).others);
