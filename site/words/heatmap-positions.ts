/** Which tokens the heatmap of a feature shows. Pure. */
import { item } from '../../runner/core/at.ts';
import type { FeatureResult, TextName } from '../../runner/experiment/results/schema.ts';

/** Columns that can be read beside each other. */
const mostNumbers = 120;

/**
 * The tokens of a feature's heatmap: those that carry it, in the order of the text; of a number tokens from its lowest to its
 * highest, evenly drawn from all that have one.
 */
export function heatmapPositions(
  { positions, numbers }: Pick<FeatureResult, 'positions' | 'numbers'>,
  on: TextName,
  most = mostNumbers,
): number[] {
  const own = numbers?.[on];
  if (own === undefined) return positions[on];
  const known = own.flatMap((number, t) => (number === null ? [] : [{ number, t }]));
  const rising = known.sort((a, b) => a.number - b.number || a.t - b.t);
  const columns = Math.min(most, rising.length);
  return Array.from({ length: columns }, (_, c) => item(rising, Math.floor(((c + 0.5) * rising.length) / columns)).t);
}
