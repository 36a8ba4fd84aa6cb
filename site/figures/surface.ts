/**
 * The thesis' main figure: amplitude over frequency and neuron as a surface, and the same field from straight above, exact. Both
 * are pictures of their own on the page, so they hold the colours of both schemes. Pure.
 */
import { at } from '../../runner/core/at.ts';
import { significant } from '../../runner/core/format.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { escapeHtml } from '../words/html.ts';
import { oscillations } from './charts.ts';
import { hex, mixed } from './colour.ts';
import type { Drawing } from './drawing.ts';

export interface FieldRow {
  neuron: number;
  detected: boolean;
  /** Amplitudes by column. */
  amplitudes: number[];
}

export interface Field {
  /** Cycles per token of each column, ascending; the mean (0) is left out. */
  frequencies: number[];
  /** Rows in order of neuron number, grouped into runs of neighbouring neurons. */
  windows: FieldRow[][];
  /** The largest amplitude. */
  top: number;
  band: readonly [number, number] | null;
}

/** Null when there is nothing to draw: no spectrum, or fewer than two frequencies. */
export function fieldOf({ figures, spectra, features, detection }: Result): Field | null {
  const frequencies = spectra[0] === undefined ? [] : oscillations(spectra[0]).map(({ frequency }) => frequency);
  if (!figures.fourier || frequencies.length < 2) return null;
  const shown = features.flatMap(({ windows }) => windows.flatMap(({ neurons }) => neurons));
  const detected = new Set(shown.filter(({ role }) => role === 'detected').map(({ neuron }) => neuron));
  const windows: FieldRow[][] = [];
  for (const spectrum of spectra) {
    const { neuron } = spectrum;
    const amplitudes = oscillations(spectrum).map(({ amplitude }) => amplitude);
    const last = windows.at(-1);
    const row = { neuron, detected: detected.has(neuron), amplitudes };
    if (last?.at(-1)?.neuron === neuron - 1) last.push(row);
    else windows.push([row]);
  }
  const top = Math.max(...windows.flat().flatMap(({ amplitudes }) => amplitudes), Number.MIN_VALUE);
  return { frequencies, windows, top, band: detection.band };
}

/**
 * Amplitudes are ordered in lightness, so that they stay in order for every eye and in print. On a light page small is pale, on a
 * dark one small is dark. Stops as in matplotlib's inferno (van der Walt & Smith 2015).
 */
const stops = [
  [20, 11, 53],
  [88, 15, 109],
  [159, 42, 99],
  [212, 72, 66],
  [245, 125, 21],
  [250, 193, 39],
  [252, 255, 164],
];

/** They are rounded to so many colours; finer differences cannot be seen. */
export const levels = 24;

/** The colour of a level, from 0 to `levels` - 1, as #rrggbb. */
export function levelColour(level: number, dark: boolean): string {
  const share = level / (levels - 1);
  const place = (dark ? share : 1 - share) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(place));
  return hex(mixed(stops[index] ?? [], stops[index + 1] ?? [], place - index));
}

const levelOf = (amplitude: number, { top }: Field): number => Math.round(Math.min(1, amplitude / top) * (levels - 1));

interface Inks {
  dark: boolean;
  ink: string;
  quiet: string;
  band: string;
}
/** As in styles/colours.css, which a picture does not see. */
const light: Inks = { dark: false, ink: '#1d1b18', quiet: '#5f5a52', band: '#a9590a1a' };
const dark: Inks = { dark: true, ink: '#ece8df', quiet: '#b0aa9e', band: '#efa24f26' };

const inked = ({ dark, ink, quiet, band }: Inks): string =>
  `text{fill:${ink}}.axis{stroke:${quiet}}.ridge{stroke:${ink}}.band{fill:${band}}${Array.from({ length: levels }, (_, level) => `.q${level}{fill:${levelColour(level, dark)};stroke:${levelColour(level, dark)}}`).join('')}`;
const common = '.strong{font-weight:700}.axis,.ridge{fill:none}.ridge{stroke-opacity:.55;stroke-width:.7}';

/** @param letters for print, their size in pixels of the drawing; on the page they grow where the picture is shown small. */
const styleOf = (letters: number | null): string =>
  letters === null
    ? `<style>text{font:14px system-ui,sans-serif}${common}${inked(light)}@media (prefers-color-scheme:dark){${inked(dark)}}@media (max-width:480px){text{font-size:24px}}</style>`
    : `<style>text{font-size:${letters}px}${common}${inked(light)}</style>`;

