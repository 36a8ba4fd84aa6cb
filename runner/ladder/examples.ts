/** Honest examples: excerpts of all kinds and a threshold's errors, always shown; no rung. Pure. */
import type { Random } from '../core/random.ts';
import type { Examples } from '../results/evidence-schema.ts';
import type { Halves } from '../stats/halves.ts';
import { bestThreshold, thresholdErrors } from '../stats/threshold.ts';
import { type ExcerptTask, excerpts } from './excerpts.ts';

export interface ExamplesTask extends Pick<ExcerptTask, 'text' | 'tokens' | 'sourceNames'> {
  /** [tokens] of the claim's neuron, both halves. The text and its tokens are the confirmation half's. */
  activation: Halves<Float32Array>;
  /** [tokens] 1 where a token carries the feature, both halves. */
  mask: Halves<Uint8Array>;
  sign: 1 | -1;
  random: Random;
}

/** @throws RangeError when all or none of the tokens of a half carry the feature. */
export function examples({ activation, mask, sign, ...excerpt }: ExamplesTask): Examples {
  const threshold = bestThreshold(activation.discovery, mask.discovery, sign);
  return {
    ...excerpts({ ...excerpt, activation: activation.confirmation, mask: mask.confirmation }),
    ...thresholdErrors(activation.confirmation, mask.confirmation, sign, threshold),
  };
}
