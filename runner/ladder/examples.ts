/** Honest examples: excerpts of all kinds and a threshold's errors, always shown; no rung. Pure. */
import type { Random } from '../core/random.ts';
import type { Examples } from '../results/shown-schema.ts';
import type { HalfName, Halves } from '../stats/halves.ts';
import { bestThreshold, thresholdErrors } from '../stats/threshold.ts';
import { type ExcerptTask, excerpts } from './excerpts.ts';

export interface ExamplesTask extends Pick<ExcerptTask, 'text' | 'tokens' | 'sourceNames'> {
  /** [tokens] of the claim's neuron, both halves. The text and its tokens are the confirmation half's. */
  activation: Halves<Float32Array>;
  /** [tokens] 1 where a token carries the feature, both halves. */
  mask: Halves<Uint8Array>;
  /** [tokens] 1 where a token is of the feature's reference class, both halves: the threshold is judged within it. */
  members: Halves<Uint8Array>;
  sign: 1 | -1;
  random: Random;
}

/** @throws RangeError when all or none of the tokens of a half's reference class carry the feature. */
export function examples({ activation, mask, members, sign, ...excerpt }: ExamplesTask): Examples {
  const within = (half: HalfName): [Float32Array, Uint8Array] => {
    const isMember = (_: number, t: number): boolean => members[half][t] === 1;
    return [activation[half].filter(isMember), mask[half].filter(isMember)];
  };
  const threshold = bestThreshold(...within('discovery'), sign);
  return {
    ...excerpts({ ...excerpt, activation: activation.confirmation, mask: mask.confirmation }),
    ...thresholdErrors(...within('confirmation'), sign, threshold),
  };
}
