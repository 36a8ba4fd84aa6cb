/**
 * The collection `results`: one entry per folder of `<public>/results` that holds a result.json, checked when it is
 * read, so that a broken result stops the build with its file and key. Activations stay in their side-cars.
 * The collection `docs`: the documentation.
 * The collection `writeUps`: the MDX files beside the manifests; each belongs to the result of its name.
 */

import { defineCollection } from 'astro:content';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { glob, type Loader } from 'astro/loaders';
import { z } from 'zod';
import { readResult } from '../runner/results/read.ts';
import { resultSchema } from '../runner/results/schema.ts';
import { isShown, siteSettings } from '../runner/results/site-settings.ts';
import { docsLoader } from './data/docs/loader.ts';
import { resultsDirectory, writeUpPlaces } from './data/places.ts';

const loader: Loader = {
  name: 'results',
  async load({ store, watcher }) {
    const directory = resultsDirectory();
    const load = async (): Promise<void> => {
      store.clear();
      const { experiments } = siteSettings();
      const names = (existsSync(directory) ? await readdir(directory) : []).filter((name) =>
        isShown(name, experiments),
      );
      for (const name of names.sort()) {
        const folder = join(directory, name);
        if (!existsSync(join(folder, 'result.json'))) continue;
        store.set({ id: name, data: await readResult(folder) });
      }
    };
    await load();
    watcher?.add(directory);
    watcher?.on('all', (_event, path) => {
      if (path.startsWith(directory) && path.endsWith('result.json')) void load();
    });
  },
};

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
  results: defineCollection({ loader, schema: resultSchema }),
  writeUps: defineCollection({ loader: writeUps, schema: writeUpSchema }),
};
