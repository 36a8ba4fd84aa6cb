/**
 * A heatmap drawn as two SVGs of the same rows: the head (neuron and relevance, which stays in place) and the body
 * (cells and token labels, which scrolls). Cells of one colour are one path, so that 2,500 cells weigh 35 KB and take
 * their colours from the style sheet. Pure; labels are escaped.
 */

import { at, item } from '../../runner/core/at.ts';
import { decimal } from '../../runner/core/words.ts';
import { escapeHtml } from '../words/html.ts';
import { colourCoordinate, upperEdge } from './colour.ts';
import type { Heatmap, HeatmapRow } from './heatmap.ts';

const size = { row: 22, column: 20, narrow: 12, gap: 12, head: 204, bar: 44, top: 26 };
/** Colours are rounded to this many steps from 0 to full; finer differences cannot be seen. */
const steps = 20;

export interface HeatmapDrawing {
  head: string;
  body: string;
}

/** `limits` are those of the colour scale; with `link`, each row leads to the address of its neuron; by `id` bands know the halves. */
export function heatmapSvg(
  map: Heatmap,
  limits: readonly [number, number],
  link?: (neuron: number) => string,
  id = '',
): HeatmapDrawing {
  const column = map.positions.length > 60 ? size.narrow : size.column;
  const tops = rowTops(map.windows);
  const bottom = (tops.flat().at(-1) ?? size.top) + size.row;
  const longest = Math.max(0, ...map.labels.map((label) => [...label].length));
  const height = bottom + Math.min(110, 14 + longest * 7);
  const width = Math.max(1, map.positions.length * column);
  const separators = (to: number): string =>
    tops
      .slice(1)
      .map(([top = 0]) => `<path class="separator" d="M0 ${top - size.gap / 2}H${to}"/>`)
      .join('');
  return {
    head: svg(
      { width: size.head, height, id: id && `${id}-head` },
      headings() +
        head(map.windows, tops) +
        `<g transform="translate(${contrast.left} 0)">${cells(meansOf(map.windows), tops, contrast.column, limits)}</g>` +
        separators(size.head) +
        links(map.windows, tops, size.head, link && { link, heard: true }),
      link !== undefined,
    ),
    body: svg(
      { width, height, id: id && `${id}-body` },
      cells(map.windows, tops, column, limits) +
        separators(width) +
        labels(map, column, bottom) +
        links(map.windows, tops, width, link && { link, heard: false }),
    ),
  };
}

/** The top of each row, [windows][rows]. */
function rowTops(windows: HeatmapRow[][]): number[][] {
  let top = size.top;
  return windows.map((rows, window) => {
    if (window > 0) top += size.gap;
    return rows.map(() => {
      const own = top;
      top += size.row;
      return own;
    });
  });
}

const svg = (
  { width, height, id }: { width: number; height: number; id: string },
  content: string,
  heard = false,
): string =>
  `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${heard ? '' : ' aria-hidden="true"'}${id && ` class="heatmap" id="${id}"`}>${content}</svg>`;

/** A row's link lies over it. Those over the cells are for the pointer; the keys have those in the head. */
function links(
  windows: HeatmapRow[][],
  tops: number[][],
  width: number,
  linked: { link(neuron: number): string; heard: boolean } | undefined,
): string {
  if (linked === undefined) return '';
  const { link, heard } = linked;
  return windows
    .flatMap((rows, window) =>
      rows.map(({ neuron }, index) => {
        const names = heard ? ` aria-label="Show neuron ${neuron} in the text"` : ' tabindex="-1"';
        const top = at(item(tops, window), index);
        return `<a href="${escapeHtml(link(neuron))}"${names}><rect class="row" data-row="${neuron}" y="${top}" width="${width}" height="${size.row}"/></a>`;
      }),
    )
    .join('');
}

/** Where the two means of a row stand: at the feature's tokens, and at all others. */
const contrast = { left: 146, column: 23 } as const;
const meansOf = (windows: HeatmapRow[][]) =>
  windows.map((rows) => rows.map(({ means: { here, elsewhere } }) => ({ values: [here, elsewhere] })));

const headings = (): string =>
  '<text class="heading" x="42" y="14" text-anchor="end">neuron</text><text class="heading" x="56" y="14">relevance</text>' +
  `<text class="heading" x="${contrast.left + contrast.column}" y="14" text-anchor="middle">here, else</text>`;

