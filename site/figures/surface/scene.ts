/**
 * The surface as flat shapes in the order in which they are painted, far to near: what the image
 * draws. Orthographic. Pure.
 */
import { at } from '../../../runner/core/at.ts';
import { axes } from './axes.ts';
import type { Field, FieldRow } from './field.ts';
import { levels } from './palette.ts';
import { across, depth, lift, type PlacedRow, project, type SurfaceShape } from './projection.ts';

/** Distance between windows, and width of a window of one neuron, in distances between neighbouring neurons. */
const gap = 1.4;
const ribbon = 0.7;

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

export function sceneOf(field: Field): SurfaceShape[] {
  const windows = placed(field);
  const rowDistance = windows.flat().length < 2 ? depth / 4 : distance(windows);
  const shapes: SurfaceShape[] = [...floor(field)];
  for (const rows of windows) {
    const strips = stripsOf(rows, rowDistance * ribbon);
    // Each ridge before the strip that may hide it.
    for (const [index, { row, y }] of rows.entries()) {
      if (rows.length > 1) shapes.push(ridge(field, row, y));
      for (const strip of strips.slice(index, index + 1)) shapes.push(...stripQuads(field, strip));
      if (rows.length === 1) shapes.push(ridge(field, row, y));
    }
  }
  return [...shapes, ...axes(field, windows)];
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

/** A neuron's own line, a pixel above its row so that the edge of the strip before it does not cover it. */
const ridge = (field: Field, { amplitudes }: FieldRow, y: number): SurfaceShape => ({
  kind: 'ridge',
  points: amplitudes.map((amplitude, column) => {
    const [left, top] = project(across(field, column), y, (amplitude / field.top) * lift);
    return [left, top - 1];
  }),
});

/** The view is turned so that the columns at the right are further off. */
function stripQuads(field: Field, [far, near]: readonly [PlacedRow, PlacedRow]): SurfaceShape[] {
  const point = ({ row, y }: PlacedRow, column: number) =>
    project(across(field, column), y, (at(row.amplitudes, column) / field.top) * lift);
  const quads = field.frequencies.slice(1).map((_, column): SurfaceShape => {
    const corners = [far, near].flatMap(({ row }) => [at(row.amplitudes, column), at(row.amplitudes, column + 1)]);
    const mean = corners.reduce((sum, value) => sum + value, 0) / corners.length;
    return {
      kind: 'quad',
      points: [point(far, column), point(far, column + 1), point(near, column + 1), point(near, column)],
      level: Math.round(Math.min(1, mean / field.top) * (levels - 1)),
    };
  });
  return quads.toReversed();
}

/** The band that was asked for, on the floor. */
function floor({ band }: Field): SurfaceShape[] {
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
