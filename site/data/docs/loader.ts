/**
 * The collection `docs`: the Markdown files of docs/, in the order of its README, rendered with the site's addresses in
 * place of those between files, and with the parts that are made from the program itself.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, LoaderContext } from 'astro/loaders';
import { asTyped } from '../../../runner/core/place.ts';
import { type DocsPage, docsPages } from '../../words/docs/contents.ts';
import type { SitePages } from '../../words/docs/links.ts';
import { numbersNote } from '../../words/docs/numbers.ts';
import { resultsDirectory } from '../places.ts';
import { shownResults } from '../shown-results.ts';
import { docsFolder } from './folder.ts';
import { withGenerated } from './generated.ts';
import { finished } from './html.ts';

/** The first page's own entry: the list of the others. */
const listOfPages = (text: string): DocsPage => ({
  id: 'index',
  title: /^# (.+)$/m.exec(text)?.[1] ?? 'Documentation',
  description: 'All pages of the documentation of RNN Atlas.',
  group: '',
});

export const docsLoader: Loader = {
  name: 'docs',
  async load(context) {
    const folder = docsFolder();
    if (folder === null) return context.store.clear();
    const load = async (): Promise<void> => {
      const readme = await readFile(join(folder, 'README.md'), 'utf8');
      const pages = [listOfPages(readme), ...docsPages(readme)];
      const site = await sitePages();
      const entries = await Promise.all(pages.map((page, order) => entryOf(context, { folder, page, order, site })));
      context.store.clear();
      for (const entry of entries) context.store.set(entry);
    };
    await load();
    context.watcher?.add(folder);
    context.watcher?.on('all', (_event, path) => {
      if (path.startsWith(folder) && path.endsWith('.md')) void load();
    });
  },
};

interface Task {
  folder: string;
  page: DocsPage;
  order: number;
  site: SitePages;
}

type Entry = Parameters<LoaderContext['store']['set']>[0];

async function entryOf({ renderMarkdown, config }: LoaderContext, { folder, page, order, site }: Task): Promise<Entry> {
  const file = join(folder, `${page.id === 'index' ? 'README' : page.id}.md`);
  const text = await readFile(file, 'utf8');
  // The title stands above the text already; pictures get their addresses before Astro would look for them itself.
  const body = asTyped((await withGenerated(text, folder)) + numbersNote(text))
    .replace(/^# .+\n/, '')
    .replaceAll(/\]\(images\//g, `](${config.base.replace(/\/*$/, '/')}docs/images/`);
  const { html, metadata } = await renderMarkdown(body, { fileURL: pathToFileURL(file) });
  const { id, title, description, group } = page;
  return {
    id,
    data: { title, description, group, order },
    rendered: { html: await finished(html, { base: config.base, folder, site, file }), metadata },
  };
}

/** Which experiments and write-ups the site has, for links to their files. */
async function sitePages(): Promise<SitePages> {
  const results = resultsDirectory();
  const names = await shownResults(results);
  const experiments = names.filter((name) => existsSync(join(results, name, 'result.json')));
  const written = resolve(process.env.RNN_ATLAS_EXPERIMENTS || 'experiments');
  return { experiments, writeUps: experiments.filter((name) => existsSync(join(written, `${name}.mdx`))) };
}
