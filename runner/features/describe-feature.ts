/** A feature in words, for the page and the terminal. Pure. */

import { either } from '../core/words.ts';
import type { Unit } from '../corpus/tokens.ts';
import type { Feature } from '../manifest/schema.ts';

/** Longer word lists are cut. */
const shownWords = 8;

/** 'tokens that match /[.?!]/': slashes, as around regular expressions, also show where a space or a dot begins. */
export function describeFeature(feature: Feature, unit: Unit = 'word'): string {
  if ('match' in feature) return `tokens that match /${feature.match}/`;
  if ('nesting' in feature) return `tokens inside ${nested(feature.nesting, feature.depth)}`;
  if ('position' in feature) return `tokens at ${positions(feature.from, feature.to)} of their ${feature.position}`;
  if ('previous' in feature) {
    const apart = unit === 'word' ? ', white space apart' : '';
    return `tokens after one that matches /${feature.previous}/${apart}`;
  }
  if ('labels' in feature) {
    const { labels, label, column } = feature;
    const how = label === null ? '' : ` ${listed(label)}`;
    return `tokens labelled${how}${column === null ? '' : ` (${column})`} in ${labels}`;
  }
  const words = unit === 'word' ? 'words' : 'characters of words';
  if ('frequency' in feature) {
    const [low, high] = feature.frequency;
    return `${words} that rank ${band(low, high, 'or beyond')} by frequency in the training text`;
  }
  if ('wordLength' in feature) {
    const [low, high] = feature.wordLength;
    return `${words} of ${band(low, high, 'or more')} ${high === 1 ? 'character' : 'characters'}`;
  }
  const tokens = unit === 'word' ? 'tokens' : words;
  if ('partOfSpeech' in feature) {
    const how = feature.context ? 'in their sentence' : 'each alone';
    return `${tokens} tagged ${either(feature.partOfSpeech)}, ${how}`;
  }
  return `${tokens} that are ${feature.words === 'stopwords' ? 'English stop words' : listed(feature.words)}`;
}

function nested(kind: 'quotes' | 'parentheses', depth: number): string {
  const marks = kind === 'quotes' ? 'quotation marks' : 'parentheses';
  return depth === 1 ? marks : `at least ${depth} pairs of ${marks}`;
}

const positions = (from: number, to: number | null): string =>
  `${from === to ? 'position' : 'positions'} ${band(from, to, 'and later')}`;

/** '1 to 3', '2', or '10 or more' with the words for no limit. */
function band(low: number, high: number | null, beyond: string): string {
  if (high === null) return `${low} ${beyond}`;
  return low === high ? String(low) : `${low} to ${high}`;
}

function listed(words: readonly string[]): string {
  const more = words.length - shownWords;
  if (more <= 1) return either(words);
  return `${words.slice(0, shownWords).join(', ')} or one of ${more} more words`;
}
