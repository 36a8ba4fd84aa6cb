/** Which experiments and write-ups the site has, for links to their files. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SitePages } from '../../words/docs/links.ts';
import { resultsDirectory } from '../results-directory.ts';

export async function sitePages(): Promise<SitePages> {
  const results = resultsDirectory();
  const names = existsSync(results) ? await readdir(results) : [];
  const experiments = names.filter((name) => existsSync(join(results, name, 'result.json')));
  const written = resolve(process.env.RNN_ATLAS_EXPERIMENTS || 'experiments');
  return { experiments, writeUps: experiments.filter((name) => existsSync(join(written, `${name}.mdx`))) };
}
