/**
 * The surface as flat shapes in the order in which they are painted, far to near: what the still image and the canvas
 * both draw. Orthographic, no WebGL. Pure.
 */
import { at, item } from '../../../runner/core/at.ts';
import type { Field, FieldRow } from './field.ts';
import { levels } from './palette.ts';

export interface View {
  /** Turn about the upright axis, radians. */
  yaw: number;
  /** Tilt, radians: 0 from the side, pi / 2 from above. */
  pitch: number;
  zoom: number;
  /** Pixels. */
  width: number;
  height: number;
}

export type Point = readonly [x: number, y: number];

export type Shape =
  | { kind: 'quad'; points: readonly Point[]; level: number }
  | { kind: 'band'; points: readonly Point[] }
  | { kind: 'ridge' | 'axis'; points: readonly Point[] }
  | { kind: 'label'; at: Point; text: string; strong: boolean; anchor: 'start' | 'middle' | 'end' };

export const startView = { yaw: -0.5, pitch: 0.7, zoom: 1 } as const;
/** The still image's view, pixels. */
export const stillView: View = { ...startView, width: 760, height: 480 };

/** Height of the largest amplitude, and depth of all rows; frequency spans 1. */
const lift = 0.36;
const depth = 0.8;
/** Distance between windows, and width of a window of one neuron, in distances between neighbouring neurons. */
const gap = 1.4;
const ribbon = 0.7;
const frequencyTicks = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

/** Where a point of the field stands on the page: x and y from -.5 to .5 across, z upwards. */
export function projector({ yaw, pitch, zoom, width, height }: View): (x: number, y: number, z: number) => Point {
  const scale = zoom * Math.min(width, height * 1.5) * 0.6;
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return (x, y, z) => {
    const across = x * cosYaw - y * sinYaw;
    const near = x * sinYaw + y * cosYaw;
    return [width / 2 + across * scale, height * 0.48 + (near * sinPitch - (z - lift / 3) * cosPitch) * scale];
  };
}

interface PlacedRow {
  row: FieldRow;
  y: number;
}

/** Rows of each window with their places from -depth / 2 to depth / 2. */
function placed({ windows }: Field): PlacedRow[][] {
  let place = 0;
  const windowsAt = windows.map((rows, index) => {
    if (index > 0) place += gap;
    return rows.map((row, within) => {
      if (within > 0) place += 1;
      return { row, y: place };
    });
  });
  const scale = place === 0 ? 0 : depth / place;
  return windowsAt.map((rows) => rows.map(({ row, y }) => ({ row, y: y * scale - (place === 0 ? 0 : depth / 2) })));
}

export interface Vertex {
  neuron: number;
  column: number;
  frequency: number;
  amplitude: number;
  at: Point;
}

/** Every vertex of the field on the page, for finding what lies under a pointer. */
export function vertices(field: Field, view: View): Vertex[] {
  const project = projector(view);
  return placed(field)
    .flat()
    .flatMap(({ row, y }) =>
      row.amplitudes.map((amplitude, column) => ({
        neuron: row.neuron,
        column,
        frequency: at(field.frequencies, column),
        amplitude,
        at: project(across(field, column), y, (amplitude / field.top) * lift),
      })),
    );
}

/** x of a column: the axis runs from 0 to .5 cycles per token. */
const across = ({ frequencies }: Field, column: number): number => at(frequencies, column) * 2 - 0.5;

export function sceneOf(field: Field, view: View): Shape[] {
  const project = projector(view);
  const windows = placed(field);
  const rowDistance = windows.flat().length < 2 ? depth / 4 : distance(windows);
  const shapes: Shape[] = [...floor(field, project)];
  // The depth of a point grows with x sin(yaw) + y cos(yaw): far rows and columns come first.
  const nearRowsLast = Math.cos(view.yaw) >= 0;
  const inOrder = nearRowsLast ? windows : windows.toReversed();
  for (const rows of inOrder) {
    const ordered = nearRowsLast ? rows : rows.toReversed();
    const strips = stripsOf(rows, rowDistance * ribbon);
    const stripsInOrder = nearRowsLast ? strips : strips.toReversed();
    // Each ridge before the strip that may hide it.
    for (const [index, { row, y }] of ordered.entries()) {
      if (rows.length > 1) shapes.push(ridge(field, row, y, project));
      for (const [far, near] of stripsInOrder.slice(index, index + 1)) {
        shapes.push(...stripQuads(field, [far, near], view, project));
      }
      if (rows.length === 1) shapes.push(ridge(field, row, y, project));
    }
  }
  return [...shapes, ...axes(field, windows, view, project)];
}

function distance(windows: readonly PlacedRow[][]): number {
  const ys = windows.flat().map(({ y }) => y);
  return Math.min(...ys.slice(1).map((y, index) => y - (ys[index] ?? y)));
}

