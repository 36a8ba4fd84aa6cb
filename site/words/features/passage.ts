/** The passage of a feature's page. Pure; runs in the browser too. */
import type { AtlasFeature } from '../../../runner/results/atlas-schema.ts';

/** What the page's script needs to colour it by another neuron, and to say what the network expects. */
export interface PassageData {
  /** The first of its tokens in the shown observed text. */
  from: number;
  neurons: number;
  /** Of the whole shown text. */
  tokens: number;
  limits: readonly [number, number];
  /** Places in the passage that have a colour. */
  compared: number[];
  /** Addresses of the activations and of the likeliest next tokens; null where they were not published. */
  values: string | null;
  next: string | null;
}

/** Whether a token is of the class that the feature is told in. */
export const isCompared = (token: string, among: AtlasFeature['among']): boolean =>
  among === 'all' || (among === 'text' ? token.trim() !== '' : /[\p{L}\p{N}]/u.test(token));
