/**
 * Dropout masks, drawn outside the graph so that a step's masks depend on its seed and number alone: the same on every
 * engine, and after an interruption. Source: Srivastava et al. 2014 (inverted: what is kept is scaled up).
 */
import { random } from '../core/random.ts';

/** Rates are rounded to 1/65536, and the scale is that of the rounded rate, so that the mean is kept exactly. */
const levels = 65536;

/** 1 where value >= threshold, else 0: the sign of their difference, since a branch that is drawn by lot costs five times as much. */
const reaches = (value: number, threshold: number): number => 1 ^ ((value - threshold) >>> 31);

/** `keep` is 1 or 0 for each of `length` elements; kept ones are to be multiplied by `scale`. */
export function dropoutMask(
  length: number,
  rate: number,
  seeds: readonly number[],
): { keep: Uint8Array; scale: number } {
  const threshold = Math.round(rate * levels);
  const keep = new Uint8Array(length);
  const { bits } = random(...seeds);
  for (let i = 0; i < length; i += 2) {
    const drawn = bits();
    keep[i] = reaches(drawn & 0xffff, threshold);
    // A typed array ignores what is written past its end.
    keep[i + 1] = reaches(drawn >>> 16, threshold);
  }
  return { keep, scale: levels / (levels - threshold) };
}
