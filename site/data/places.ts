/**
 * Where the site finds what it shows: the user's folder (RNN_ATLAS_HOME, else the current one), with `public/results/`
 * and the write-ups in it. Each can be moved by a name of its own in the environment.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A path in the user's folder. */
export const atHome = (...path: string[]): string => resolve(process.env.RNN_ATLAS_HOME || '.', ...path);

/** Write-ups stand beside their manifests: in `experiments/`, or where a user began. */
export const writeUpPlaces = (): { base: string; pattern: string[] } =>
  process.env.RNN_ATLAS_EXPERIMENTS
    ? { base: atHome(process.env.RNN_ATLAS_EXPERIMENTS), pattern: ['*.mdx', 'sweeps/*.mdx'] }
    : { base: atHome(), pattern: ['*.mdx', 'experiments/*.mdx', 'experiments/sweeps/*.mdx', 'sweeps/*.mdx'] };

/** Where the published results lie: `results` in the public folder, which tests move by RNN_ATLAS_PUBLIC. */
export const resultsDirectory = (): string => atHome(process.env.RNN_ATLAS_PUBLIC || 'public', 'results');

/**
 * Where the documentation lies: docs/ of the program itself (RNN_ATLAS_PROGRAM), whatever folder the site is built in; or
 * where RNN_ATLAS_DOCS says, which names a folder that is not there for a site without it: then null.
 */
export function docsFolder(): string | null {
  const folder = resolve(process.env.RNN_ATLAS_DOCS || join(process.env.RNN_ATLAS_PROGRAM || '.', 'docs'));
  return existsSync(join(folder, 'README.md')) ? folder : null;
}