/** Neighbouring rows in pairs; a row alone becomes a ribbon of its own. */
function stripsOf(rows: readonly PlacedRow[], width: number): [PlacedRow, PlacedRow][] {
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) {
    return [
      [
        { ...only, y: only.y - width / 2 },
        { ...only, y: only.y + width / 2 },
      ],
    ];
  }
  return rows.slice(1).flatMap((row, index): [PlacedRow, PlacedRow][] => {
    const before = rows[index];
    return before === undefined ? [] : [[before, row]];
  });
}

type Project = ReturnType<typeof projector>;

/** A neuron's own line, a pixel above its row so that the edge of the strip before it does not cover it. */
const ridge = (field: Field, { amplitudes }: FieldRow, y: number, project: Project): Shape => ({
  kind: 'ridge',
  points: amplitudes.map((amplitude, column) => {
    const [left, top] = project(across(field, column), y, (amplitude / field.top) * lift);
    return [left, top - 1];
  }),
});

function stripQuads(
  field: Field,
  [far, near]: readonly [PlacedRow, PlacedRow],
  { yaw }: View,
  project: Project,
): Shape[] {
  const point = ({ row, y }: PlacedRow, column: number) =>
    project(across(field, column), y, (at(row.amplitudes, column) / field.top) * lift);
  const quads = field.frequencies.slice(1).map((_, column): Shape => {
    const corners = [far, near].flatMap(({ row }) => [at(row.amplitudes, column), at(row.amplitudes, column + 1)]);
    const mean = corners.reduce((sum, value) => sum + value, 0) / corners.length;
    return {
      kind: 'quad',
      points: [point(far, column), point(far, column + 1), point(near, column + 1), point(near, column)],
      level: Math.round(Math.min(1, mean / field.top) * (levels - 1)),
    };
  });
  return Math.sin(yaw) >= 0 ? quads : quads.toReversed();
}

/** The band that was asked for, on the floor. */
function floor({ band }: Field, project: Project): Shape[] {
  if (band === null) return [];
  const [low, high] = [band[0] * 2 - 0.5, band[1] * 2 - 0.5];
  const edge = depth / 2;
  return [
    {
      kind: 'band',
      points: [project(low, -edge, 0), project(high, -edge, 0), project(high, edge, 0), project(low, edge, 0)],
    },
  ];
}

function axes(field: Field, windows: readonly PlacedRow[][], { yaw }: View, project: Project): Shape[] {
  const front = (Math.cos(yaw) >= 0 ? 1 : -1) * (depth / 2 + 0.03);
  const side = (Math.sin(yaw) >= 0 ? 1 : -1) * 0.53;
  const out = (value: number, by: number) => value + Math.sign(value) * by;
  const line = (points: readonly Point[]): Shape => ({ kind: 'axis', points });
  const label = (at: Point, text: string, strong = false, anchor: 'start' | 'middle' | 'end' = 'middle'): Shape => ({
    kind: 'label',
    at,
    text,
    strong,
    anchor,
  });
  const sideAnchor = project(side, 0, 0)[0] > project(0, 0, 0)[0] ? 'start' : 'end';
  const shapes: Shape[] = [line([project(-0.5, front, 0), project(0.5, front, 0)])];
  for (const tick of frequencyTicks) {
    const x = tick * 2 - 0.5;
    shapes.push(line([project(x, front, 0), project(x, out(front, 0.02), 0)]));
    shapes.push(label(project(x, out(front, 0.07), 0), String(tick)));
  }
  shapes.push(label(project(0, out(front, 0.2), 0), 'cycles per token'));

  // The neurons' axis is broken between windows: it is drawn along each window only.
  for (const rows of windows) {
    const ys = rows.map(({ y }) => y);
    const [first = 0, last = 0] = [ys[0], ys.at(-1)];
    const spread = first === last ? 0.03 : 0;
    shapes.push(line([project(side, first - spread, 0), project(side, last + spread, 0)]));
    for (const { row, y } of rows) {
      shapes.push(line([project(side, y, 0), project(out(side, 0.02), y, 0)]));
      shapes.push(label(project(out(side, 0.045), y, 0), String(row.neuron), row.detected, sideAnchor));
    }
  }
  for (const [index, rows] of windows.slice(1).entries()) {
    const before = item(windows, index);
    const between = (item(before, before.length - 1).y + item(rows, 0).y) / 2;
    shapes.push(label(project(out(side, 0.02), between, 0), '⋮', true));
  }
  shapes.push(label(project(out(side, 0.17), 0, 0), 'neuron', false, sideAnchor));

  // The upright axis stands at the corner that lies furthest left.
  const corners: [number, number][] = [
    [-side, front],
    [side, -front],
  ];
  const [x, y] = corners.reduce((best, each) =>
    project(each[0], each[1], 0)[0] < project(best[0], best[1], 0)[0] ? each : best,
  );
  shapes.push(line([project(x, y, 0), project(x, y, lift)]));
  for (const share of [0.5, 1]) {
    const [left, top] = project(x, y, lift * share);
    shapes.push(label([left - 6, top], (field.top * share).toPrecision(2), false, 'end'));
  }
  const [left, top] = project(x, y, lift);
  shapes.push(label([left, top - 20], 'amplitude'));
  return shapes;
}
