/** A bench whose two halves are one and the same text, for tests of what is done on a half alone. */

import { type Bench, benchOf, type LadderInput } from '../../../../runner/analysis/findings/bench.ts';
import type { Activations, TestedText } from '../../../../runner/analysis/stats/tested-text.ts';

/** @param features [features] each [tokens], 1 where a token carries the feature; each is compared with all tokens. */
export function benchOfText(
  text: TestedText,
  activations: Activations,
  features: readonly Uint8Array[],
  { permutations = 199, seed = 1 }: Partial<Pick<LadderInput, 'permutations' | 'seed'>> = {},
): Bench {
  const twice = <T>(half: T) => ({ discovery: half, confirmation: half });
  const everywhere = new Uint8Array(text.types.length).fill(1);
  return benchOf({
    text: twice({ ...text, warmUp: 0, readTypes: text.types }),
    activations: twice(activations),
    arrays: [{ layer: 1, component: 'hidden', units: activations.length }],
    features: features.map((mask, index) => ({
      name: `feature ${index}`,
      says: { whether: `feature ${index} is present`, event: null },
      decidedByToken: false,
      among: 'all',
      masks: twice(mask),
      members: twice(everywhere),
      byHand: [],
    })),
    count: 1,
    permutations,
    seed,
    vocabulary: [],
    sources: [...new Set(text.sources)].map(String),
  });
}
