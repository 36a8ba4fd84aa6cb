/** Six letters or words, frequent in this order outside a state and in the contrary order within it. Pure. */
import type { Random } from '../../core/random.ts';

/** Outside; within, the last takes the place of the first, and so on. */
const weights = [8, 5, 3, 2, 1, 1];
const total = weights.reduce((sum, weight) => sum + weight, 0);

/** @param all six of them. */
export function drawnMirrored(all: readonly string[], { below }: Random, within: boolean): string {
  let place = below(total);
  const index = weights.findIndex((weight) => {
    place -= weight;
    return place < 0;
  });
  return all.at(within ? -1 - index : index) ?? '';
}
