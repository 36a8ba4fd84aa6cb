/**
 * The same field seen from straight above, exact: one row per neuron, one cell per frequency, the colours of the
 * surface. Shapes for the same painters. Pure.
 */
import { at } from '../../../runner/core/at.ts';
import type { Field } from './field.ts';
import { levels } from './palette.ts';
import type { Point, SurfaceShape } from './projection.ts';

const size = { left: 64, right: 16, top: 8, row: 26, gap: 12, bottom: 48, width: 760 };
const ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

export function flatHeight({ windows }: Field): number {
  return size.top + windows.flat().length * size.row + (windows.length - 1) * size.gap + size.bottom;
}

export const flatWidth = size.width;

export function flatShapes(field: Field): SurfaceShape[] {
  const span = size.width - size.left - size.right;
  const x = (frequency: number) => size.left + frequency * 2 * span;
  const half = at(field.frequencies, 0) / 2;
  const box = (left: number, right: number, top: number, bottom: number): Point[] => [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  const shapes: SurfaceShape[] = [];
  let top = size.top;
  for (const [index, rows] of field.windows.entries()) {
    if (index > 0) top += size.gap;
    for (const row of rows) {
      row.amplitudes.forEach((amplitude, column) => {
        const frequency = at(field.frequencies, column);
        const level = Math.round(Math.min(1, amplitude / field.top) * (levels - 1));
        const right = Math.min(0.5, frequency + half);
        shapes.push({ kind: 'quad', points: box(x(frequency - half), x(right), top, top + size.row - 1), level });
      });
      const left: Point = [size.left - 8, top + size.row / 2];
      shapes.push({ kind: 'label', at: left, text: String(row.neuron), strong: row.detected, anchor: 'end' });
      top += size.row;
    }
  }
  for (const edge of field.band ?? []) {
    shapes.push({
      kind: 'axis',
      points: [
        [x(edge), size.top],
        [x(edge), top + 4],
      ],
    });
  }
  for (const tick of ticks) {
    shapes.push({
      kind: 'axis',
      points: [
        [x(tick), top],
        [x(tick), top + 5],
      ],
    });
    shapes.push({ kind: 'label', at: [x(tick), top + 15], text: String(tick), strong: false, anchor: 'middle' });
  }
  const middle: Point = [size.left + span / 2, top + 36];
  shapes.push({ kind: 'label', at: middle, text: 'cycles per token', strong: false, anchor: 'middle' });
  return shapes;
}
