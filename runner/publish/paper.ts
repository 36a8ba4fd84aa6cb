/**
 * The figures of an experiment as a paper wants them: SVG and PDF with their letters in them, on no ground, PNG at 300 dots
 * an inch, and a LaTeX snippet with captions. The pages drew them (site/figures/figure.ts); here they become files.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import sharp from 'sharp';
import subsetFont from 'subset-font';
import { z } from 'zod';
import { escapeLatex } from '../core/latex.ts';

/** Its name is without an ending. */
const figureSchema = z.strictObject({
  name: z.string(),
  caption: z.string(),
  numbers: z.record(z.string(), z.string()),
});
export type PaperFile = z.output<typeof figureSchema>;

const pixelsAnInch = 96;
const dotsAnInch = 300;
const millimetresAnInch = 25.4;

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
  const figures = z
    .array(figureSchema)
    .parse(JSON.parse(await readFile(join(folder, 'paper', 'figures.json'), 'utf8')));
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
  const pixels = (millimetres: string): number => Math.ceil((Number(millimetres) / millimetresAnInch) * pixelsAnInch);
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
    [`${name}.png`]: await sharp(await page.screenshot({ type: 'png', omitBackground: true }))
      .withMetadata({ density: dotsAnInch })
      .png()
      .toBuffer(),
  };
}

/**
 * A LaTeX snippet that shows each figure with its caption, the numbers in it.
 * @param source a sentence on where the figures come from.
 * @param millimetres their width.
 */
export const latexFigures = (figures: readonly PaperFile[], source: string, millimetres: number): string =>
  [
    `% ${source.replace(/\s+/g, ' ')}`,
    '% In the preamble: \\usepackage{graphicx}',
    '',
    ...figures.map((each) => figure(each, millimetres)),
  ].join('\n');

/** The picture keeps the width that it was drawn for: its letters are as large as those of a caption. */
function figure({ name, caption, numbers }: PaperFile, millimetres: number): string {
  const told = Object.entries(numbers).map(([what, value]) => `${what}: ${value}`);
  const words = [caption, ...(told.length === 0 ? [] : [`${told.join('; ')}.`])].map(escapeLatex).join(' ');
  return [
    '\\begin{figure}',
    '  \\centering',
    `  \\includegraphics[width=${millimetres}mm]{${name}.pdf}`,
    `  \\caption{${words}}`,
    `  \\label{fig:${name}}`,
    '\\end{figure}',
    '',
  ].join('\n');
}

interface Face {
  family: string;
  weight: 400 | 700;
  /** A file of a package. */
  file: string;
  /** What is kept of its axes. */
  axes?: Record<string, number>;
}

const inter = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
const mono = (weight: number): string => `@fontsource/dejavu-mono/files/dejavu-mono-latin-${weight}-normal.woff2`;

const faces: readonly Face[] = [
  { family: 'Inter', weight: 400, file: inter, axes: { wght: 400 } },
  { family: 'Inter', weight: 700, file: inter, axes: { wght: 700 } },
  { family: 'DejaVu Sans Mono', weight: 400, file: mono(400) },
  { family: 'DejaVu Sans Mono', weight: 700, file: mono(700) },
];

/**
 * Puts the letters that a drawing uses into it, so that it looks the same where the fonts are not.
 * `svg` with `@font-face` rules in it, each cut to the drawing's characters. Letters of scripts that the fonts lack are
 * drawn by the reader's own.
 */
export async function withFonts(svg: string): Promise<string> {
  // The reader's own monospaced font would stand before ours.
  const drawing = svg.replaceAll('ui-monospace, ', '');
  // What is escaped in the file is one of these.
  const characters = [...new Set(`${drawing.replace(/<style>.*?<\/style>|<[^>]*>/gs, '')}<>&"'`)].join('');
  const bold = /font-weight[=:]"?700/.test(drawing);
  const used = faces.filter(({ family, weight }) => drawing.includes(family) && (weight === 400 || bold));
  const rules = await Promise.all(used.map((face) => rule(face, characters)));
  const end = drawing.indexOf('>') + 1;
  return `${drawing.slice(0, end)}<style>${rules.join('')}</style>${drawing.slice(end)}`;
}

async function rule({ family, weight, file, axes }: Face, characters: string): Promise<string> {
  const bytes = await readFile(createRequire(import.meta.url).resolve(file));
  const options = { targetFormat: 'woff2', ...(axes && { variationAxes: axes }) } as const;
  const cut = Buffer.from(await subsetFont(bytes, characters, options));
  const source = `url(data:font/woff2;base64,${cut.toString('base64')})format("woff2")`;
  return `@font-face{font-family:"${family}";font-weight:${weight};src:${source}}`;
}
