/** Puts the letters that a drawing uses into it, so that it looks the same where the fonts are not. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';

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
