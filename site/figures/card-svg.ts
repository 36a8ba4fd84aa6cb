/**
 * The picture that stands for a page where its link is shown (Open Graph): a title, a line, and a strip of highlighted
 * text. 1200 x 630 pixels. Pure.
 */
import { escapeHtml } from '../words/html.ts';
import { type Drawing, type Palette, placed } from './drawing.ts';
import { wrap } from './framed.ts';

export const cardSize = { width: 1200, height: 630 };
const margin = 72;
const title = { size: 52, line: 64, characters: 36, lines: 2, top: 150 };
const words = { size: 27, line: 38, characters: 68, lines: 4 };

/** `strip` is a drawing of at most 1056 x 180 pixels, or null; `site` its title. */
export function cardDrawing(
  { heading, sentence, strip }: { heading: string; sentence: string; strip: Drawing | null },
  { ink }: Palette,
  site = 'RNN Atlas',
): Drawing {
  const headingLines = shortened(heading, title);
  const below = title.top + headingLines.length * title.line;
  const content = [
    `<rect width="100%" height="14" fill="${ink('mark')}"/><g font-family="DejaVu Sans, Liberation Sans, Arial, sans-serif">`,
    `<text x="${margin}" y="84" font-size="26" font-weight="700" fill="${ink('accent')}">${escapeHtml(site)}</text>`,
    ...lines(headingLines, title.top, title, `font-weight="700" fill="${ink('ink')}"`),
    ...lines(shortened(sentence, words), below, words, `fill="${ink('quiet')}"`),
    '</g>',
    strip === null ? '' : placed(strip, margin, cardSize.height - 216),
  ].join('');
  return { ...cardSize, content };
}

interface Style {
  size: number;
  line: number;
  characters: number;
  lines: number;
}

const lines = (all: readonly string[], top: number, { size, line }: Style, look: string): string[] =>
  all.map(
    (each, index) =>
      `<text x="${margin}" y="${top + index * line}" font-size="${size}" ${look}>${escapeHtml(each)}</text>`,
  );

function shortened(text: string, { characters, lines: most }: Style): string[] {
  const all = wrap(text, characters).map((line) => line.slice(0, characters));
  const last = all[most - 1];
  return all.length > most && last !== undefined ? [...all.slice(0, most - 1), `${last.slice(0, -1)}…`] : all;
}
