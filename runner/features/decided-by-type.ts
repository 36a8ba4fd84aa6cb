/** Whether a token's own text says all about a feature, or its surroundings have a say. Pure. */
import type { Unit } from '../corpus/tokens.ts';
import type { Feature } from '../manifest/schema.ts';

/**
 * Whether two tokens with the same text always carry the feature both or neither. Then a neuron that knows the token
 * knows the feature; where not, it must know more of the text. A character never decides a feature about words.
 */
export function decidedByType(feature: Feature, unit: Unit): boolean {
  if ('match' in feature) return true;
  if ('nesting' in feature || 'position' in feature || 'previous' in feature || 'labels' in feature) return false;
  return unit === 'word' && !('partOfSpeech' in feature && feature.context);
}
