/**
 * A heatmap as two drawings of the same rows: the head (neuron and relevance, which stays in place) and the body (cells and
 * token labels, which scrolls). Cells of one colour are one path, so that 2,500 cells weigh 35 KB. Pure; labels are escaped.
 */

import { decimal } from '../../runner/core/words.ts';
import { escapeHtml } from '../words/html.ts';
import { colourCoordinate } from './colour.ts';
import { type Drawing, onPage, type Palette, placed, svgOf } from './drawing.ts';
import type { Heatmap, HeatmapRow } from './heatmap.ts';

const size = { row: 22, column: 20, narrow: 12, gap: 12, head: 204, bar: 44, top: 26 };
/** Where the two means of a row stand: at the feature's tokens, and at all others. */
const contrast = { left: 146, column: 23 } as const;
/** Colours are rounded to this many steps from 0 to full; finer differences cannot be seen. */
const steps = 20;

export interface HeatmapDrawing {
  head: Drawing;
  body: Drawing;
}

type Row = HeatmapRow & { top: number };

/** `limits` are those of the colour scale; with `link`, each row leads to the address of its neuron. */
export function heatmapDrawing(
  map: Heatmap,
  limits: readonly [number, number],
  palette: Palette = onPage,
  link?: (neuron: number) => string,
): HeatmapDrawing {
  const column = map.positions.length > 60 ? size.narrow : size.column;
  const rows = map.windows.flatMap((rows, window) => {
    const before = map.windows.slice(0, window).flat().length;
    return rows.map((row, index): Row => ({ ...row, top: size.top + (before + index) * size.row + window * size.gap }));
  });
  const bottom = (rows.at(-1)?.top ?? size.top) + size.row;
  const longest = Math.max(0, ...map.labels.map((label) => [...label].length));
  const height = bottom + Math.min(110, 14 + longest * 7);
  const width = Math.max(1, map.positions.length * column);
  const separators = (to: number): string =>
    map.windows
      .slice(1)
      .map(([first]) => rows.find(({ neuron }) => neuron === first?.neuron)?.top ?? 0)
      .map(
        (top) => `<path stroke="${palette.ink('quiet')}" stroke-dasharray="3 3" d="M0 ${top - size.gap / 2}H${to}"/>`,
      )
      .join('');
  const means = rows.map(({ top, means: { here, elsewhere } }) => ({ top, values: [here, elsewhere] }));
  const root = ` fill="${palette.ink('quiet')}"`;
  return {
    head: {
      ...{ width: size.head, height, root },
      content: [
        '<text x="42" y="14" text-anchor="end">neuron</text><text x="56" y="14">relevance</text>',
        `<text x="${contrast.left + contrast.column}" y="14" text-anchor="middle">here, else</text>`,
        ...rows.map((row) => headOf(row, palette)),
        `<g transform="translate(${contrast.left} 0)">${cells(means, contrast.column, limits, palette)}</g>`,
        separators(size.head),
        // The keys have the links in the head, those over the cells are for the pointer.
        ...rows.map((row) =>
          linked(row, size.head, link, (neuron) => `aria-label="Show neuron ${neuron} in the text"`),
        ),
      ].join(''),
    },
    body: {
      ...{ width, height, root },
      content: [
        cells(rows, column, limits, palette),
        separators(width),
        labels(map, column, bottom),
        ...rows.map((row) => linked(row, width, link, () => 'tabindex="-1"')),
      ].join(''),
    },
  };
}

/** A row's link lies over it. */
const linked = (
  { neuron, top }: Row,
  width: number,
  link: ((neuron: number) => string) | undefined,
  attributes: (neuron: number) => string,
): string =>
  link === undefined
    ? ''
    : `<a href="${escapeHtml(link(neuron))}" ${attributes(neuron)}><rect class="row" data-row="${neuron}" y="${top}" width="${width}" height="${size.row}"/></a>`;

