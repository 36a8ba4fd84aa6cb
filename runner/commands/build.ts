/** `npm run build`: the site as files, to be served by any web server. */

import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCode } from '../core/errors.ts';
import { isWithin } from '../core/paths.ts';
import { astroRun } from '../publish/astro.ts';
import { buildFolder } from '../publish/build.ts';
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
  const home = resolve('.');
  const target = resolve(to ?? (process.env.RNN_ATLAS_DIST || 'dist'));
  const build = async (dist: string, work?: string): Promise<number> => {
    const { cwd, environment } = await astroRun(home, work);
    return runNode(packageProgram('astro', 'astro'), ['build'], {
      cwd,
      environment: {
        ...environment,
        ...(base !== undefined && { RNN_ATLAS_BASE: base }),
        ...(site !== undefined && { RNN_ATLAS_SITE: site }),
        ...(publicDirectory !== undefined && { RNN_ATLAS_PUBLIC: resolve(publicDirectory) }),
        RNN_ATLAS_DIST: dist,
      },
    });
  };
  if (isWithin(target, home)) return build(target);
  // Pages are made ready beside the files, and there the program's packages are not found from just any folder.
  const folder = await buildFolder();
  try {
    const code = await build(join(folder, 'dist'), folder);
    if (code === exitCode.done) await cp(join(folder, 'dist'), target, { recursive: true });
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
