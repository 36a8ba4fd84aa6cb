/** What a built site weighs: the whole, its largest file, and the first load of each page as a server sends it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CrawledPage } from './crawl.ts';
import { fileOf } from './serve.ts';

/** Bytes that must not be reached. */
export const limits = {
  /** GitHub Pages: https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits */
  site: 1e9,
  /** GitHub refuses larger files in a repository. */
  file: 100e6,
  /** Of an experiment's page with what it loads by itself: our own wish. */
  firstLoad: 400e3,
} as const;

export interface Weight {
  name: string;
  bytes: number;
}

export async function weigh(folder: string): Promise<{ total: number; files: number; largest: Weight }> {
  const all = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  const weights = await Promise.all(
    all.map(async ({ parentPath, name }): Promise<Weight> => {
      const path = join(parentPath, name);
      return { name: relative(folder, path), bytes: (await stat(path)).size };
    }),
  );
  return {
    total: weights.reduce((sum, { bytes }) => sum + bytes, 0),
    files: weights.length,
    largest: weights.reduce((most, each) => (each.bytes > most.bytes ? each : most), { name: '', bytes: 0 }),
  };
}

const compressed = /\.(html|css|js|svg|json)$/;

/** The page and all that it loads, text compressed, as servers send it. */
export async function firstLoad(folder: string, base: string, { address, loaded }: CrawledPage): Promise<Weight> {
  let bytes = 0;
  for (const each of new Set([address, ...loaded])) {
    const file = await fileOf(folder, base, each);
    if (file === null) continue;
    const content = await readFile(file);
    bytes += compressed.test(file) ? gzipSync(content).length : content.length;
  }
  return { name: new URL(address).pathname, bytes };
}
