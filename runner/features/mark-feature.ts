/**
 * Which tokens of a text carry a feature. Pure: no files; the tagger and the ranks of words are passed in.
 */
import type { Unit } from '../corpus/tokens.ts';
import type { Feature } from '../manifest/schema.ts';
import { markFrequency, type RankOf } from './frequency.ts';
import { markMatches } from './match.ts';
import { markNesting } from './nesting.ts';
import { markPartOfSpeech } from './part-of-speech.ts';
import { markPosition } from './position.ts';
import { markPrevious } from './previous.ts';
import { regroup } from './regroup.ts';
import type { Tag } from './tagger.ts';
import { markWordLength } from './word-length.ts';
import { markWords } from './words.ts';

export interface FeatureTools {
  /** Asked only for features by part of speech. */
  tag: Tag;
  /** Asked only for features by frequency. */
  rankOf: RankOf;
  /** What the tokens are. */
  unit: Unit;
}

/**
 * Patterns are matched against the token, and positions count tokens. Parts of speech, word lists, frequencies and
 * lengths are about words: when the tokens are characters, each takes after the word that it stands in.
 * @param documents first token of each document of the text, rising from 0. Nothing outside a document bears on it: in
 * each, sentences and lines begin anew and no mark is open.
 * @returns [tokens], 1 where the token carries the feature.
 * @throws InputError when a pattern is no regular expression.
 */
export function markFeature(
  feature: Feature,
  tokens: readonly string[],
  tools: FeatureTools,
  documents: readonly number[] = [0],
): Uint8Array {
  const marks = new Uint8Array(tokens.length);
  documents.forEach((start, index) => {
    marks.set(markDocument(feature, tokens.slice(start, documents[index + 1]), tools), start);
  });
  return marks;
}

function markDocument(feature: Feature, tokens: readonly string[], tools: FeatureTools): Uint8Array {
  const { unit } = tools;
  if ('match' in feature) return markMatches(feature.name, feature.match, tokens);
  if ('nesting' in feature) return markNesting(feature.nesting, feature.depth, tokens);
  if ('position' in feature) return markPosition(feature.position, feature.from, feature.to, tokens, unit);
  // The observed text is marked by the file of labels; no other text has any.
  if ('labels' in feature) return new Uint8Array(tokens.length);
  if ('previous' in feature) return markPrevious(feature.name, feature.previous, tokens, unit);
  if (unit === 'word') return markTheWords(feature, tokens, tools);
  const { words, wordOf } = regroup(tokens);
  const marks = markTheWords(feature, words, tools);
  return Uint8Array.from(wordOf, (word) => marks[word] ?? 0);
}

/** Features that are about words. */
type WordFeature = Exclude<
  Feature,
  { match: string } | { nesting: string } | { position: string } | { previous: string } | { labels: string }
>;

function markTheWords(feature: WordFeature, words: readonly string[], { tag, rankOf }: FeatureTools): Uint8Array {
  if ('words' in feature) return markWords(feature.words, words);
  if ('frequency' in feature) return markFrequency(feature.frequency, words, rankOf);
  if ('wordLength' in feature) return markWordLength(feature.wordLength, words);
  return markPartOfSpeech(feature.partOfSpeech, feature.context, words, tag);
}

/** Whether `markFeature` will ask for tags, so that a tagger need not be loaded for nothing. */
export const needsTagger = (features: readonly Feature[]): boolean =>
  features.some((feature) => 'partOfSpeech' in feature);

/** Whether `markFeature` will ask for ranks, so that words need not be counted for nothing. */
export const needsRanks = (features: readonly Feature[]): boolean => features.some((feature) => 'frequency' in feature);
