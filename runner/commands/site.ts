/** `npm run site`: Astro's development server, which shows changes at once. */
import { resolve } from 'node:path';
import { astroRun } from '../publish/astro.ts';
import { port, publicFolder } from './keys.ts';
import { packageProgram, runNode } from './program.ts';
import { described, readWords } from './words.ts';

export const description = described({
  command: 'npm run site',
  summary: 'shows the site while you work on it',
  subject: null,
  keys: { port: port('where it listens (4321, or the next that is free)'), public: publicFolder },
  example: 'npm run site port=4000',
});

export async function run(words: string[]): Promise<number> {
  const { given } = readWords(description, words);
  const options = given.port === undefined ? [] : ['--port', String(given.port)];
  const { cwd, environment } = await astroRun();
  return runNode(packageProgram('astro', 'astro'), ['dev', ...options], {
    cwd,
    environment: {
      ...environment,
      ...(given.public !== undefined && { RNN_ATLAS_PUBLIC: resolve(given.public) }),
    },
  });
}
