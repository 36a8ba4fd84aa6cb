/** Numbers as a few levels. Pure. */

/** Levels of a label, and states, at most. */
export const mostLevels = 5;

/**
 * Where numbers are cut into as many parts, about equally full; fewer where equal numbers would lie in two of them.
 * @param numbers those that tell; NaN is passed over.
 * @returns rising, the largest number of each part but the last.
 */
export function cutsOf(numbers: Float32Array, parts: number): Float32Array {
  const sorted = numbers.filter((number) => !Number.isNaN(number)).sort();
  const last = sorted[sorted.length - 1];
  const cuts = Array.from({ length: parts - 1 }, (_, k) => sorted[Math.ceil(((k + 1) * sorted.length) / parts) - 1]);
  return Float32Array.from(new Set(cuts.filter((cut) => cut < last)));
}

/** The part that a number lies in, from 0; -1 of NaN. */
export function levelOf(number: number, cuts: Float32Array): number {
  if (Number.isNaN(number)) return -1;
  let level = 0;
  while (level < cuts.length && number > cuts[level]) level++;
  return level;
}
