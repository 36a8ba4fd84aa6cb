/**
 * The relevance of the thesis: how much each neuron stands out at the tokens that carry a feature. It ranks neurons
 * for the pictures; it is no evidence, since on pure noise the best neuron still scores 1. Pure, float64.
 */

export interface Relevance {
  /** Mean over the carriers of |2 a_t - a_(t-1) - a_(t+1)|, [neurons]. */
  prominence: Float64Array;
  /** |mean over the carriers - mean over the rest|, [neurons]. */
  difference: Float64Array;
  /** (prominence + difference) / the largest such sum of all neurons, 0 to 1, [neurons]. */
  relevance: Float64Array;
}

export interface RelevanceOptions {
  /** Start and length of the pieces that were each read from the zero state; by default the whole text is one. */
  segments?: readonly (readonly [start: number, length: number])[];
  /** Tokens at each segment's start that count neither as carriers nor as rest, though as neighbours. Default 0. */
  warmUp?: number;
}

/**
 * The missing neighbour at a segment's end is the other one's mirror; a segment of one token has none and prominence 0.
 * No carrier: all three are NaN, that is, undefined. No rest: difference and relevance are 0. All sums 0: relevance 0.
 * @param activations [neurons][tokens].
 * @param mask [tokens], true or not 0 where a token carries the feature.
 * @throws RangeError when the lengths disagree, a segment leaves the text or two overlap, or warmUp is negative.
 */
export function relevance(
  activations: readonly ArrayLike<number>[],
  mask: ArrayLike<number | boolean>,
  { segments = [[0, mask.length]], warmUp = 0 }: RelevanceOptions = {},
): Relevance {
  checkShapes(activations, mask.length, segments, warmUp);
  const { carriers, before, after, rest } = positions(mask, segments, warmUp);
  const neurons = activations.length;
  const prominence = new Float64Array(neurons).fill(Number.NaN);
  const difference = new Float64Array(neurons).fill(Number.NaN);
  if (carriers.length === 0) return { prominence, difference, relevance: new Float64Array(neurons).fill(Number.NaN) };

  const own = new Float64Array(mask.length);
  activations.forEach((a, neuron) => {
    own.set(a);
    let standingOut = 0;
    let carried = 0;
    for (let i = 0; i < carriers.length; i++) {
      const here = own[carriers[i]];
      carried += here;
      standingOut += Math.abs(2 * here - own[before[i]] - own[after[i]]);
    }
    let others = 0;
    for (let i = 0; i < rest.length; i++) others += own[rest[i]];
    prominence[neuron] = standingOut / carriers.length;
    difference[neuron] = rest.length === 0 ? 0 : Math.abs(carried / carriers.length - others / rest.length);
  });

  if (rest.length === 0) return { prominence, difference, relevance: new Float64Array(neurons) };
  const sum = prominence.map((p, neuron) => p + difference[neuron]);
  const largest = sum.reduce((a, b) => Math.max(a, b), 0);
  return { prominence, difference, relevance: largest === 0 ? sum : sum.map((s) => s / largest) };
}

/** The carriers with their neighbours, and the rest, as token positions; warm-up tokens are in neither. */
function positions(
  mask: ArrayLike<number | boolean>,
  segments: readonly (readonly [number, number])[],
  warmUp: number,
): { carriers: Int32Array; before: Int32Array; after: Int32Array; rest: Int32Array } {
  const carriers: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  const rest: number[] = [];
  for (const [start, length] of segments) {
    const end = start + length;
    for (let t = start + warmUp; t < end; t++) {
      if (!mask[t]) {
        rest.push(t);
        continue;
      }
      const previous = t > start ? t - 1 : null;
      const next = t < end - 1 ? t + 1 : null;
      carriers.push(t);
      before.push(previous ?? next ?? t);
      after.push(next ?? previous ?? t);
    }
  }
  const whole = (list: number[]) => Int32Array.from(list);
  return { carriers: whole(carriers), before: whole(before), after: whole(after), rest: whole(rest) };
}

function checkShapes(
  activations: readonly ArrayLike<number>[],
  tokens: number,
  segments: readonly (readonly [number, number])[],
  warmUp: number,
): void {
  activations.forEach((a, neuron) => {
    if (a.length !== tokens) {
      throw new RangeError(
        `relevance: every neuron needs one activation per token of the mask (${tokens}), got ${a.length} for neuron ${neuron}`,
      );
    }
  });
  if (!Number.isInteger(warmUp) || warmUp < 0) {
    throw new RangeError(`relevance: warmUp must be a whole number of tokens from 0, got ${warmUp}`);
  }
  let free = 0;
  for (const [start, length] of [...segments].sort((a, b) => a[0] - b[0])) {
    const whole = Number.isInteger(start) && Number.isInteger(length) && length >= 0;
    if (!whole || start < free || start + length > tokens) {
      throw new RangeError(
        `relevance: segments must lie within the ${tokens} tokens and not overlap, got start ${start}, length ${length}`,
      );
    }
    free = start + length;
  }
}
