/**
 * Loaded into the commands that run Astro, it does Astro's work in an instant: the site is the folder that PRETEND_SITE names; where
 * none is named it begins, and waits to be stopped. For tests in which the pages are not the matter.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const { PRETEND_SITE, RNN_ATLAS_DIST = '', RNN_ATLAS_CACHE = '' } = process.env;
if (/astro\.mjs$/.test(process.argv[1] ?? '')) {
  if (PRETEND_SITE) {
    cpSync(PRETEND_SITE, RNN_ATLAS_DIST, { recursive: true });
    process.exit();
  }
  mkdirSync(join(RNN_ATLAS_CACHE, 'begun'), { recursive: true });
  await new Promise((later) => setTimeout(later, 60_000));
}
