/**
 * A chart as a figure of a paper: axis titles and a legend around it, on no ground, as wide as a column, with its letters
 * at the size of a caption. Pure.
 */
import stringWidth from 'string-width';
import { escapeHtml } from '../../words/html.ts';

/** What stands beside a line of the legend; `colour` is a colour of the style sheet, without dashes before it. */
export interface LegendEntry {
  mark: 'line' | 'thin' | 'dashed' | 'dot' | 'ring' | 'tick' | 'area' | 'box';
  colour: string;
  text: string;
}

export interface Frame {
  x?: string | undefined;
  y?: string | undefined;
  legend?: readonly LegendEntry[] | undefined;
}

/** Millimetres of the narrowest and the widest figure: a marginal note, and a landscape page. */
export const widths = { least: 40, most: 300, usual: 88 } as const;

/** Letters of a chart are 11 pixels high on the page, and 8 points on paper. */
const [pixels, points] = [11, 8];
const pointsInMillimetre = 72 / 25.4;

/** Pixels of the drawing across a figure of so many millimetres. */
export const pixelsOf = (millimetres: number): number =>
  Math.round((millimetres * pointsInMillimetre * pixels) / points);

/** Room beside a chart of which the y axis has a title. */
const title = { side: 24, below: 18 };
const row = { height: 17, sample: 18, gap: 14, letter: 6.1 };

/** Pixels that are left for the chart itself. */
export const chartWidth = (millimetres: number, { y }: Frame): number =>
  pixelsOf(millimetres) - (y === undefined ? 0 : title.side);

/**
 * `svg` has its size in pixels as attributes of its root. One that is wider than the figure is scaled down to it. Throws a RangeError
 * when it has no size.
 */
export function paperSvg(svg: string, { x, y, legend = [] }: Frame, millimetres: number): string {
  const [width = 0, height = 0] = ['width', 'height'].map((name) =>
    Number(new RegExp(`^<svg[^>]* ${name}="([\\d.]+)"`).exec(svg)?.[1]),
  );
  if (!(width > 0 && height > 0)) throw new RangeError(`a drawing must say its size, got ${svg.slice(0, 60)}`);
  const left = y === undefined ? 0 : title.side;
  const below = x === undefined ? 0 : title.below;
  const whole = Math.max(width + left, pixelsOf(millimetres));
  const rows = legendRows(legend, whole);
  const top = rows.length === 0 ? 0 : rows.length * row.height + 6;
  const tall = top + height + below;
  const parts = [
    ...rows.map((entries, index) => legendRow(entries, index)),
    svg.replace(/^<svg/, () => `<svg x="${left}" y="${top}" overflow="visible"`),
    ...(y === undefined
      ? []
      : [
          `<text transform="translate(11 ${rounded(top + height / 2)})rotate(-90)" text-anchor="middle">${escapeHtml(y)}</text>`,
        ]),
    ...(x === undefined
      ? []
      : [`<text x="${rounded(left + width / 2)}" y="${tall - 5}" text-anchor="middle">${escapeHtml(x)}</text>`]),
  ];
  const size = `width="${millimetres}mm" height="${rounded((millimetres * tall) / whole)}mm"`;
  return `<svg ${size} viewBox="0 0 ${whole} ${tall}"><g fill="currentColor">${parts.join('')}</g></svg>`;
}

const rounded = (value: number): number => Math.round(100 * value) / 100;

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

function legendRow(entries: readonly LegendEntry[], index: number): string {
  let x = 2;
  const y = index * row.height + row.height / 2;
  return entries
    .map((entry) => {
      const drawn = `${sample(entry, x, y)}<text x="${rounded(x + row.sample + 6)}" y="${y + 4}">${escapeHtml(entry.text)}</text>`;
      x += lengthOf(entry);
      return drawn;
    })
    .join('');
}

function sample({ mark, colour }: LegendEntry, x: number, y: number): string {
  const ink = `var(--${colour})`;
  const middle = x + row.sample / 2;
  const line = (more: string): string => `<path fill="none" stroke="${ink}" ${more} d="M${x} ${y}h${row.sample}"/>`;
  switch (mark) {
    case 'line':
      return line('stroke-width="2"');
    case 'thin':
      return line('stroke-width="1"');
    case 'dashed':
      return line('stroke-width="1.5" stroke-dasharray="5 3"');
    case 'dot':
      return `<circle cx="${middle}" cy="${y}" r="4" fill="${ink}"/>`;
    case 'ring':
      return `<circle cx="${middle}" cy="${y}" r="3.5" fill="var(--paper)" stroke="${ink}" stroke-width="2"/>`;
    case 'tick':
      return `<path stroke="${ink}" stroke-width="1.5" d="M${middle} ${y - 5}v10"/>`;
    case 'area':
      return `<rect x="${x}" y="${y - 5}" width="${row.sample}" height="10" fill="${ink}" fill-opacity=".2"/>`;
    case 'box':
      return `<rect x="${x}" y="${y - 5}" width="${row.sample}" height="10" fill="${ink}"/>`;
    default:
      return mark satisfies never;
  }
}
