/** Clouds of neurons on a strip: where each dot stands. Pure. */

/** Distances below zero are shown too, down to here; all strips end at .5. */
export const lowest = -0.06;
const highest = 0.5;

/** A distance of an AUC from .5 as per cent of a strip's width. */
export const across = (distance: number): number =>
  (100 * (Math.max(lowest, Math.min(highest, distance)) - lowest)) / (highest - lowest);

/** The strip's axis: that of the AUC, turned so that it begins at a coin's 0.5. */
export const ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map((at) => ({ at: across(at), label: (at + 0.5).toFixed(1) }));

/** Heights that do not crowd, 0 to 1: multiples of the golden ratio. */
export const height = (index: number): number => (index * 0.618033988749895) % 1;

/**
 * A cloud as the path of an SVG of 1000 by 100 that is stretched to the strip; dots are strokes of no length, with round
 * ends. Those that fall together are drawn once.
 */
export function cloudPath(distances: ArrayLike<number>): string {
  const places = new Map<number, Set<number>>();
  for (let index = 0; index < distances.length; index++) {
    const distance = distances[index];
    if (distance === undefined || Number.isNaN(distance)) continue;
    const x = 2 * Math.round(5 * across(distance));
    const y = 7 * Math.round((100 * height(index)) / 7);
    const column = places.get(x) ?? new Set<number>();
    places.set(x, column.add(y));
  }
  return [...places]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([x, column]) => [...column].toSorted((a, b) => a - b).map((y) => `M${x} ${y}h0`))
    .join('');
}
