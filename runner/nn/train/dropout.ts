/**
 * Dropout masks, drawn outside the graph so that a step's masks depend on its seed and number alone: the same on every
 * engine, and after an interruption.
 * Source: Srivastava et al. 2014 (inverted: what is kept is scaled up).
 */
import { random } from '../../core/random.ts';

/** Rates are rounded to 1/65536, and the scale is that of the rounded rate, so that the mean is kept exactly. */
const levels = 65536;
const thresholdOf = (rate: number): number => Math.round(rate * levels);

/** By what kept elements are to be multiplied. */
export const keptScale = (rate: number): number => levels / (levels - thresholdOf(rate));

/** 1 where value >= threshold, else 0: the sign of their difference, since a branch that is drawn by lot costs five times as much. */
const reaches = (value: number, threshold: number): number => 1 ^ ((value - threshold) >>> 31);

/** Random words at a time, which stay in the processor's first cache. */
const block = 4096;

/** [length] 1 where an element is kept and 0 where it is dropped. Two elements take one word of 32 random bits. */
export function dropoutMask(length: number, rate: number, seeds: readonly number[]): Uint8Array {
  const keep = new Uint8Array(length);
  const threshold = thresholdOf(rate);
  const { fill } = random(...seeds);
  const words = new Uint32Array(Math.min(block, Math.ceil(keep.length / 2)));
  for (let from = 0; from < keep.length; from += 2 * words.length) {
    fill(words);
    // By index: `for (const word of words)` takes five times as long.
    for (let i = 0, place = from; i < words.length; i++, place += 2) {
      const word = words[i];
      if (word === undefined) throw new RangeError(`dropout: there is no word ${i}`);
      // A typed array ignores what is written past its end.
      keep[place] = reaches(word & 0xffff, threshold);
      keep[place + 1] = reaches(word >>> 16, threshold);
    }
  }
  return keep;
}
