/**
 * The catalogue: features that are asked for together, to see whatever a network's neurons react to. It names what can be
 * expected to matter in prose; each further feature makes chance finds more likely, for which the tests of evidence pay.
 * Position in the document is left out: a network that begins to read in the middle of one cannot know it. Pure.
 */
import { subword } from '../../core/cut.ts';
import type { Unit } from '../tokens.ts';
import type { Feature } from './features.ts';

/** Stands in a manifest for all features of the catalogue. */
export const catalogueWord = 'catalogue';
export type CatalogueWord = typeof catalogueWord;

/** Marks, which are tokens of their own whether tokens are words or characters. */
const marks: readonly Feature[] = [
  { name: 'sentence end', match: '[.?!]' },
  { name: 'question mark', match: '[?]' },
  { name: 'exclamation mark', match: '!' },
  { name: 'comma', match: ',' },
  { name: 'semicolon or colon', match: '[;:]' },
  { name: 'dash', match: '[-–—]' },
  { name: 'quotation mark', match: '["“”„«»]' },
  { name: 'apostrophe', match: "['’]" },
  { name: 'space', match: ' ' },
  { name: 'line break', match: '\\n' },
];

const nesting: readonly Feature[] = [
  { name: 'inside quotes', nesting: 'quotes', depth: 1 },
  { name: 'inside parentheses', nesting: 'parentheses', depth: 1 },
];

const wordClasses: readonly Feature[] = [
  { name: 'stop words', words: 'stopwords' },
  { name: 'nouns', partOfSpeech: ['NN', 'NNS'], context: true },
  { name: 'names', partOfSpeech: ['NNP', 'NNPS'], context: true },
  { name: 'pronouns', partOfSpeech: ['PRP', 'PRP$'], context: true },
  { name: 'verbs', partOfSpeech: ['VB', 'VBD', 'VBG', 'VBN', 'VBP', 'VBZ', 'MD'], context: true },
  { name: 'adjectives', partOfSpeech: ['JJ', 'JJR', 'JJS'], context: true },
  { name: 'adverbs', partOfSpeech: ['RB', 'RBR', 'RBS'], context: true },
  { name: 'prepositions', partOfSpeech: ['IN'], context: true },
];

const wordFrequencies: readonly Feature[] = [
  { name: 'words of rank 1 to 100', frequency: [1, 100] },
  { name: 'words of rank 101 to 1000', frequency: [101, 1000] },
  { name: 'words of rank above 1000', frequency: [1001, null] },
];

const wordLengths: readonly Feature[] = [
  { name: 'words of 1 to 3 letters', wordLength: [1, 3] },
  { name: 'words of 4 to 6 letters', wordLength: [4, 6] },
  { name: 'words of 7 letters or more', wordLength: [7, null] },
];

const ofWords: readonly Feature[] = [
  ...marks,
  ...nesting,
  { name: 'first token of a sentence', position: 'sentence', from: 0, to: 0 },
  { name: 'sentence, tokens 1 to 9', position: 'sentence', from: 1, to: 9 },
  { name: 'sentence, tokens 10 to 29', position: 'sentence', from: 10, to: 29 },
  { name: 'sentence, from token 30', position: 'sentence', from: 30, to: null },
  { name: 'first token of a line', position: 'line', from: 0, to: 0 },
  { name: 'line, from token 100', position: 'line', from: 100, to: null },
  { name: 'capital letter', match: '\\p{Lu}.*' },
  { name: 'digit', match: '.*\\p{Nd}.*' },
  ...wordClasses,
  { name: 'past tense', partOfSpeech: ['VBD'], context: true },
  { name: 'determiners', partOfSpeech: ['DT'], context: true },
  { name: 'conjunctions', partOfSpeech: ['CC'], context: true },
  { name: 'ends in -ing', match: '\\p{L}+ing' },
  { name: 'ends in -ed', match: '\\p{L}+ed' },
  { name: 'ends in -ly', match: '\\p{L}+ly' },
  ...wordFrequencies,
  ...wordLengths,
  { name: 'after a comma', previous: ',' },
  { name: 'after a quotation mark', previous: '["“”„«»]' },
  { name: 'after a determiner', previous: '[Tt]he|[Aa]n?' },
];

const ofCharacters: readonly Feature[] = [
  ...marks,
  ...nesting,
  { name: 'sentence, characters 0 to 9', position: 'sentence', from: 0, to: 9 },
  { name: 'sentence, characters 10 to 49', position: 'sentence', from: 10, to: 49 },
  { name: 'sentence, from character 50', position: 'sentence', from: 50, to: null },
  { name: 'line, characters 0 to 9', position: 'line', from: 0, to: 9 },
  { name: 'line, from character 200', position: 'line', from: 200, to: null },
  { name: 'capital letter', match: '\\p{Lu}' },
  { name: 'digit', match: '\\p{Nd}' },
  { name: 'vowel', match: '[AEIOUaeiou]' },
  { name: 'consonant', match: '[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]' },
  ...wordClasses,
  ...wordFrequencies,
  ...wordLengths,
  { name: 'after a space', previous: ' ' },
  { name: 'after a vowel', previous: '[AEIOUaeiou]' },
  { name: 'after a comma', previous: ',' },
];

/** The features of the catalogue for words, or pieces of them, or for characters. */
export const catalogue = (unit: Unit): readonly Feature[] =>
  unit === 'word' || unit === subword ? ofWords : ofCharacters;

/**
 * Writes the catalogue out where it is asked for. A feature of the user's with the name of one of the catalogue's
 * replaces that one.
 */
export function withCatalogue(asked: readonly (Feature | CatalogueWord)[], unit: Unit): Feature[] {
  const own = new Set(asked.map((each) => (typeof each === 'string' ? null : each.name)));
  return asked.flatMap((each) =>
    typeof each === 'string' ? catalogue(unit).filter(({ name }) => !own.has(name)) : [each],
  );
}
