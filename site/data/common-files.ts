/**
 * What every site has beside its own public folder: icon, schema of manifests, figures of the calibration. Where the
 * public folder has a file of that name, that one stands. Of results that the site does not show, its files stay out too.
 * Node only; an integration of Astro.
 */
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { resultsDirectory } from './places.ts';
import { shownResults } from './shown-results.ts';

/** By their names, with their media types. */
const files = {
  'favicon.svg': 'image/svg+xml',
  'manifest.schema.json': 'application/json',
  'sweep.schema.json': 'application/json',
  'calibration.json': 'application/json',
  '.nojekyll': 'text/plain',
} as const;

const names = Object.keys(files) as (keyof typeof files)[];

/** In the public folder, or in that of the program (RNN_ATLAS_PROGRAM) where it lacks the file. */
export function commonFile(name: keyof typeof files): string {
  const own = join(resultsDirectory(), '..', name);
  const program = process.env.RNN_ATLAS_PROGRAM;
  return existsSync(own) || !program ? own : join(program, 'public', name);
}

export const commonFiles = (base: string): AstroIntegration => ({
  name: 'rnn-atlas:common-files',
  hooks: {
    'astro:server:setup': ({ server }) => {
      server.middlewares.use((request, response, next) => {
        const file = names.find((each) => request.url === `${base}${each}` || request.url === `/${each}`);
        if (file === undefined) return next();
        readFile(commonFile(file)).then((bytes) => {
          response.setHeader('Content-Type', files[file]);
          response.end(bytes);
        }, next);
      });
    },
    'astro:build:done': async ({ dir }) => {
      for (const name of names) {
        const to = join(fileURLToPath(dir), name);
        if (!existsSync(to) && existsSync(commonFile(name))) await copyFile(commonFile(name), to);
      }
      const results = join(fileURLToPath(dir), 'results');
      const shown = new Set(await shownResults(results));
      for (const id of existsSync(results) ? await readdir(results) : []) {
        if (!shown.has(id)) await rm(join(results, id), { recursive: true });
      }
    },
  },
});
