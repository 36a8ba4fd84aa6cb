/**
 * A neuron as one that says a number: an activation says the number that lies at the same share of the numbers as the activation
 * does of the activations, from the top where the neuron falls with the number. Pure.
 * Source: quantile matching, Panofsky & Brier 1958.
 */
import { at } from '../../core/at.ts';

/**
 * @param activations [tokens]; @param numbers [tokens] of the same tokens, none of them NaN.
 * @param sign -1: high activations say low numbers.
 * @returns what an activation says; of activations that are equal the middle one's number.
 */
export function numberSaid(
  activations: ArrayLike<number>,
  numbers: ArrayLike<number>,
  sign: 1 | -1,
): (activation: number) => number {
  const values = Float64Array.from(activations, (value) => sign * value).sort();
  const ranked = Float64Array.from(numbers).sort();
  return (activation) => {
    const value = sign * activation;
    const middle = (below(values, value, false) + below(values, value, true)) / 2;
    return at(ranked, Math.min(ranked.length - 1, Math.floor(middle)));
  };
}

/** How many of sorted values are below a value, or not above it. */
function below(values: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const own = at(values, middle);
    if (own < value || (orEqual && own === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
