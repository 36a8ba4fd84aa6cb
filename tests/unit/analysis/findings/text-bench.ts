/** Benches of made-up texts. */

import {
  type Bench,
  benchOf,
  inHalves,
  type LadderFeature,
  type LadderInput,
} from '../../../../runner/analysis/findings/bench.ts';
import type { Activations, Halves, TestedText } from '../../../../runner/analysis/stats/tested-text.ts';

/** A feature of tokens that do not decide it, which is compared with all of them. */
export const aFeature = (masks: LadderFeature['masks'], more: Partial<LadderFeature> = {}): LadderFeature => ({
  ...{
    name: 'inside',
    says: { whether: 'it is inside', event: null },
    decidedByToken: false,
    among: 'all',
    byHand: [],
  },
  masks,
  members: inHalves((half) => new Uint8Array(masks[half].length).fill(1)),
  ...more,
});

/** A half as it is read, a segment a document: [read tokens], and [neurons] each [read tokens]. */
export interface MadeHalf {
  types: Int32Array;
  neurons: readonly Float32Array[];
}

/** @param more with how many tokens of a segment come before those that are scored, and of which source the documents are. */
export function benchOfHalves(
  made: Halves<MadeHalf>,
  features: readonly LadderFeature[],
  {
    sources,
    warmUp = 0,
    ...more
  }: { sources: readonly number[]; warmUp?: number } & Partial<Omit<LadderInput, 'sources' | 'features'>>,
): Bench {
  const read = made.discovery.types.length / sources.length;
  const scored = <A extends Float32Array | Int32Array>(values: A): A =>
    values.filter((_, t) => t % read >= warmUp) as A;
  return benchOf({
    text: inHalves((half) => ({
      ...{ length: read - warmUp, segments: 1, warmUp, sources: Int32Array.from(sources) },
      ...{ types: scored(made[half].types), readTypes: made[half].types },
    })),
    activations: inHalves((half) => made[half].neurons.map(scored)),
    arrays: [{ layer: 1, component: 'hidden', units: made.discovery.neurons.length }],
    ...{ features, count: 1, permutations: 199, seed: 1, vocabulary: ['a', 'b', 'c', 'd', 'e', 'f'] },
    sources: [...new Set(sources)].map(String),
    ...more,
  });
}

/**
 * The two halves are one and the same text: for tests of what is done on a half alone.
 * @param features [features] each [tokens], 1 where a token carries the feature; each is compared with all tokens.
 */
export function benchOfText(
  text: TestedText,
  activations: Activations,
  features: readonly Uint8Array[],
  { permutations = 199, seed = 1 }: Partial<Pick<LadderInput, 'permutations' | 'seed'>> = {},
): Bench {
  const twice = <T>(half: T) => inHalves(() => half);
  return benchOf({
    text: twice({ ...text, warmUp: 0, readTypes: text.types }),
    activations: twice(activations),
    arrays: [{ layer: 1, component: 'hidden', units: activations.length }],
    features: features.map((mask, index) => aFeature(twice(mask), { name: `feature ${index}` })),
    count: 1,
    permutations,
    seed,
    vocabulary: [],
    sources: [...new Set(text.sources)].map(String),
  });
}
