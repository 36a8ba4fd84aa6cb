/**
 * What a neuron's activations look like, whatever the text says: their mean and spread, how often they stand at an end
 * of their range, and their histogram. Pure, float64.
 * Source of saturation: Karpathy, Johnson & Fei-Fei 2015 (a gate is saturated beyond .1 and .9 of its range).
 */
import { uint32At } from '../../core/at.ts';

/** Bars of a histogram: enough to see two humps, few enough for a picture of 100 pixels. */
export const histogramBars = 32;
/** Within this share of the range's width of an end, an activation is saturated. */
const saturation = 0.1;
/** A neuron whose standard deviation is below this share of its range's width never says anything. */
const deadSpread = 1e-3;

export interface Summary {
  mean: number;
  /** Standard deviation over all scored tokens (divided by their number). */
  deviation: number;
  lowest: number;
  highest: number;
  /** Share of tokens within a tenth of the range of its low and of its high end; null where the range has no ends. */
  saturated: { low: number; high: number } | null;
  /** Hardly moves at all. */
  dead: boolean;
  /** [histogramBars] Tokens in each bar, from the low end of `limits` to the high one. */
  histogram: Uint32Array;
  /** The histogram's ends: those of the component's range, or the largest absolute value on both sides. */
  limits: readonly [low: number, high: number];
}

/**
 * @param activation [tokens] of one neuron, at least one.
 * @param range the component's lowest and highest possible value; null when it has none.
 * @throws RangeError when there is no activation, or one is not a number.
 */
export function summaryOf(activation: Float32Array, range: readonly [number, number] | null): Summary {
  const tokens = activation.length;
  if (tokens === 0) throw new RangeError('summaryOf: a neuron needs at least 1 activation, got 0');
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of activation) {
    if (Number.isNaN(value)) throw new RangeError('summaryOf: an activation is not a number');
    sum += value;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const mean = sum / tokens;
  const largest = Math.max(Math.abs(lowest), Math.abs(highest));
  const limits = range ?? [-largest, largest];
  const width = limits[1] - limits[0];
  const histogram = new Uint32Array(histogramBars);
  let squares = 0;
  let low = 0;
  let high = 0;
  for (const value of activation) {
    squares += (value - mean) ** 2;
    const share = width === 0 ? 0.5 : (value - limits[0]) / width;
    if (share < saturation) low++;
    if (share > 1 - saturation) high++;
    const bar = Math.min(histogramBars - 1, Math.max(0, Math.floor(share * histogramBars)));
    histogram[bar] = uint32At(histogram, bar) + 1;
  }
  const deviation = Math.sqrt(squares / tokens);
  return {
    mean,
    deviation,
    lowest,
    highest,
    saturated: range === null ? null : { low: low / tokens, high: high / tokens },
    dead: deviation <= deadSpread * width,
    histogram,
    limits,
  };
}
