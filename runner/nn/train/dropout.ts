/**
 * Dropout masks, drawn outside the graph so that a step's masks depend on its seed and number alone: the same on every
 * engine, and after an interruption; a thread can draw those of the coming steps while the engine computes.
 * Source: Srivastava et al. 2014 (inverted: what is kept is scaled up).
 */
import { cores } from '../../core/cores.ts';
import { inThread, threadTask } from '../../core/pool.ts';
import { random } from '../../core/random.ts';
import type { Shape } from '../models/operations.ts';
import { mapValues, sizeOf } from '../models/program.ts';

/** Rates are rounded to 1/65536, and the scale is that of the rounded rate, so that the mean is kept exactly. */
const levels = 65536;
const thresholdOf = (rate: number): number => Math.round(rate * levels);

/** By what kept elements are to be multiplied. */
export const keptScale = (rate: number): number => levels / (levels - thresholdOf(rate));

/** 1 where value >= threshold, else 0: the sign of their difference, since a branch that is drawn by lot costs five times as much. */
const reaches = (value: number, threshold: number): number => 1 ^ ((value - threshold) >>> 31);

/** Random words at a time, which stay in the processor's first cache. */
const block = 4096;

/** Writes 1 where an element is kept and 0 where it is dropped. Two elements take one word of 32 random bits. */
export function drawMask(keep: Uint8Array, rate: number, seeds: readonly number[]): void {
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
}

/** 1 or 0 for each element, by the masks' names. */
export type StepMasks = Readonly<Record<string, Uint8Array>>;

/** The masks of a step to draw: their seed, the share of elements dropped, and where to write them, in their order. */
interface Drawing {
  seed: number;
  rate: number;
  step: number;
  masks: StepMasks;
}

function draw(drawings: readonly Drawing[]): void {
  for (const { seed, rate, step, masks } of drawings) {
    for (const [place, mask] of Object.values(masks).entries()) drawMask(mask, rate, [seed, step, place]);
  }
}

export default threadTask(draw);

/** Fewer elements are drawn sooner (in a fifth of a millisecond) than a thread is asked and answers. */
const worthThread = 2 ** 17;

/**
 * @param shapes of the masks by name, in their order; empty without dropout.
 * @returns the masks of `count` steps from `first` on, counted from 0; they are the caller's until the next call. A thread draws
 * those of as many steps after them in the meantime, where that is quicker.
 */
export function createMasks(
  seed: number,
  rate: number,
  shapes: Readonly<Record<string, Shape>>,
): (first: number, count: number) => Promise<readonly StepMasks[]> {
  const elements = Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);
  const ahead = elements >= worthThread && cores() > 1;
  const blank = (): StepMasks =>
    mapValues(shapes, (shape) => new Uint8Array(new (ahead ? SharedArrayBuffer : ArrayBuffer)(sizeOf(shape))));
  const begun = new Map<number, Promise<StepMasks>>();
  const free: StepMasks[] = [];
  let lent: readonly StepMasks[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const begin = (first: number, count: number): void => {
    const steps = Array.from({ length: count }, (_, index) => first + index).filter((step) => !begun.has(step));
    const drawings = steps.map((step): Drawing => ({ seed, rate, step, masks: free.pop() ?? blank() }));
    // One task after the other, in one thread: an engine that computes blocks this one, which could start no other.
    const drawn = last.then(() => (ahead ? inThread(new URL(import.meta.url), drawings) : draw(drawings)));
    // Whoever waits hears of a failure; of masks that nobody waits for it is no matter.
    last = drawn.catch(() => {});
    for (const { step, masks } of drawings) {
      const ready = drawn.then(() => masks);
      ready.catch(() => {});
      begun.set(step, ready);
    }
  };
  return async (first, count) => {
    free.push(...lent);
    begin(first, count);
    if (ahead) begin(first + count, count);
    const steps = Array.from({ length: count }, (_, index) => first + index);
    lent = await Promise.all(steps.flatMap((step) => begun.get(step) ?? []));
    for (const step of steps) begun.delete(step);
    return lent;
  };
}