function head(windows: HeatmapRow[][], tops: number[][]): string {
  return windows
    .flatMap((rows, window) =>
      rows.map((row, index) => {
        const top = at(item(tops, window), index);
        const classes = [row.detected && 'detected', row.leads && 'lead'].filter(Boolean).join(' ');
        const mark = row.leads ? `<text class="lead" x="2" y="${top + 15}">→</text>` : '';
        const name = `${mark}<g data-ticks="row"><text${classes && ` class="${classes}"`} x="42" y="${top + 15}" text-anchor="end">${row.neuron}</text></g>`;
        if (row.relevance === null) return `${name}<text x="56" y="${top + 15}">–</text>`;
        const length = Math.max(0.5, row.relevance * size.bar).toFixed(1);
        return `${name}<rect class="bar" x="56" y="${top + 5}" width="${length}" height="${size.row - 10}"/><text x="134" y="${top + 15}" text-anchor="end">${decimal(row.relevance)}</text>`;
      }),
    )
    .join('');
}

/** @param windows [windows][rows] with the values of a row's cells; null: none is drawn. */
function cells(
  windows: readonly (readonly { values: readonly (number | null)[] }[])[],
  tops: number[][],
  column: number,
  limits: readonly [number, number],
): string {
  const paths = new Map<number, { d: string; x: number; y: number }>();
  windows.forEach((rows, window) => {
    rows.forEach((row, index) => {
      const y = at(item(tops, window), index);
      row.values.forEach((value, place) => {
        if (value === null) return;
        const step = Math.round(colourCoordinate(value, limits) * steps);
        const before = paths.get(step) ?? { d: '', x: 0, y: 0 };
        const x = place * column;
        // From the end of the cell before: the same few steps come again and again, and the page packs to less.
        const move = `m${x - before.x} ${y - before.y}`.replace(' -', '-');
        const d = `${before.d}${move}h${column - 1}v${size.row - 1}h${1 - column}`;
        paths.set(step, { d, x, y: y + size.row - 1 });
      });
    });
  });
  return [...paths]
    .sort(([a], [b]) => a - b)
    .map(([step, { d }]) => `<path class="cell" style="--a:${step / steps}" d="${d}"${upperEdge(step, column - 1)}/>`)
    .join('');
}

function labels(map: Heatmap, column: number, bottom: number): string {
  const upright = map.labels.every((label) => [...label].length <= 1);
  return map.labels
    .map((label, at) => {
      const x = at * column + column / 2;
      const text = escapeHtml([...label].slice(-14).join(''));
      if (upright) return `<text x="${x}" y="${bottom + 14}" text-anchor="middle">${text}</text>`;
      return `<text transform="translate(${x - 3} ${bottom + 7})rotate(60)">${text}</text>`;
    })
    .join('');
}

const style = [
  'text{fill:var(--quiet)}.detected{fill:var(--ink);font-weight:700}.lead{fill:var(--accent);font-weight:700}.bar{fill:var(--rule)}',
  '.separator{stroke:var(--quiet);stroke-dasharray:3 3}',
].join('');
/** Slanted labels reach beyond the last column. */
const overhang = 60;

export function heatmapFile({ head, body }: HeatmapDrawing): string {
  const [left, right] = [sizeOf(head), sizeOf(body)];
  const width = left.width + right.width + overhang;
  const shifted = body.replace(/^<svg/, () => `<svg x="${left.width}" overflow="visible"`);
  return `<svg width="${width}" height="${left.height}" viewBox="0 0 ${width} ${left.height}"><style>${style}</style>${head}${shifted}</svg>`;
}

/** Pixels of the body in a band; beyond them columns show again what their slanted labels need. */
const band = { width: 720, beyond: 60 };

/**
 * For paper, which cannot scroll: the drawing of this `id` again, in bands of its body below one another, each behind the head. Its
 * halves have a class of their own, for a sheet sees nothing around what is used again.
 */
export function heatmapBands({ head, body }: HeatmapDrawing, id: string): string {
  const [left, { width, height }] = [sizeOf(head), sizeOf(body)];
  const shown = band.width + band.beyond;
  return Array.from({ length: Math.ceil(width / band.width) }, (_, index) => {
    const part = `<svg x="${left.width}" width="${shown}" height="${height}" viewBox="${index * band.width} 0 ${shown} ${height}"><use href="#${id}-body"/></svg>`;
    return `<svg viewBox="0 0 ${left.width + shown} ${height}" aria-hidden="true"><use href="#${id}-head"/>${part}</svg>`;
  }).join('');
}

function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /^<svg width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}
