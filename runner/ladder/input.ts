/** What the ladder is given. Types only. */
import type { Among, Claim } from '../results/evidence-schema.ts';
import type { Halves } from '../stats/halves.ts';
import type { Swapped } from '../stats/swap-units.ts';
import type { Activations, TestedText } from '../stats/tested-text.ts';

/** A half of the text: its scored tokens, and the segments as they are read, with the warm-up before each. */
export interface ReadText extends TestedText {
  /** Tokens at the beginning of each segment that are read and not scored. */
  warmUp: number;
  /** [segments x (warmUp + length)] */
  readTypes: Int32Array;
}

export interface LadderFeature {
  name: string;
  /** The clause of the claim's sentence: 'it is inside quotation marks'. */
  says: string;
  /** True when the token alone decides whether it carries the feature. */
  decidedByToken: boolean;
  among: Among;
  /** [read tokens] of each half, 1 where a token carries the feature. */
  masks: Halves<Uint8Array>;
  /** [read tokens] of each half, 1 where a token belongs to the reference class. */
  members: Halves<Uint8Array>;
  /** Neurons that are claimed whatever the text says, named before it was read. */
  byHand: readonly number[];
}

export interface LadderInput {
  text: Halves<ReadText>;
  /** Of the trained network: the layer and component that the claims are about, [neurons] each [scored tokens]. */
  activations: Halves<Activations>;
  layer: number;
  component: Claim['component'];
  features: readonly LadderFeature[];
  /** [measures] each [neurons]: sizes of the weights by which a neuron is heard, as far as they are known. */
  outgoing?: readonly Float32Array[];
  /** How many neurons are claimed for each feature by their effect, and by their relevance. */
  count: number;
  /** 10,000 for a result that is published; at least 99. */
  permutations: number;
  /** The same seed gives the same claims, wherever the work is done. */
  seed: number;
  /** [types] The token types as they are written, by id. */
  vocabulary: readonly string[];
  /** [scored tokens] of the confirmation half as they are written, for the excerpts; by default from the vocabulary. */
  written?: readonly string[];
  /** Names of the sources, by the numbers in the text's `sources`. */
  sources: readonly string[];
  swapped?: Swapped;
  /** Why no claim can be held out, where the text may have been trained on; absent: it was not. */
  exposed?: string;
}