type Point = readonly [x: number, y: number];

const rounded = (value: number): number => Math.round(value * 10) / 10;
const line = (kind: string, points: readonly Point[], end = ''): string =>
  `<path class="${kind}" d="M${points.map((point) => point.map(rounded).join(' ')).join('L')}${end}"/>`;
/** Corners of a rectangle, in turn. */
const corners = (left: number, top: number, right: number, below: number): Point[] => [
  [left, top],
  [right, top],
  [right, below],
  [left, below],
];
const tickLine = (x: number, from: number, to: number): string => line('axis', corners(x, from, x, to).slice(1, 3));
const label = ([x, y]: Point, text: string, { strong = false, anchor = 'middle' } = {}): string =>
  `<text${strong ? ' class="strong"' : ''} x="${rounded(x)}" y="${rounded(y)}" dy=".35em" text-anchor="${anchor}">${escapeHtml(text)}</text>`;

const ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

/** The drawing's size, pixels; its turn about the upright axis and its tilt, radians (0 from the side, pi / 2 from above). */
export const view = { width: 760, height: 480, yaw: -0.5, pitch: 0.7 } as const;

/** Height of the largest amplitude, and depth of all rows; frequency spans 1. */
const lift = 0.36;
const depth = 0.8;
/** Distance between windows, and width of a window of one neuron, in distances between neighbouring neurons. */
const gap = 1.4;
const ribbon = 0.7;
/** Where the axes stand of frequency and of the neurons. */
const front = depth / 2 + 0.03;
const side = -0.53;

/** Where a point of the field stands on the page, orthographic: x and y from -.5 to .5 across, z upwards. */
export function project(x: number, y: number, z: number): Point {
  const { width, height, yaw, pitch } = view;
  const scale = Math.min(width, height * 1.5) * 0.6;
  const across = x * Math.cos(yaw) - y * Math.sin(yaw);
  const near = x * Math.sin(yaw) + y * Math.cos(yaw);
  return [
    width / 2 + across * scale,
    height * 0.48 + (near * Math.sin(pitch) - (z - lift / 3) * Math.cos(pitch)) * scale,
  ];
}

/** The axis of frequency runs from 0 to .5 cycles per token. */
const along = (frequency: number): number => frequency * 2 - 0.5;

interface PlacedRow extends FieldRow {
  y: number;
}

/** Rows of each window with their places from -depth / 2 to depth / 2, and the distance between two of them. */
function rowsOf({ windows }: Field): { placed: PlacedRow[][]; distance: number } {
  const steps = windows.flat().length - 1 + (windows.length - 1) * (gap - 1);
  const distance = steps === 0 ? depth / 4 : depth / steps;
  let before = 0;
  const placed = windows.map((rows, window) =>
    rows.map((row) => ({ ...row, y: steps === 0 ? 0 : (before++ + window * (gap - 1)) * distance - depth / 2 })),
  );
  return { placed, distance };
}

/** Painted from far to near: what is nearer covers what is behind it. @param letters as for print. */
export function surface(field: Field, letters: number | null = null): Drawing {
  const { frequencies, top, band } = field;
  const { placed, distance } = rowsOf(field);
  const point = ({ amplitudes }: FieldRow, y: number, column: number): Point =>
    project(along(at(frequencies, column)), y, (at(amplitudes, column) / top) * lift);
  /** A neuron's own line, a pixel above its row so that the edge of the strip before it does not cover it. */
  const ridge = (row: PlacedRow): string =>
    line(
      'ridge',
      frequencies.map((_, column) => {
        const [x, y] = point(row, row.y, column);
        return [x, y - 1];
      }),
    );
  /** Between two rows; the columns at the right are further off. */
  const strip = (far: PlacedRow, near: PlacedRow): string =>
    frequencies
      .slice(1)
      .map((_, c) => {
        const around = [far, near].flatMap(({ amplitudes }) => [at(amplitudes, c), at(amplitudes, c + 1)]);
        const mean = around.reduce((sum, value) => sum + value, 0) / around.length;
        const points = [
          point(far, far.y, c),
          point(far, far.y, c + 1),
          point(near, near.y, c + 1),
          point(near, near.y, c),
        ];
        return line(`q${levelOf(mean, field)}`, points, 'z');
      })
      .toReversed()
      .join('');
  const surfaces = placed.map(([first, ...rest]) => {
    if (first === undefined) return '';
    const half = (distance * ribbon) / 2;
    // A row alone is a ribbon.
    if (rest.length === 0)
      return strip({ ...first, y: first.y - half }, { ...first, y: first.y + half }) + ridge(first);
    const rows = [first, ...rest];
    return rows.map((row, index) => ridge(row) + (rows[index + 1] ? strip(row, rows[index + 1] ?? row) : '')).join('');
  });
  const floor = (low: number, high: number): Point[] =>
    corners(along(low), -depth / 2, along(high), depth / 2).map(([x, y]) => project(x, y, 0));
  const content = [
    styleOf(letters),
    band === null ? '' : line('band', floor(...band), 'z'),
    ...surfaces,
    ...axes(field, placed),
  ].join('');
  return { width: view.width, height: view.height, content };
}

