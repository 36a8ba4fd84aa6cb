/** The benchmark's `key=value` words. */
import { readWords } from '../../runner/cli/commands/words.ts';
import { takes } from '../commands/bench.ts';

export function parseWords(words: readonly string[]) {
  const {
    case: cases,
    rounds = 5,
    ...rest
  } = readWords({ command: 'npm run bench', summary: '', ...takes }, words).given;
  return { cases: cases?.split(',') ?? [], rounds, ...rest };
}

/** What is measured, and how often. */
export type Options = ReturnType<typeof parseWords>;
