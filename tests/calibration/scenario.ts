/** How a made-up scenario is described: its documents, its neurons, its features, and what moves them. Types only. */

/** How something changes along a document, in standard deviations of a neuron or in log odds of a feature. */
export interface Profile {
  /** Added everywhere. */
  level?: number;
  /** Added from -half of it at the document's first token to +half at its last. */
  slope?: number;
  /** Added at the document's first token, fading over the next tokens. */
  opening?: number;
  /** Added from 0 at each segment's first token to all of it at its last. */
  drift?: number;
}

/** Four standard normal numbers, for a document or for a source; those of a source are the same in both halves. */
export type Draws = readonly [number, number, number, number];

export type ProfileDraw = (draws: { source: Draws; document: Draws }) => { neuron: Profile; feature: Profile };

export type FeatureShape =
  /** Runs of tokens, whatever the tokens are. */
  | { frequency: number; run: number }
  /** All occurrences of some token types. */
  | { types: readonly number[] };

/** A neuron is higher by `size` standard deviations where the feature is; by document it varies with SD `spread`. */
export interface PlantedEffect {
  neuron: number;
  feature: number;
  size: number;
  spread: number;
}

export interface Scenario {
  /** Of each half, in equal shares from each source. */
  documents: number;
  sources: number;
  segments: number;
  /** Tokens of a segment. */
  length: number;
  neurons: number;
  /** Lag-1 autocorrelations, which the neurons take in turn. */
  memories?: readonly number[];
  features: readonly FeatureShape[];
  profiles?: ProfileDraw;
  /** Token types; the r-th has a frequency in proportion to 1 / (r + 5). */
  vocabulary: number;
  /** Standard deviation of what the token just read adds to a neuron. */
  tokenReading?: number;
  effects?: readonly PlantedEffect[];
  /** Untrained networks of as many neurons, which read the same tokens in other ways and have no planted effect. */
  untrained?: number;
}
