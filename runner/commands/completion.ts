/** `rnn-atlas completion <shell>`: prints what makes a shell complete commands and their words. */
import { z } from 'zod';
import { exitCode } from '../core/errors.ts';
import { completionScript, type Shell, shells } from './completion-scripts.ts';
import { described, type Key, readWords } from './words.ts';

const shell: Key<Shell> = {
  schema: z.enum(shells, `one of ${shells.join(', ')}`),
  shown: shells.join('|'),
  about: 'the shell',
};

export const description = described({
  command: 'npm run completion',
  summary: 'prints a script by which a shell completes the commands of `rnn-atlas`',
  subject: shell,
  keys: {},
  example: 'npm run completion bash',
});

export async function run(words: string[]): Promise<number> {
  const { subject } = readWords(description, words);
  // The list of commands names this one too.
  const { descriptionsByName } = await import('./commands.ts');
  process.stdout.write(completionScript(subject, await descriptionsByName()));
  return exitCode.done;
}
