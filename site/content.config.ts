/**
 * The collection `results`: one entry per folder of `<public>/results` that holds a result.json, with that while somebody works on
 * the site; in a build pages read it (data/experiments.ts).
 * The collection `docs`: the documentation.
 * The collection `writeUps`: the MDX files beside the manifests; each belongs to the result of its name.
 */
import { defineCollection } from 'astro:content';
import { existsSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { glob, type Loader } from 'astro/loaders';
import { z } from 'zod';
import { readResult } from '../runner/experiment/results/read.ts';
import { resultFile } from '../runner/experiment/results/result-folder.ts';
import { type Result, resultSchema } from '../runner/experiment/results/schema.ts';
import { docsLoader } from './data/docs/loader.ts';
import { resultsDirectory, writeUpPlaces } from './data/places.ts';
import { readAgain, shownResults } from './data/shown-results.ts';

const loader: Loader = {
  name: 'results',
  async load({ store, watcher, logger }) {
    const directory = resultsDirectory();
    const read = async () => {
      const entries: { id: string; data: { result: Result | null } }[] = [];
      for (const id of await shownResults(directory)) {
        const folder = join(directory, id);
        if (!existsSync(join(folder, resultFile))) continue;
        // A build reads it for its pages: what a collection holds is written down, bundled and read back before the first.
        entries.push({ id, data: { result: watcher === undefined ? null : await readResult(folder) } });
      }
      return entries;
    };
    const load = async (): Promise<void> => {
      const entries = await readAgain(read);
      store.clear();
      for (const entry of entries) store.set(entry);
    };
    await load();
    watcher?.add(directory);
    watcher?.on('all', (_event, path) => {
      if (!path.startsWith(directory) || !path.endsWith(resultFile) || isHidden(directory, path)) return;
      // What was read before stays on the pages.
      load().catch((error: Error) => logger.warn(error.message));
    });
  },
};

/** Whether a path leads through a folder that is being written. */
const isHidden = (directory: string, path: string): boolean =>
  relative(directory, path)
    .split(sep)
    .some((part) => part.startsWith('.'));

/** The name of a file is the id, whatever it holds ('lstm-dots+seed-3'). */
const writeUps = glob({
  ...writeUpPlaces(),
  generateId: ({ entry }) => basename(entry, '.mdx'),
});
const writeUpSchema = z.strictObject({ author: z.string().optional(), date: z.coerce.date().optional() });

const docsSchema = z.strictObject({
  title: z.string(),
  description: z.string(),
  group: z.string(),
  order: z.number(),
});

export const collections = {
  docs: defineCollection({ loader: docsLoader, schema: docsSchema }),
  results: defineCollection({ loader, schema: z.strictObject({ result: resultSchema.nullable() }) }),
  writeUps: defineCollection({ loader: writeUps, schema: writeUpSchema }),
};
