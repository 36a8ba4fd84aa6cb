/** What the ladder is given, and what it gives back. Types only. */
import type { Claim } from '../results/evidence-schema-1.ts';
import type { Sweep } from '../stats/max-t.ts';
import type { Swapped } from '../stats/swap-units.ts';
import type { Activations, TestedText } from '../stats/tested-text.ts';
import type { FamilyTest } from './family.ts';
import type { Halves } from './untrained.ts';

export interface LadderFeature {
  name: string;
  /** [tokens] of each half, 1 where a token carries the feature. */
  masks: Halves<Uint8Array>;
  /** True when the token alone decides whether it carries the feature. */
  decidedByType: boolean;
  /** Neurons that are claimed whatever the text says, named before it was read. */
  byHand: readonly number[];
  /** Neurons that were detected on the whole text, the confirmation half included. */
  wholeText: readonly number[];
}

export interface LadderInput {
  text: Halves<TestedText>;
  /** Of the trained network: the layer and component that the claims are about. */
  activations: Halves<Activations>;
  layer: number;
  component: Claim['component'];
  features: readonly LadderFeature[];
  /** 'quick' leaves out the lag profile and the event average. Default 'full'. */
  level?: 'full' | 'quick';
  /** How many neurons are claimed for each feature by their effect, and by their relevance. */
  count: number;
  /** 10,000 for a result that is published; at least 99. */
  permutations: number;
  /** The same seed gives the same claims, wherever the work is done. */
  seed: number;
  /** [types] The token types as they are written, by id. */
  vocabulary: readonly string[];
  /** [tokens] of the confirmation half as they are written, for the excerpts; by default from the vocabulary. */
  written?: readonly string[];
  /** Names of the sources, by the numbers in the text's `sources`. */
  sources: readonly string[];
  swapped?: Swapped;
}

export interface LadderTools {
  /** Where the sweep over neurons runs; by default in this thread. */
  sweep?: Sweep;
  /** Networks of the same shape that have learned nothing, read one after the other; memory may be used again. */
  untrained?: AsyncIterable<Halves<Activations>> | Iterable<Halves<Activations>>;
  /** Hears the share that is done of the sweep, of the controls and of the claims, each 0 to 1; it may throw to stop. */
  onProgress?(stage: 'neurons' | 'controls' | 'claims', share: number): void;
}

export interface LadderResult {
  /** By feature, the strongest first. E5 and E6 are 'not run': they need networks, which the ladder does not know. */
  claims: Claim[];
  /** E2 of all neurons and features. */
  family: FamilyTest;
}
