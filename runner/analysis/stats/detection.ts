/**
 * Which neurons are shown: the ranking by a score, and the windows of neighbours around the chosen ones. Pure.
 * Neurons count from 0.
 */

/** Neurons from the highest score down; of equal ones the lower number first; NaN (undefined) last. */
export function rank(scores: ArrayLike<number>): number[] {
  const order = Array.from(scores, (_, neuron) => neuron);
  const score = (neuron: number): number => {
    const value = scores[neuron];
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const undefinedLast = (neuron: number): number => (Number.isNaN(scores[neuron]) ? 1 : 0);
  // Equal infinities subtract to NaN, so the comparison asks for order rather than for a difference.
  const descending = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);
  return order.sort((a, b) => undefinedLast(a) - undefinedLast(b) || descending(score(a), score(b)) || a - b);
}

/** Neurons first..last, both included, shown together. */
export interface NeuronWindow {
  first: number;
  last: number;
  /** Those the window was opened for, in order of their numbers. */
  detected: number[];
}

/**
 * A window of `neighbours` neurons on each side of every given neuron, cut off at 0 and at units - 1. Windows that
 * share a neuron become one, and so do those of adjacent neurons; others that only touch stay apart.
 * @param neurons in any order; repeated ones count once.
 * @param units how many neurons the layer has.
 * @returns windows in order of neuron number.
 * @throws RangeError when a neuron is not one of 0 .. units - 1, or neighbours is not a whole number from 0.
 */
export function windowsAround(neurons: readonly number[], neighbours: number, units: number): NeuronWindow[] {
  if (!Number.isInteger(neighbours) || neighbours < 0) {
    throw new RangeError(`windowsAround: neighbours must be a whole number from 0, got ${neighbours}`);
  }
  const windows: NeuronWindow[] = [];
  for (const neuron of [...new Set(neurons)].sort((a, b) => a - b)) {
    if (!Number.isInteger(neuron) || neuron < 0 || neuron >= units) {
      throw new RangeError(`windowsAround: neurons must be whole numbers from 0 to ${units - 1}, got ${neuron}`);
    }
    const first = Math.max(0, neuron - neighbours);
    const last = Math.min(units - 1, neuron + neighbours);
    const previous = windows.at(-1);
    if (previous !== undefined && (first <= previous.last || previous.detected.at(-1) === neuron - 1)) {
      previous.last = last;
      previous.detected.push(neuron);
    } else {
      windows.push({ first, last, detected: [neuron] });
    }
  }
  return windows;
}
