/** Where the points of a field stand on the page, and the flat shapes that a drawing is made of. Orthographic. Pure. */
import { at } from '../../../runner/core/at.ts';
import type { Field, FieldRow } from './field.ts';

export type Point = readonly [x: number, y: number];

export type SurfaceShape =
  | { kind: 'quad'; points: readonly Point[]; level: number }
  | { kind: 'band'; points: readonly Point[] }
  | { kind: 'ridge' | 'axis'; points: readonly Point[] }
  | { kind: 'label'; at: Point; text: string; strong: boolean; anchor: 'start' | 'middle' | 'end' };

/** The drawing's size, pixels; its turn about the upright axis and its tilt, radians (0 from the side, pi / 2 from above). */
export const view = { width: 760, height: 480, yaw: -0.5, pitch: 0.7 } as const;

/** Height of the largest amplitude, and depth of all rows; frequency spans 1. */
export const lift = 0.36;
export const depth = 0.8;

/** Where a point of the field stands on the page: x and y from -.5 to .5 across, z upwards. */
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

export interface PlacedRow {
  row: FieldRow;
  y: number;
}

/** x of a column: the axis runs from 0 to .5 cycles per token. */
export const across = ({ frequencies }: Field, column: number): number => at(frequencies, column) * 2 - 0.5;
