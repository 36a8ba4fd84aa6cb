/** Families of features: what they ask of a token, for their colours and their order on the page. Pure. */
import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';

export const families = ['speech', 'marks', 'words', 'place'] as const;
export type FeatureFamily = (typeof families)[number];

export const familyNames: Record<FeatureFamily, string> = {
  speech: 'speech',
  marks: 'marks',
  words: 'words',
  place: 'place in the text',
};

/** Names of features about who speaks. */
const ofSpeech = /\b(quotes?|quotation|quoted|speech|dialogue|says?|said)\b/i;

/**
 * The family of a feature: speech by its name; else words, when it is compared with words; else marks, when the token
 * alone decides; and what is left is a place that the text so far makes.
 */
export function familyOf({
  name,
  among,
  decidedByToken,
}: Pick<AtlasFeature, 'name' | 'among' | 'decidedByToken'>): FeatureFamily {
  if (ofSpeech.test(name)) return 'speech';
  if (among === 'words') return 'words';
  return decidedByToken ? 'marks' : 'place';
}
