/** `npm run site`: Astro's development server, which shows changes at once, and trainings while they run. */
import { resolve } from 'node:path';
import { astroRun } from '../../publish/astro.ts';
import { optional, port, publicFolder } from './keys.ts';
import { runAstro } from './program.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
  subject: null,
  keys: {
    port: port('where it listens (4321, or the next that is free)'),
    public: publicFolder,
    runs: optional('<folder>', 'the folder of runs to watch, on this machine or a shared one (runs)'),
  },
  example: 'npm run site port=4000',
} satisfies Takes;

export async function run({ given }: WordsOf<typeof takes>): Promise<number> {
  const { cwd, environment } = await astroRun();
  const at = given.port === undefined ? [] : ['--port', String(given.port)];
  return runAstro(['dev', '--host', '127.0.0.1', ...at], {
    cwd,
    environment: {
      ...environment,
      ...(given.public !== undefined && { RNN_ATLAS_PUBLIC: resolve(given.public) }),
      ...(given.runs !== undefined && { RNN_ATLAS_RUNS: resolve(given.runs) }),
    },
  });
}
