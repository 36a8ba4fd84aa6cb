/**
 * What a feature is at each token of a text: a mask, 1 where a token carries it and 0 elsewhere, or numbers. Numbers are
 * compared by their mid-ranks within each segment, which take the place of the mask in every sum. Pure.
 */
import { segmentRanks } from './ranks.ts';
import type { SwapUnits } from './swap-units.ts';

export type Values = Uint8Array | Float32Array;

export const areNumbers = (values: Values): values is Float32Array => values instanceof Float32Array;

/** Numbers as they are compared: centred mid-ranks within each segment, [tokens]. @throws RangeError of NaN. */
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