/** Frequency in front, the neurons at the left side, broken between windows, amplitude upright at the corner behind them. */
function axes({ top }: Field, windows: readonly PlacedRow[][]): string[] {
  const end = { anchor: 'end' };
  const frequency = ticks.flatMap((tick) => [
    line('axis', [project(along(tick), front, 0), project(along(tick), front + 0.02, 0)]),
    label(project(along(tick), front + 0.07, 0), String(tick)),
  ]);
  const neurons = windows.flatMap((rows, window) => {
    const [first = 0, last = 0] = [rows[0]?.y, rows.at(-1)?.y];
    const spread = first === last ? 0.03 : 0;
    const before = windows[window - 1]?.at(-1)?.y;
    return [
      line('axis', [project(side, first - spread, 0), project(side, last + spread, 0)]),
      ...rows.flatMap(({ neuron, detected, y }) => [
        line('axis', [project(side, y, 0), project(side - 0.02, y, 0)]),
        label(project(side - 0.045, y, 0), String(neuron), { strong: detected, ...end }),
      ]),
      ...(before === undefined ? [] : [label(project(side - 0.02, (before + first) / 2, 0), '⋮', { strong: true })]),
    ];
  });
  const heights = [0.5, 1].map((share) => {
    const [left, height] = project(side, -front, lift * share);
    return label([left - 6, height], significant(top * share, 2), end);
  });
  const [left, highest] = project(side, -front, lift);
  return [
    line('axis', [project(-0.5, front, 0), project(0.5, front, 0)]),
    ...frequency,
    label(project(0, front + 0.2, 0), 'cycles per token'),
    ...neurons,
    label(project(side - 0.17, 0, 0), 'neuron', end),
    line('axis', [project(side, -front, 0), [left, highest]]),
    ...heights,
    label([left, highest - 20], 'amplitude'),
  ];
}

const flat = { left: 64, right: 16, top: 8, row: 26, gap: 12, bottom: 48, width: 760 };

/** From straight above: one row a neuron, one cell a frequency. @param letters as for print. */
export function fieldFromAbove(field: Field, letters: number | null = null): Drawing {
  const { frequencies, windows, band } = field;
  const span = flat.width - flat.left - flat.right;
  const x = (frequency: number): number => flat.left + frequency * 2 * span;
  const half = at(frequencies, 0) / 2;
  const rows = windows.flatMap((rows, window) => rows.map((row) => ({ ...row, window })));
  const bottom = flat.top + rows.length * flat.row + (windows.length - 1) * flat.gap;
  const drawn = rows.flatMap(({ neuron, detected, amplitudes, window }, index) => {
    const top = flat.top + index * flat.row + window * flat.gap;
    const cells = amplitudes.map((amplitude, column) => {
      const frequency = at(frequencies, column);
      const [left, right] = [x(frequency - half), x(Math.min(0.5, frequency + half))];
      return line(`q${levelOf(amplitude, field)}`, corners(left, top, right, top + flat.row - 1), 'z');
    });
    const name = label([flat.left - 8, top + flat.row / 2], String(neuron), { strong: detected, anchor: 'end' });
    return [...cells, name];
  });
  const content = [
    styleOf(letters),
    ...drawn,
    ...(band ?? []).map((edge) => tickLine(x(edge), flat.top, bottom + 4)),
    ...ticks.flatMap((tick) => [tickLine(x(tick), bottom, bottom + 5), label([x(tick), bottom + 15], String(tick))]),
    label([flat.left + span / 2, bottom + 36], 'cycles per token'),
  ].join('');
  return { width: flat.width, height: bottom + flat.bottom, content };
}
