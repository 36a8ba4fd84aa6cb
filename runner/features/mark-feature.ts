/**
 * Which tokens of a text carry a feature. Pure: no files; the tagger is passed in.
 */
import type { Unit } from '../corpus/tokens.ts';
import type { Feature } from '../manifest/schema.ts';
import { markMatches } from './match.ts';
import { markPartOfSpeech } from './part-of-speech.ts';
import { regroup } from './regroup.ts';
import type { Tag } from './tagger.ts';
import { markWords } from './words.ts';

export interface FeatureTools {
  /** Asked only for features by part of speech. */
  tag: Tag;
  /** What the tokens are. */
  unit: Unit;
}

/**
 * Patterns are matched against the token. Parts of speech and word lists are about words: when the tokens are
 * characters, each takes after the word that it stands in.
 * @returns [tokens], 1 where the token carries the feature.
 * @throws InputError when a pattern is no regular expression.
 */
export function markFeature(feature: Feature, tokens: readonly string[], { tag, unit }: FeatureTools): Uint8Array {
  if ('match' in feature) return markMatches(feature.name, feature.match, tokens);
  const mark = (words: readonly string[]): Uint8Array =>
    'words' in feature
      ? markWords(feature.words, words)
      : markPartOfSpeech(feature.partOfSpeech, feature.context, words, tag);
  if (unit === 'word') return mark(tokens);
  const { words, wordOf } = regroup(tokens);
  const marks = mark(words);
  return Uint8Array.from(wordOf, (word) => marks[word] ?? 0);
}

/** Whether `markFeature` will ask for tags, so that a tagger need not be loaded for nothing. */
export const needsTagger = (features: readonly Feature[]): boolean =>
  features.some((feature) => 'partOfSpeech' in feature);