function headOf({ neuron, detected, leads, relevance, top }: Row, { ink }: Palette): string {
  const strong = leads ? ` fill="${ink('accent')}"` : detected ? ` fill="${ink('ink')}"` : '';
  const weight = strong && ' font-weight="650"';
  const mark = leads ? `<text${strong}${weight} x="2" y="${top + 15}">→</text>` : '';
  const name = `${mark}<g data-ticks="row"><text${strong}${weight} x="42" y="${top + 15}" text-anchor="end">${neuron}</text></g>`;
  if (relevance === null) return `${name}<text x="56" y="${top + 15}">–</text>`;
  const length = Math.max(0.5, relevance * size.bar).toFixed(1);
  return `${name}<rect fill="${ink('rule')}" x="56" y="${top + 5}" width="${length}" height="${size.row - 10}"/><text x="134" y="${top + 15}" text-anchor="end">${decimal(relevance)}</text>`;
}

/** @param rows each with the values of its cells; null: none is drawn. */
function cells(
  rows: readonly { top: number; values: readonly (number | null)[] }[],
  column: number,
  limits: readonly [number, number],
  palette: Palette,
): string {
  const paths = new Map<number, { d: string; x: number; y: number }>();
  for (const { top, values } of rows) {
    values.forEach((value, place) => {
      if (value === null) return;
      const step = Math.round(colourCoordinate(value, limits) * steps);
      const before = paths.get(step) ?? { d: '', x: 0, y: 0 };
      const x = place * column;
      // From the end of the cell before: the same few steps come again and again, and the page packs to less.
      const move = `m${x - before.x} ${top - before.y}`.replace(' -', '-');
      const d = `${before.d}${move}h${column - 1}v${size.row - 1}h${1 - column}`;
      paths.set(step, { d, x, y: top + size.row - 1 });
    });
  }
  return [...paths]
    .sort(([a], [b]) => a - b)
    .map(([step, { d }]) => `<path class="cell"${palette.ground(step / steps, column - 1)} d="${d}"/>`)
    .join('');
}

function labels(map: Heatmap, column: number, bottom: number): string {
  const upright = map.labels.every((label) => [...label].length <= 1);
  return map.labels
    .map((label, index) => {
      const x = index * column + column / 2;
      const text = escapeHtml([...label].slice(-14).join(''));
      if (upright) return `<text x="${x}" y="${bottom + 14}" text-anchor="middle">${text}</text>`;
      return `<text transform="translate(${x - 3} ${bottom + 7})rotate(60)">${text}</text>`;
    })
    .join('');
}

/** Slanted labels reach beyond the last column. */
const overhang = 60;

/** Both halves beside each other. */
export const heatmapWhole = ({ head, body }: HeatmapDrawing): Drawing => ({
  ...{ width: head.width + body.width + overhang, height: head.height },
  content: placed(head, 0, 0) + placed(body, head.width, 0),
});

/** Pixels of the body in a band; beyond them columns show again what their slanted labels need. */
const band = { width: 720, beyond: 60 };

/** For a page. @param id by which bands know the halves. Its halves have a class, for a sheet sees nothing around what is used again. */
export const heatmapHalves = ({ head, body }: HeatmapDrawing, id: string): { head: string; body: string } => ({
  head: svgOf(head, ` class="heatmap" id="${id}-head"`),
  body: svgOf(body, ` aria-hidden="true" class="heatmap" id="${id}-body"`),
});

/** For a page on paper, which cannot scroll: the drawing of this `id` again, in bands of its body below one another, each behind the head. */
export function heatmapBands({ head, body: { width, height } }: HeatmapDrawing, id: string): string {
  const shown = band.width + band.beyond;
  return Array.from({ length: Math.ceil(width / band.width) }, (_, index) => {
    const part = `<svg x="${head.width}" width="${shown}" height="${height}" viewBox="${index * band.width} 0 ${shown} ${height}"><use href="#${id}-body"/></svg>`;
    return `<svg viewBox="0 0 ${head.width + shown} ${height}" aria-hidden="true"><use href="#${id}-head"/>${part}</svg>`;
  }).join('');
}
