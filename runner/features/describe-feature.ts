/** A feature in words, for the page and the terminal. Pure. */
import type { Unit } from '../corpus/tokens.ts';
import type { Feature } from '../manifest/schema.ts';
import { either } from '../manifest/suggest.ts';

/** Longer word lists are cut. */
const shownWords = 8;

/** 'tokens that match /[.?!]/': slashes, as around regular expressions, also show where a space or a dot begins. */
export function describeFeature(feature: Feature, unit: Unit = 'word'): string {
  if ('match' in feature) return `tokens that match /${feature.match}/`;
  const tokens = unit === 'word' ? 'tokens' : 'characters of words';
  if ('partOfSpeech' in feature) {
    const how = feature.context ? 'in their sentence' : 'each alone';
    return `${tokens} tagged ${either(feature.partOfSpeech)}, ${how}`;
  }
  return `${tokens} that are ${feature.words === 'stopwords' ? 'English stop words' : listed(feature.words)}`;
}

function listed(words: readonly string[]): string {
  const more = words.length - shownWords;
  if (more <= 1) return either(words);
  return `${words.slice(0, shownWords).join(', ')} or one of ${more} more words`;
}
