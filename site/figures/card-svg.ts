/**
 * The picture that stands for a page where its link is shown (Open Graph): a title, a line, and a strip of highlighted
 * text. 1200 x 630 pixels, light. Pure.
 */

import { escapeHtml } from '../words/html.ts';
import { wrap } from './captioned.ts';

export const cardSize = { width: 1200, height: 630 };
const margin = 72;
const font = 'DejaVu Sans, Liberation Sans, Arial, sans-serif';
const title = { size: 52, line: 64, characters: 36, lines: 2 };
const words = { size: 27, line: 38, characters: 68, lines: 4 };

/** `strip` is a drawing of at most 1056 x 180 pixels, or null; `site` its title. */
export function cardSvg(heading: string, sentence: string, strip: string | null, site = 'RNN Atlas'): string {
  const top = 150;
  const headingLines = shortened(heading, title);
  const below = top + headingLines.length * title.line;
  const sentenceLines = shortened(sentence, words);
  const stripped = strip?.replace(/^<svg/, () => `<svg x="${margin}" y="${cardSize.height - 216}"`) ?? '';
  return `<svg width="${cardSize.width}" height="${cardSize.height}" viewBox="0 0 ${cardSize.width} ${cardSize.height}"><rect width="100%" height="14" fill="var(--mark)"/><g font-family="${font}"><text x="${margin}" y="84" font-size="26" font-weight="700" fill="var(--accent)">${escapeHtml(site)}</text>${lines(headingLines, top, title, 'font-weight="700" fill="var(--ink)"')}${lines(sentenceLines, below, words, 'fill="var(--quiet)"')}</g>${stripped}</svg>`;
}

type Style = typeof title;

const lines = (all: readonly string[], top: number, { size, line }: Style, look: string): string =>
  all
    .map(
      (each, index) =>
        `<text x="${margin}" y="${top + index * line}" font-size="${size}" ${look}>${escapeHtml(each)}</text>`,
    )
    .join('');

function shortened(text: string, { characters, lines: most }: Style): string[] {
  const all = wrap(text, characters).map((line) => line.slice(0, characters));
  const last = all[most - 1];
  return all.length > most && last !== undefined ? [...all.slice(0, most - 1), `${last.slice(0, -1)}…`] : all;
}
