/**
 * Dropout masks, drawn outside the graph so that a step's masks depend on its seed and number alone: the same on every
 * engine, and after an interruption. Source: Srivastava et al. 2014 (inverted: what is kept is scaled up).
 */
import { random } from '../core/random.ts';

/** Rates are rounded to 1/65536, and the scale is that of the rounded rate, so that the mean is kept exactly. */
const levels = 65536;

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
    keep[i] = (drawn & 0xffff) >= threshold ? 1 : 0;
    if (i + 1 < length) keep[i + 1] = drawn >>> 16 >= threshold ? 1 : 0;
  }
  return { keep, scale: levels / (levels - threshold) };
}
