/** `npm run build`: the site as files, to be served by any web server. */

import { join, resolve } from 'node:path';
import { bytes } from '../../core/format.ts';
import { asTyped, inPackage } from '../../core/installation.ts';
import { siteProject } from '../../publish/astro.ts';
import { buildSite, checkDelivery, deliver, weigh } from '../../publish/build.ts';
import { basePath, optional, publicFolder, siteOrigin } from './keys.ts';
import { runAstro } from './program.ts';
import { shownPath, stderrReporter } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
  subject: null,
  keys: {
    base: basePath('otherwise /'),
    site: siteOrigin,
    public: publicFolder,
    to: optional('<folder>', 'where the files go (RNN_ATLAS_DIST, otherwise dist)'),
  },
  example: 'npm run build base=/past/ site=https://you.github.io',
} satisfies Takes;

const usualCache = inPackage ? join('runs', '.site', 'cache') : join(siteProject, 'node_modules', '.astro');

export async function run({ given }: WordsOf<typeof takes>): Promise<void> {
  const { RNN_ATLAS_DIST, RNN_ATLAS_PUBLIC, RNN_ATLAS_CACHE } = process.env;
  const target = resolve(given.to ?? (RNN_ATLAS_DIST || 'dist'));
  await checkDelivery(target);
  const reporter = stderrReporter();
  reporter.step('Building the site');
  try {
    const built = await buildSite(runAstro, {
      publicDirectory: given.public ?? (RNN_ATLAS_PUBLIC || 'public'),
      base: given.base ?? null,
      site: given.site ?? null,
      cache: resolve(RNN_ATLAS_CACHE || usualCache),
    });
    try {
      await deliver(built, target);
    } finally {
      await built.remove();
    }
  } catch (error) {
    reporter.finish({ completed: false });
    throw error;
  }
  reporter.finish();
  const { total, files } = await weigh(target);
  const shown = shownPath(target);
  const look = asTyped(`npm run preview${shown === 'dist' ? '' : ` from=${shown}`}`);
  process.stdout.write(`${shown}: ${files} files, ${bytes(total)}. Look at it: ${look}\n`);
}
