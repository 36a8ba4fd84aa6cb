/**
 * A feature's heatmap: neurons of its windows by the tokens that carry the feature; and its two drawings of the same rows, the head
 * (neuron and relevance, which stays in place) and the body (cells and token labels, which scrolls). Cells of one colour are one path.
 * Pure; labels are escaped.
 */
import { at, item } from '../../runner/core/at.ts';
import { decimal } from '../../runner/core/format.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import { comparedTokens } from '../../runner/experiment/results/compared.ts';
import type { FeatureResult, Result, ShownNeuron, ShownText } from '../../runner/experiment/results/schema.ts';
import { escapeHtml } from '../words/html.ts';
import { leadNeuron, neuronsAround, windowWith } from '../words/lead.ts';
import { tokenLabel } from '../words/token.ts';
import { colourCoordinate } from './colour.ts';
import { type Drawing, onPage, type Palette, placed } from './drawing.ts';

export interface HeatmapRow {
  neuron: number;
  detected: boolean;
  /** Whether it is the neuron that leads the page. */
  leads: boolean;
  /** The thesis' relevance; null when undefined. */
  relevance: number | null;
  /** Activations at the columns' tokens. */
  values: number[];
  /** Their mean, and that at all other tokens that the feature is compared with but white space; null where there are none. */
  means: { here: number | null; elsewhere: number | null };
}

export interface Heatmap {
  /** Positions in the text, one a column. */
  positions: number[];
  /** Each column's token, with the token before it when all columns are the same few marks. */
  labels: string[];
  /** Rows by window; a separator stands between windows. */
  windows: HeatmapRow[][];
  /** Windows that were left out because the figure would be too large to read. */
  omittedNeurons: number;
}

type Shown = Pick<ShownNeuron, 'neuron' | 'role'>;

/** What is drawn of a feature: its windows, and the neuron that leads its page. */
export interface HeatmapFeature extends Pick<FeatureResult, 'relevance'> {
  heatmapWindows: readonly { neurons: readonly Shown[] }[];
  lead?: number;
  /** Of a number, which every token may have, nothing stands elsewhere. */
  isNumber?: boolean;
  /** [tokens] 1 where a token takes part in the comparison; absent: all do. */
  compared?: Uint8Array;
}

/** More cells than this cannot be read, and would weigh more than the rest of the page. */
const mostCells = 12_000;

export function heatmap(
  feature: HeatmapFeature,
  text: Pick<ShownText, 'tokens'>,
  positions: readonly number[],
  activations: QuantizedActivations,
): Heatmap {
  const mostRows = Math.floor(mostCells / Math.max(1, positions.length));
  const carries = new Set(positions);
  const isOther = (token: string, t: number): boolean =>
    !feature.isNumber && !carries.has(t) && (feature.compared?.[t] ?? 1) === 1 && token.trim() !== '';
  const others = text.tokens.flatMap((token, t) => (isOther(token, t) ? [t] : []));
  let rows = 0;
  let omittedNeurons = 0;
  const windows: HeatmapRow[][] = [];
  for (const { neurons } of feature.heatmapWindows) {
    const kept = neurons.slice(0, Math.max(0, mostRows - rows));
    rows += kept.length;
    omittedNeurons += neurons.length - kept.length;
    if (kept.length === 0) continue;
    windows.push(
      kept.map(({ neuron, role }) => {
        const all = activationsOf(activations, neuron);
        const valuesAt = (places: readonly number[]): number[] => places.map((position) => at(all, position));
        return {
          neuron,
          detected: role === 'detected',
          leads: neuron === feature.lead,
          relevance: feature.relevance?.relevance[neuron] ?? null,
          values: valuesAt(positions),
          means: { here: meanOf(valuesAt(positions)), elsewhere: meanOf(valuesAt(others)) },
        };
      }),
    );
  }
  return { positions: [...positions], labels: columnLabels(text.tokens, positions), windows, omittedNeurons };
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A feature's heatmap as its page, its file and its figure for papers have it, the leading neuron's window first.
 * @param positions of the columns, in the text on which neurons were detected.
 */
export function heatmapOf(
  result: Result,
  feature: FeatureResult,
  positions: readonly number[],
  activations: QuantizedActivations,
): Heatmap {
  const { on, neighbours } = result.detection;
  const drawn = ledBy(feature, leadNeuron(result, feature), { beside: neighbours, units: result.model.units });
  const shown = { ...drawn, isNumber: feature.numbers !== undefined, compared: comparedTokens(result, feature, on) };
  return heatmap(shown, result.texts[on], positions, activations);
}

/**
 * The feature with the window of the leading neuron first; where none holds it, one is made, with so many neurons `beside`
 * it on each side as the layer of `units` has and no other window shows.
 */
export function ledBy(
  { heatmapWindows: windows, relevance }: HeatmapFeature,
  lead: number,
  { beside, units }: { beside: number; units: number },
): HeatmapFeature {
  if (windows.length === 0) return { heatmapWindows: windows, relevance, lead };
  const own = windowWith(windows, lead);
  const elsewhere = new Set(windows.flatMap(({ neurons }) => neurons.map(({ neuron }) => neuron)));
  const made = neuronsAround(lead, beside, units)
    .filter((neuron) => !elsewhere.has(neuron))
    .map((neuron): Shown => ({ neuron, role: neuron === lead ? 'detected' : 'neighbour' }));
  const first = own ?? { neurons: made };
  return { heatmapWindows: [first, ...windows.filter((window) => window !== own)], relevance, lead };
}

/** Tokens as labels; with fewer than six different ones, the word before each tells the columns apart. */
function columnLabels(tokens: readonly string[], positions: readonly number[]): string[] {
  const own = positions.map((position) => item(tokens, position));
  const few = new Set(own).size < 6 && positions.length < tokens.length;
  return positions.map((position) => {
    const before = few && position > 0 ? tokenLabel(item(tokens, position - 1)) : '';
    return `${before}${tokenLabel(item(tokens, position))}`;
  });
}

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
  const column = map.positions.length > 32 ? size.narrow : size.column;
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
      width: size.head,
      height,
      root,
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
      width,
      height,
      root,
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
  width: head.width + body.width + overhang,
  height: head.height,
  content: placed(head, 0, 0) + placed(body, head.width, 0),
});
