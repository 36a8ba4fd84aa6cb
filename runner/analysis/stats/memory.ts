/**
 * How long a neuron remembers: the same tokens are read after what stood before them and after another text, and what the
 * neuron's values differ by shrinks as what was read before fades. Pure, float64.
 * Source: Chien, Zhang & Honey 2021 (the same text in another context); Efron & Tibshirani 1993 (jackknife of a ratio).
 */
import { studentQuantile } from './distributions.ts';
import type { Activations } from './tested-text.ts';

/** Values behind every join of two texts, after its own text and after another's: [neurons] each [joins x tokens]. */
export interface SplicedActivations {
  own: Activations;
  other: Activations;
  joins: number;
}

export interface NeuronMemory {
  /**
   * Tokens after which half is left of what differs at the first token behind the join. Infinity: more is left at the last token
   * that was read; NaN: nothing differs.
   */
  halfLife: number;
  /** Where 95% intervals of the share that is left cross one half; an end that is not reached is Infinity. */
  interval: readonly [low: number, high: number];
  /** [distances] The share that is left so many tokens on; NaN beyond the last token. */
  left: readonly number[];
}

const confidence = 0.95;

/**
 * @param distances tokens from the first one behind the join.
 * @throws RangeError where the neurons have not as many values for each join, or there are fewer than two joins.
 */
export function memoryOf({ own, other, joins }: SplicedActivations, distances: readonly number[]): NeuronMemory[] {
  const t = studentQuantile((1 + confidence) / 2, joins - 1);
  return Array.from(own, (values, neuron) => {
    const others = other[neuron];
    const tokens = values.length / joins;
    if (joins < 2 || !Number.isInteger(tokens) || others?.length !== values.length) {
      throw new RangeError(`memory: ${values.length} and ${others?.length} values of ${joins} joins`);
    }
    const { share, error } = fading(values, others, joins);
    return {
      halfLife: halfLife(share),
      interval: [
        halfLife(share.map((each, at) => each - t * error[at])),
        halfLife(share.map((each, at) => each + t * error[at])),
      ],
      left: distances.map((distance) => (distance < tokens ? share[distance] : Number.NaN)),
    };
  });
}

/** [tokens] The mean difference at each distance from the joins as a share of that at the first token, and its standard error. */
function fading(own: Float32Array, other: Float32Array, joins: number): { share: Float64Array; error: Float64Array } {
  const tokens = own.length / joins;
  const sums = new Float64Array(tokens);
  for (let join = 0; join < joins; join++) {
    for (let at = 0; at < tokens; at++) sums[at] += Math.abs(own[join * tokens + at] - other[join * tokens + at]);
  }
  const share = sums.map((sum) => sum / sums[0]);
  // Without each join in turn: mean and squares of how far that moves the share.
  const moved = new Float64Array(tokens);
  const squares = new Float64Array(tokens);
  for (let join = 0; join < joins; join++) {
    const first = sums[0] - Math.abs(own[join * tokens] - other[join * tokens]);
    for (let at = 0; at < tokens; at++) {
      const without = (sums[at] - Math.abs(own[join * tokens + at] - other[join * tokens + at])) / first;
      moved[at] += without - share[at];
      squares[at] += (without - share[at]) ** 2;
    }
  }
  const error = squares.map((sum, at) => Math.sqrt(((joins - 1) / joins) * Math.max(0, sum - moved[at] ** 2 / joins)));
  return { share, error };
}

/**
 * The first distance at which so much as one half is gone, between whole tokens as if an equal share went with each part of a
 * token: of a unit that keeps the share f a token, ln .5 / ln f.
 * @param share [tokens] What is left at each distance, 1 at the first.
 * @returns Infinity where more than half is left at the last; NaN where the shares are not numbers.
 */
export function halfLife(share: Float64Array): number {
  if (Number.isNaN(share[0])) return Number.NaN;
  const at = share.findIndex((each) => each <= 0.5);
  if (at === -1) return Number.POSITIVE_INFINITY;
  const before = share[at - 1];
  return at - 1 + Math.log(before / 0.5) / Math.log(before / Math.max(0, share[at]));
}
