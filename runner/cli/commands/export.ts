/**
 * `npm run export`: exports a page: its figures for a paper (SVG, PDF and PNG, with captions and data), a PDF for printing,
 * or one HTML file that opens offline; or activations as tables. The page is built anew from the result; `dist` is neither read nor touched.
 */

import { rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Browser } from 'puppeteer';
import { writeFileAtomic, writeFolder } from '../../core/atomic-files.ts';
import { InputError } from '../../core/errors.ts';
import { bytes, counted } from '../../core/format.ts';
import { exists } from '../../core/paths.ts';
import { checkWritable } from '../../experiment/folders.ts';
import { readResult } from '../../experiment/results/read.ts';
import { originAndBase } from '../../experiment/results/site-settings.ts';
import { openBrowser } from '../../publish/browser.ts';
import { buildSite, publicFolderOf } from '../../publish/build.ts';
import { paperFiles } from '../../publish/paper.ts';
import { pdfOf } from '../../publish/pdf.ts';
import { readSiteSettings } from '../../publish/read-site-settings.ts';
import { serveFolder } from '../../publish/serve.ts';
import { type Page, singleFile } from '../../publish/single-file.ts';
import { choice, folder as folderKey, millimetres, needed, optional, whole } from './keys.ts';
import { runAstro } from './program.ts';
import { printLines, shownPath } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
  subject: needed('<experiment>', 'the name of an experiment'),
  keys: {
    as: choice(
      ['figures', 'pdf', 'html', 'activations'],
      'what is made; the figures and the PDF when left out. activations: tables of every token, from the run',
    ),
    width: millimetres(88, 40, 300, 'the width of the figures'),
    neuron: whole(
      0,
      1e6,
      'only the figures, or activations, of this neuron; figures of the leading neurons, activations of all when left out',
    ),
    to: optional('<folder>', 'where it goes (runs/<experiment>/export)'),
    results: folderKey(join('public', 'results'), 'where results lie'),
  },
  example: 'npm run export lstm-dots as=figures width=88mm',
} satisfies Takes;

export async function run({ subject: name, given }: WordsOf<typeof takes>): Promise<void> {
  const { as } = given;
  const results = resolve(given.results);
  const folder = join(results, basename(name));
  if (basename(name) !== name || !(await exists(join(folder, 'result.json'))))
    throw new InputError('unknown-result', { what: `There is no result ${name} in ${shownPath(results)}` });
  const to = resolve(given.to ?? join('runs', name, 'export'));
  await checkWritable('to', to, shownPath);
  const result = await readResult(folder);
  const { neuron = null, width } = given;
  if (neuron !== null && neuron >= result.model.units) {
    const what = `There is no neuron ${neuron} in layer ${result.record.layer} of ${name}, which has neurons 0 to ${result.model.units - 1}`;
    throw new InputError('no-such-neuron', { what, fix: 'Give one of them' });
  }
  if (as === 'activations') {
    const { manifest } = result;
    const cwd = process.cwd();
    const task = { run: resolve(manifest.runs, name), cwd, manifest, neuron: given.neuron };
    const { activationLines, pairActivationLines } = await import('../../experiment/token-tables.ts');
    const tables = {
      'activations.csv': await activationLines(task),
      'pair-activations.csv': await pairActivationLines(task),
    };
    for (const [file, lines] of Object.entries(tables)) {
      if (lines === null) continue;
      await writeFileAtomic(join(to, file), lines);
      printLines([`${shownPath(join(to, file))}: ${bytes((await stat(join(to, file))).size)}.`]);
    }
    return;
  }
  // Before the site is built, so that a missing browser is noticed at once.
  const browser = as === 'html' ? null : await openBrowser();
  const publicDirectory = await publicFolderOf(folder, name);
  try {
    const { site, base } = await destinationOf();
    const built = await buildSite(runAstro, { publicDirectory, base, site, paper: { width, neuron } });
    try {
      const page = { dist: built.dist, base, address: `${base}experiments/${encodeURI(name)}/`, site };
      printLines(
        browser === null
          ? [await writeSingle(join(to, `${name}.html`), page)]
          : await writePictures(browser, { ...page, as, name, to, title: result.title, width }),
      );
    } finally {
      await built.remove();
    }
  } finally {
    await browser?.close();
    await rm(publicDirectory, { recursive: true, force: true });
  }
}

/** Where the site is published, for links and citations; null when nowhere yet. */
async function destinationOf(): Promise<{ site: string | null; base: string }> {
  const { RNN_ATLAS_SITE, RNN_ATLAS_BASE } = process.env;
  if (RNN_ATLAS_SITE) return { site: RNN_ATLAS_SITE, base: RNN_ATLAS_BASE || '/' };
  const { address } = await readSiteSettings(process.cwd());
  return address === null ? { site: null, base: '/' } : originAndBase(address);
}

async function writeSingle(path: string, page: Page): Promise<string> {
  const html = await singleFile(page);
  await writeFileAtomic(path, html);
  return `${shownPath(path)}: ${bytes(Buffer.byteLength(html))}; it opens from disk, without a network.`;
}

/** All is made before anything is written. `as` chooses one of the two. @param page with the width of its figures, millimetres. */
async function writePictures(
  browser: Browser,
  page: Page & { as: string | undefined; name: string; to: string; title: string; width: number },
): Promise<string[]> {
  const { dist, base, address, site, as, name, to, title, width } = page;
  const source = `${title}${site === null ? '' : `, ${new URL(address, site).href}`}`;
  const served = await serveFolder(dist, base);
  try {
    const figures = as === 'pdf' ? null : await paperFiles(browser, join(dist, 'experiments', name), { source, width });
    const pdf = as === 'figures' ? null : await pdfOf(browser, served.origin + address);
    const lines: string[] = [];
    if (figures !== null) {
      const path = join(to, 'figures');
      await writeFolder(path, figures);
      const pictures = Object.keys(figures).filter((file) => file.endsWith('.svg')).length;
      lines.push(
        `${shownPath(path)}: ${counted(pictures, 'figure')} as SVG, PDF and PNG, with captions (figures.tex) and data as CSV.`,
      );
    }
    if (pdf !== null) {
      const path = join(to, `${name}.pdf`);
      await writeFileAtomic(path, pdf);
      lines.push(`${shownPath(path)}: ${bytes(pdf.length)}.`);
    }
    return lines;
  } finally {
    served.close();
  }
}
