/**
 * The collection `docs`: the Markdown files of docs/, in the order of its README, rendered with the site's addresses in
 * place of those between files, and with the parts that are made from the program itself.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Loader, LoaderContext } from 'astro/loaders';
import { parseHTML } from 'linkedom';
import sharp from 'sharp';
import { asTyped, inPackage } from '../../../runner/core/installation.ts';
import { type DocsPage, docsPages, numbersNote, siteAddress } from '../../words/docs/contents.ts';
import {
  cellsPage,
  commandsPage,
  manifestPage,
  type ProgramReference,
  programPage,
} from '../../words/docs/reference-pages.ts';
import { under } from '../../words/url.ts';
import { calibrationPage, readCalibration } from '../calibration.ts';
import { docsFolder, resultsDirectory } from '../places.ts';
import { shownResults } from '../shown-results.ts';

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
      const results = resultsDirectory();
      // For links to their files.
      const experiments = (await shownResults(results)).filter((id) => existsSync(join(results, id, 'result.json')));
      const entries = await Promise.all(
        pages.map(async (page, order) => {
          const file = join(folder, `${page.id === 'index' ? 'README' : page.id}.md`);
          const rendered = await renderedPage(context, { base: context.config.base, folder, experiments, file });
          const { id, ...data } = page;
          return { id, data: { ...data, order }, rendered };
        }),
      );
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

async function renderedPage({ renderMarkdown }: LoaderContext, around: DocsContext) {
  const { base, folder, file } = around;
  const text = await readFile(file, 'utf8');
  // The title stands above the text already; pictures get their addresses before Astro would look for them itself.
  const body = asTyped((await withGenerated(text, folder)) + numbersNote(text))
    .replace(/^# .+\n/, '')
    .replaceAll(/\]\(images\//g, () => `](${base.replace(/\/*$/, '/')}docs/images/`);
  const { html, metadata } = await renderMarkdown(body, { fileURL: pathToFileURL(file) });
  return { html: await finished(html, around), metadata };
}

interface DocsContext {
  base: string;
  folder: string;
  /** Ids of those that the site has. */
  experiments: readonly string[];
  /** The Markdown file, for messages. */
  file: string;
}

/**
 * What becomes of a page's HTML after Markdown: addresses of this site, sizes of pictures, tables that may be wider
 * than a phone.
 * @throws Error for a link to a page, or a picture, that is not there.
 */
export async function finished(html: string, around: DocsContext): Promise<string> {
  // Comments are for those who write: where a number comes from.
  const { document } = parseHTML(`<html><body>${html.replace(/ ?<!--.*?-->/gs, '')}</body></html>`);
  for (const link of document.querySelectorAll('a[href]')) leadToSite(link, around);
  for (const picture of document.querySelectorAll('img')) await measure(picture, around);
  for (const table of document.querySelectorAll('table')) {
    // One that is wider than its place is moved sideways, by keyboard too.
    const frame = document.createElement('div');
    frame.setAttribute('class', 'docs-table');
    frame.setAttribute('tabindex', '0');
    frame.setAttribute('role', 'group');
    frame.setAttribute('aria-label', 'Table');
    table.replaceWith(frame);
    frame.append(table);
    for (const cell of table.querySelectorAll('thead th')) cell.setAttribute('scope', 'col');
  }
  return document.body.innerHTML;
}

function leadToSite(link: Element, { base, folder, experiments, file }: DocsContext): void {
  const written = link.getAttribute('href') ?? '';
  const [, page] = /^([\w-]+\.md)(#|$)/.exec(written) ?? [];
  if (page !== undefined && !existsSync(join(folder, page)))
    throw new Error(`${file} links to ${page}, which is not there`);
  const address = siteAddress(written, experiments);
  if (address === null) link.replaceWith(...link.childNodes);
  else if (!/^(#|[a-z]+:)/i.test(address)) link.setAttribute('href', under(base, address));
}

async function measure(picture: Element, { folder, file }: DocsContext): Promise<void> {
  const name = /\/docs\/(images\/[\w.-]+)$/.exec(picture.getAttribute('src') ?? '')?.[1];
  if (name === undefined) throw new Error(`${file}: pictures lie in docs/images`);
  const { width, height, pageHeight } = await sharp(join(folder, name), { animated: true }).metadata();
  picture.setAttribute('width', String(width));
  picture.setAttribute('height', String(pageHeight ?? height));
  picture.setAttribute('loading', 'lazy');
}

/** Where the program lies: its documentation stands beside it. */
const program = (folder: string): string => resolve(folder, '..');

let asked: Promise<ProgramReference> | undefined;

/** In a process of its own: the site knows nothing of commands, and Vite shall not look through all that they import. */
function referenceOf(folder: string): Promise<ProgramReference> {
  asked ??= promisify(execFile)(
    process.execPath,
    [join(program(folder), 'runner/cli/commands', inPackage ? 'reference.js' : 'reference.ts')],
    {
      maxBuffer: 1 << 24,
    },
  ).then(({ stdout }) => JSON.parse(stdout) as ProgramReference);
  return asked;
}

const makers: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  cells: async () => cellsPage(),
  calibration: async () => calibrationPage(await readCalibration()),
  manifest: async (folder) => manifestPage(await referenceOf(folder)),
  commands: async (folder) => commandsPage(await referenceOf(folder)),
  // It takes the compiler, which the package does not bring: its page is made when it is packed.
  program: async (folder) => programPage((await import('./declarations.ts')).exportedDeclarations(program(folder))),
};

const mark = /^<!-- generated: ([\w-]+) -->$/gm;

/**
 * @param folder of the documentation.
 * @throws Error for a name that nothing makes.
 */
export async function withGenerated(text: string, folder: string): Promise<string> {
  const made = new Map<string, string>();
  for (const [, name = ''] of text.matchAll(mark)) {
    const make = makers[name];
    if (make === undefined)
      throw new Error(`docs: nothing makes "${name}"; there are ${Object.keys(makers).join(', ')}`);
    made.set(name, await make(folder));
  }
  return text.replaceAll(mark, (_, name) => made.get(name) ?? '');
}
