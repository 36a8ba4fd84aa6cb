/**
 * Where neurons lie on one axis from guessing to always right, those of the trained network stacked upwards over those of an untrained
 * one: dots in columns, so that each can be told. Pure.
 */
import { distance } from '../../words/features/told.ts';

const pitch = 4.3;
export const frame = { left: 8, width: 430, up: 168, down: 104, axis: 22 } as const;

/** Where a distance from .5 lies across. */
export const across = (far: number): number => frame.left + (frame.width - 2 * frame.left) * Math.min(1, 2 * far);

export interface Dot {
  neuron: number;
  x: number;
  y: number;
}

/** The dots of a network, the furthest from the axis pressed together where there is no room. */
export function dotsOf(effects: readonly number[], up: boolean): Dot[] {
  const room = up ? frame.up - 26 : frame.down - 6;
  const order = effects.map((effect, neuron) => ({ neuron, far: distance(effect) })).sort((a, b) => a.far - b.far);
  const filled = new Map<number, number>();
  const placed = order.map(({ neuron, far }) => {
    const column = Math.floor((across(far) - frame.left) / pitch);
    const level = filled.get(column) ?? 0;
    filled.set(column, level + 1);
    return { neuron, column, level };
  });
  // In tenths of a pixel, so that a column is the same step again and again.
  const step = Math.floor(10 * Math.min(pitch, room / Math.max(1, ...filled.values()))) / 10;
  return placed.map(({ neuron, column, level }) => ({
    neuron,
    x: frame.left + (column + 0.5) * pitch,
    y: up ? frame.up - (level + 0.5) * step : frame.up + frame.axis + (level + 0.5) * step,
  }));
}
