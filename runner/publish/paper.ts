/**
 * The figures of an experiment as a paper wants them: SVG and PDF with their letters in them, on no ground, PNG at 300 dots
 * an inch, and a LaTeX snippet with captions. The pages drew them (site/figures/paper); here they become files.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import sharp from 'sharp';
import { z } from 'zod';
import { withFonts } from './embed-fonts.ts';
import { latexFigures } from './latex-figures.ts';

const listSchema = z.array(
  z.strictObject({ name: z.string(), caption: z.string(), numbers: z.record(z.string(), z.string()) }),
);
/** A browser's pixels. */
const pixelsAnInch = 96;

/**
 * @param folder of the experiment's page in the built site.
 * @param about what the LaTeX snippet says the figures come from, and how many millimetres wide they are.
 * @returns file name -> bytes.
 */
export async function paperFiles(
  browser: Browser,
  folder: string,
  { source, width }: { source: string; width: number },
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  const figures = listSchema.parse(JSON.parse(await readFile(join(folder, 'paper', 'figures.json'), 'utf8')));
  const page = await browser.newPage();
  try {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    for (const { name } of figures) {
      const svg = await withFonts(await readFile(join(folder, 'paper', `${name}.svg`), 'utf8'));
      files[`${name}.svg`] = encoded(svg);
      Object.assign(files, await printed(page, svg, name));
    }
  } finally {
    await page.close();
  }
  for (const name of (await readdir(folder)).sort()) {
    if (name.endsWith('.csv')) files[name] = await readFile(join(folder, name));
  }
  files['figures.tex'] = encoded(latexFigures(figures, source, width));
  files['figures.json'] = encoded(`${JSON.stringify(figures, null, 1)}\n`);
  return files;
}

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

async function printed(page: Page, svg: string, name: string): Promise<Record<string, Uint8Array>> {
  const [, width = '', height = ''] = /^<svg[^>]*? width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg) ?? [];
  if (width === '') throw new Error(`${name}.svg says no size in millimetres`);
  const pixels = (millimetres: string): number => Math.ceil((Number(millimetres) / 25.4) * pixelsAnInch);
  await page.setViewport({
    width: pixels(width),
    height: pixels(height),
    deviceScaleFactor: dotsAnInch / pixelsAnInch,
  });
  const style = `@page{size:${width}mm ${height}mm;margin:0}html,body{margin:0;background:none}svg{display:block}`;
  await page.setContent(`<!doctype html><title>${name}</title><style>${style}</style><body>${svg}</body>`);
  await page.evaluate(() => document.fonts.ready);
  return {
    [`${name}.pdf`]: await page.pdf({
      width: `${width}mm`,
      height: `${height}mm`,
      printBackground: true,
      omitBackground: true,
      pageRanges: '1',
    }),
    [`${name}.png`]: await atPrintedSize(await page.screenshot({ type: 'png', omitBackground: true }), {
      width: Number(width),
      height: Number(height),
    }),
  };
}

export const dotsAnInch = 300;
const millimetresAnInch = 25.4;

/** The pixels that a length fills from edge to edge. */
const wholePixels = (millimetres: number): number => Math.floor((millimetres / millimetresAnInch) * dotsAnInch);

/**
 * A browser's picture is whole CSS pixels wide, which is a little more than the figure: that sliver is cut off.
 * @param png at least as large as the figure, which begins at its upper left.
 * @param size of the figure in millimetres.
 */
export async function atPrintedSize(png: Uint8Array, size: { width: number; height: number }): Promise<Uint8Array> {
  const cut = { left: 0, top: 0, width: wholePixels(size.width), height: wholePixels(size.height) };
  return sharp(png).extract(cut).withMetadata({ density: dotsAnInch }).png().toBuffer();
}
