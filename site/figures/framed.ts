/**
 * What a figure takes with it where no page stands around it: its caption, its legend and the titles of its axes. Pure.
 */
import stringWidth from 'string-width';
import { escapeHtml } from '../words/html.ts';
import { type Drawing, type Palette, placed } from './drawing.ts';

/** What stands beside a line of the legend; `colour` is a colour of the style sheet, without dashes before it. */
export interface LegendEntry {
  mark: 'line' | 'dashed' | 'dot' | 'ring' | 'tick' | 'area' | 'box';
  colour: string;
  text: string;
}

/** An entry of a legend. */
export const key = (mark: LegendEntry['mark'], colour: string, text: string): LegendEntry => ({ mark, colour, text });

export interface Frame {
  x?: string | undefined;
  y?: string | undefined;
  legend?: readonly LegendEntry[] | undefined;
}

/** Letters of a chart are 11 pixels high on the page, and 8 points on paper. */
const [pixels, points] = [11, 8];
const pointsInMillimetre = 72 / 25.4;

/** Pixels of the drawing across a figure of so many millimetres. */
export const pixelsOf = (millimetres: number): number =>
  Math.round((millimetres * pointsInMillimetre * pixels) / points);

/** Room beside a chart of which the y axis has a title. */
const title = { side: 24, below: 18 };
const row = { height: 17, sample: 18, gap: 14, letter: 6.1 };
const line = { height: 16, letter: 6.2, margin: 8 };

/** Pixels that are left for the chart itself. */
export const chartWidth = (width: number, { y }: Frame): number => width - (y === undefined ? 0 : title.side);

/** @param least pixels across the whole. @param caption for a file; a paper sets its own. */
export function framed(
  drawing: Drawing,
  { x, y, legend = [] }: Frame,
  palette: Palette,
  { least = 0, caption = '' }: { least?: number; caption?: string } = {},
): Drawing {
  const left = y === undefined ? 0 : title.side;
  const width = Math.max(drawing.width + left, least);
  const lines = wrap(caption, Math.floor((width - 2 * line.margin) / line.letter));
  const words = lines.map(
    (each, index) => `<text x="${line.margin}" y="${(index + 1) * line.height}">${escapeHtml(each)}</text>`,
  );
  const above = lines.length === 0 ? 0 : lines.length * line.height + line.margin;
  const rows = legendRows(legend, width);
  const top = above + (rows.length === 0 ? 0 : rows.length * row.height + 6);
  const height = top + drawing.height + (x === undefined ? 0 : title.below);
  const parts = [
    ...words,
    ...rows.map((entries, index) => legendRow(entries, above + (index + 0.5) * row.height, palette)),
    placed(drawing, left, top),
    ...(y === undefined
      ? []
      : [
          `<text transform="translate(11 ${rounded(top + drawing.height / 2)})rotate(-90)" text-anchor="middle">${escapeHtml(y)}</text>`,
        ]),
    ...(x === undefined
      ? []
      : [
          `<text x="${rounded(left + drawing.width / 2)}" y="${height - 5}" text-anchor="middle">${escapeHtml(x)}</text>`,
        ]),
  ];
  return { width, height, content: `<g fill="currentColor">${parts.join('')}</g>` };
}

const rounded = (value: number): number => Math.round(100 * value) / 100;

/** Words in lines of at most `most` characters; a longer word stands alone. */
export function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const lengthOf = ({ text }: LegendEntry): number => row.sample + 6 + stringWidth(text) * row.letter + row.gap;

/** Entries side by side, in as many rows as they need. */
function legendRows(legend: readonly LegendEntry[], width: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const entry of legend) {
    const length = lengthOf(entry);
    if (used + length > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(entry);
    used += length;
  }
  return rows;
}

function legendRow(entries: readonly LegendEntry[], y: number, { ink }: Palette): string {
  let x = 2;
  return entries
    .map((entry) => {
      const { mark, colour, text } = entry;
      const sample = samples[mark](ink(colour), x, y, ink('paper'));
      const drawn = `${sample}<text x="${rounded(x + row.sample + 6)}" y="${y + 4}">${escapeHtml(text)}</text>`;
      x += lengthOf(entry);
      return drawn;
    })
    .join('');
}

type Sample = (ink: string, x: number, y: number, paper: string) => string;

const stroke =
  (more: string): Sample =>
  (ink, x, y) =>
    `<path fill="none" stroke="${ink}" ${more} d="M${x} ${y}h${row.sample}"/>`;
const box =
  (more: string): Sample =>
  (ink, x, y) =>
    `<rect x="${x}" y="${y - 5}" width="${row.sample}" height="10" fill="${ink}"${more}/>`;

/** At the left end of an entry, in the middle of its line. */
const samples: Record<LegendEntry['mark'], Sample> = {
  line: stroke('stroke-width="2"'),
  dashed: stroke('stroke-width="1.5" stroke-dasharray="5 3"'),
  dot: (ink, x, y) => `<circle cx="${x + row.sample / 2}" cy="${y}" r="4" fill="${ink}"/>`,
  ring: (ink, x, y, paper) =>
    `<circle cx="${x + row.sample / 2}" cy="${y}" r="3.5" fill="${paper}" stroke="${ink}" stroke-width="2"/>`,
  tick: (ink, x, y) => `<path stroke="${ink}" stroke-width="1.5" d="M${x + row.sample / 2} ${y - 5}v10"/>`,
  area: box(' fill-opacity=".2"'),
  box: box(''),
};
