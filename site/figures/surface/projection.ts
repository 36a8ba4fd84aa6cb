/** Where the points of a field stand on the page, and the flat shapes that a drawing is made of. Orthographic. Pure. */
import { at } from '../../../runner/core/at.ts';
import type { Field, FieldRow } from './field.ts';

export interface SurfaceView {
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

export type SurfaceShape =
  | { kind: 'quad'; points: readonly Point[]; level: number }
  | { kind: 'band'; points: readonly Point[] }
  | { kind: 'ridge' | 'axis'; points: readonly Point[] }
  | { kind: 'label'; at: Point; text: string; strong: boolean; anchor: 'start' | 'middle' | 'end' };

export const startView = { yaw: -0.5, pitch: 0.7, zoom: 1 } as const;
/** The still image's view, pixels. */
export const stillView: SurfaceView = { ...startView, width: 760, height: 480 };

/** Height of the largest amplitude, and depth of all rows; frequency spans 1. */
export const lift = 0.36;
export const depth = 0.8;

/** Where a point of the field stands on the page: x and y from -.5 to .5 across, z upwards. */
export function projector({
  yaw,
  pitch,
  zoom,
  width,
  height,
}: SurfaceView): (x: number, y: number, z: number) => Point {
  const scale = zoom * Math.min(width, height * 1.5) * 0.6;
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return (x, y, z) => {
    const across = x * cosYaw - y * sinYaw;
    const near = x * sinYaw + y * cosYaw;
    return [width / 2 + across * scale, height * 0.48 + (near * sinPitch - (z - lift / 3) * cosPitch) * scale];
  };
}

export type Project = ReturnType<typeof projector>;

export interface PlacedRow {
  row: FieldRow;
  y: number;
}

/** x of a column: the axis runs from 0 to .5 cycles per token. */
export const across = ({ frequencies }: Field, column: number): number => at(frequencies, column) * 2 - 0.5;
