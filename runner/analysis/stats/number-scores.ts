/** Numbers as they are compared: by their mid-ranks within each segment, which take the place of the mask in every sum. Pure. */
import { segmentRanks } from './ranks.ts';
import type { SwapUnits } from './swap-units.ts';

/** Centred mid-ranks within each segment, [tokens]. @throws RangeError of NaN. */
export const scoresOf = (numbers: Float32Array, { segment }: Pick<SwapUnits, 'segment'>): Float32Array =>
  segmentRanks(numbers, segment);

/** Sum of the squares of each unit's scores, [units]. */
export function squaresWithin(scores: Float32Array, { count, tokens }: SwapUnits): Float64Array {
  const squares = new Float64Array(count);
  for (let unit = 0; unit < count; unit++) {
    let sum = 0;
    for (let t = unit * tokens; t < (unit + 1) * tokens; t++) sum += scores[t] ** 2;
    squares[unit] = sum;
  }
  return squares;
}
