/** `npm run build`: the site as files, to be served by any web server. */
import { resolve } from 'node:path';
import { astroRun } from '../publish/astro.ts';
import { basePath, optional, publicFolder, siteOrigin } from './keys.ts';
import { packageProgram, runNode } from './program.ts';
import { described, readWords } from './words.ts';

export const description = described({
  command: 'npm run build',
  summary: 'builds the site as files in `dist/`',
  subject: null,
  keys: {
    base: basePath,
    site: siteOrigin,
    public: publicFolder,
    to: optional('<folder>', 'where the files go (RNN_ATLAS_DIST, otherwise dist)'),
  },
  example: 'npm run build base=/past/ site=https://you.github.io',
});

export async function run(words: string[]): Promise<number> {
  const { base, site, public: publicDirectory, to } = readWords(description, words).given;
  const { cwd, environment } = await astroRun();
  return runNode(packageProgram('astro', 'astro'), ['build'], {
    cwd,
    environment: {
      ...environment,
      ...(base !== undefined && { RNN_ATLAS_BASE: base }),
      ...(site !== undefined && { RNN_ATLAS_SITE: site }),
      ...(publicDirectory !== undefined && { RNN_ATLAS_PUBLIC: resolve(publicDirectory) }),
      ...(to !== undefined && { RNN_ATLAS_DIST: resolve(to) }),
    },
  });
}
