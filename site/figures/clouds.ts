/** Clouds of neurons on strips: where each dot stands. Pure. */
import { at } from '../../runner/core/at.ts';

/** Distances below zero are shown too, down to here; all strips end at .5. */
const lowest = -0.06;
const highest = 0.5;

/** A distance of an AUC from .5 as per cent of a strip's width. */
export const across = (distance: number): number =>
  (100 * (Math.max(lowest, Math.min(highest, distance)) - lowest)) / (highest - lowest);

/** The strip's axis: that of the AUC, turned so that it begins where guessing is. */
export const ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map((distance) => ({
  at: across(distance),
  label: (distance + 0.5).toFixed(1),
}));

/** Heights that do not crowd, 0 to 1: multiples of the golden ratio. */
const height = (index: number): number => (index * 0.618033988749895) % 1;

/**
 * A cloud as the path of an SVG of 250 by 100 that is stretched to the strip; dots are strokes of no length, with round
 * ends, row by row. Those that fall together are drawn once.
 */
export function cloudPath(distances: ArrayLike<number>): string {
  const rows = new Map<number, Set<number>>();
  for (let index = 0; index < distances.length; index++) {
    const distance = at(distances, index);
    if (Number.isNaN(distance)) continue;
    const y = 9 * Math.round((100 * height(index)) / 9);
    rows.set(y, (rows.get(y) ?? new Set<number>()).add(Math.round(2.5 * across(distance))));
  }
  return [...rows]
    .flatMap(([y, columns]) =>
      [...columns]
        .toSorted((a, b) => a - b)
        .map((x, index, all) => `${index === 0 ? `M${x} ${y}` : `m${x - at(all, index - 1)} 0`}h0`),
    )
    .join('');
}
