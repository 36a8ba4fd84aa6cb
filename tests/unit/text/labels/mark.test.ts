import { describe, expect, it } from 'vitest';
import { type Cut, joinTokens } from '../../../../runner/core/cut.ts';
import { type Feature, featuresNeed, markFeature } from '../../../../runner/text/labels/features.ts';
import { makeTag, type TagWords } from '../../../../runner/text/labels/penn.ts';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';
import { carriers } from './a-tools.ts';
import { hostileTexts } from './hostile-texts.ts';

/** Tags words that start with a capital NNP, and the others NN. */
const tagWords: TagWords = (words) => words.map((word) => (/^\p{Lu}/u.test(word) ? 'NNP' : 'NN'));
const tag = makeTag(tagWords);

/** Of words as the training text ranks them. */
const rankOf = rankWords(['the cat and the dog, the cat', 'The end: the dog and, and, __proto__']);
const carried = (feature: object, text: string, cut?: Cut) => carriers(feature, text, cut, { tag, rankOf }).join('|');
const nouns = (context: boolean, ...partOfSpeech: string[]) => ({ partOfSpeech, context });
const place = (position: 'sentence' | 'line' | 'document', from: number, to: number | null) => ({ position, from, to });
const speech = 'Cats run fast. "Do they?" she said.\nSo';

it.each<[string, feature: object, string, expected: string, cut?: Cut]>([
  ['a pattern matches whole tokens', { match: '[.?!]' }, 'Yes. No?!', '.|?|!'],
  ['either of two', { match: 'a|ab' }, 'a ab abc', 'a|ab'],
  ['no part of a token', { match: 'th' }, 'the', ''],
  ['line breaks with a dot, code points as one', { match: '.' }, 'a\n😀 bc', 'a|\n|😀| '],
  ['Unicode properties', { match: '\\p{Lu}.*' }, 'Élan vital', 'Élan'],
  ['characters', { match: '[aeiou]' }, 'The cat', 'e|a', 'character'],
  ['words, in capitals or not', { words: ['Cat', 'CATS'] }, 'cat CAT Cats scat', 'cat|CAT|Cats'],
  ['stop words', { words: 'stopwords' }, 'The cat and I constructor', 'The|and|I'],
  ['characters of words', { words: ['cat'] }, 'cat scat, CAT', 'c|a|t|C|A|T', 'character'],
  ['a tag', nouns(true, 'NNP'), 'Alice saw Bob', 'Alice|Bob'],
  ['several tags, no space', nouns(true, 'NNP', 'NN'), 'Alice saw Bob', 'Alice|saw|Bob'],
  ['a tag of each token alone, no space', nouns(false, 'NN'), 'Alice saw Bob', 'saw'],
  ['characters of a tagged word', nouns(true, 'NNP'), "Al saw Bo's", 'A|l|B|o', 'character'],
  ['ranks, both ends included', { frequency: [2, 4] }, 'The dog, the cat and I', 'dog|cat|and'],
  [
    'ranks without an end: words that were never counted',
    { frequency: [5, null] },
    'The dog, the zebra: 3',
    'The|zebra|3',
  ],
  ['ranks with an end', { frequency: [5, 1000] }, 'The dog, the zebra: 3', 'The'],
  ['characters of words of a rank', { frequency: [1, 1] }, 'the cat', 't|h|e', 'character'],
  ['lengths, both ends included', { wordLength: [2, 3] }, 'I am the very best', 'am|the'],
  ['lengths without an end', { wordLength: [4, null] }, 'I am the very best 1984', 'very|best|1984'],
  ['no length of spaces and marks', { wordLength: [1, 1] }, 'a, "b" — 😀 c', 'a|b|c'],
  ['characters outside the basic plane as one', { wordLength: [2, 2] }, '𝒜𝒷 𠀀 été', '𝒜𝒷'],
  ['characters of words of a length', { wordLength: [1, 3] }, 'The mouse, a 😀', 'T|h|e|a', 'character'],
  ['what is behind a token, over white space', { previous: ',' }, 'Well, she went,then,  home', 'she|then|home'],
  ['a mark behind a word', { previous: 'the' }, 'the cat and the (dog)', 'cat|('],
  ['nothing behind a space', { previous: ' ' }, 'a b', ''],
  ['nothing behind the line before', { previous: '.*' }, 'a b\nc d', 'b|d'],
  ['nothing behind a part of a token', { previous: '[Tt]he' }, 'The cat, then a dog', 'cat'],
  ['characters just behind a space', { previous: ' ' }, 'the cat\nran off', 'c|o', 'character'],
  ['a space just behind a mark', { previous: ',' }, 'a, b', ' ', 'character'],
  ['a character behind a line break', { previous: '\\n' }, 'a\nb', 'b', 'character'],
  ['a character behind an emoji', { previous: '😀' }, 'a😀b', 'b', 'character'],
  ['first tokens of sentences', place('sentence', 0, 0), speech, 'Cats|"|So'],
  ['places in sentences, both ends included', place('sentence', 2, 4), speech, 'run| |fast| |they|?'],
  ['places without an end', place('sentence', 8, null), speech, ' |said|.'],
  ['no white space between sentences', place('sentence', 0, null), 'A cat.  A dog.\n', 'A| |cat|.|A| |dog|.'],
  ['first characters of sentences', place('sentence', 0, 1), 'Mr. Fox ran. He hid.', 'M|r|H|e', 'character'],
  [
    'sentences of a text that is tokenized already, in lower case too',
    place('sentence', 0, 0),
    "mr. smith ran . the u.s. won ! ''\nso",
    "mr.|the|''|so",
    'whitespace',
  ],
  ['first tokens of lines', place('line', 0, 0), 'a b\n\nc d\n', 'a|c'],
  ['no line break in a line', place('line', 1, null), 'a b\n\nc d\n', ' |b| |d'],
  ['first characters of lines', place('line', 0, 2), 'abcd\nefgh', 'a|b|c|e|f|g', 'character'],
  ['places in the document', place('document', 1, 3), 'a\nb c', '\n|b| '],
])('a feature is carried by %s', (_, feature, text, expected, cut) => {
  expect(carried(feature, text, cut)).toBe(expected);
});

it.each(Object.entries(hostileTexts))('%s: each sentence and line has one token at position 0', (_, text) => {
  const first = (position: string, cut: Cut) => carriers({ position, from: 0, to: 0 }, text, cut);
  for (const unit of ['word', 'character'] as const) {
    expect(first('line', unit)).toHaveLength(text.split('\n').filter((line) => line !== '').length);
    // A sentence begins with the same character, whether it is read in words or in characters.
    expect(first('sentence', unit).map((token) => Array.from(token)[0])).toEqual(first('sentence', 'character'));
  }
});

it.each([{ match: '[.?' }, { match: 'a)(b' }, { previous: '[' }])(
  '%j is an error that names the pattern',
  (feature) => {
    expect(() => carried(feature, 'a')).toThrow(/The pattern .* of feature "test" is not a regular expression/);
  },
);

it('features of parts of speech alone need a tagger, and those by frequency ranks', () => {
  const need = (feature: object, tool: 'tags' | 'ranks') => featuresNeed([{ name: 'a', ...feature } as Feature], tool);
  const all = [
    nouns(true, 'NN'),
    { match: '.' },
    { words: 'stopwords' },
    { frequency: [1, 1] },
    { wordLength: [1, 3] },
  ];
  expect(all.map((feature) => need(feature, 'tags'))).toEqual([true, false, false, false, false]);
  expect(all.map((feature) => need(feature, 'ranks'))).toEqual([false, false, false, true, false]);
});

describe('several documents', () => {
  const texts = ['"He ran, (and', '\'she. "No', '', 'yes" So.\''];
  const parts = texts.map((text) => tokenize(text, 'word'));
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  const tools = { tag, unit: 'word', rankOf: () => 1 } as const;

  it.each<Feature>([
    { name: 'quotes', nesting: 'quotes', depth: 1 },
    { name: 'parentheses', nesting: 'parentheses', depth: 1 },
    { name: 'sentence', position: 'sentence', from: 0, to: 1 },
    { name: 'line', position: 'line', from: 0, to: 1 },
    { name: 'document', position: 'document', from: 0, to: 1 },
    { name: 'previous', previous: 'and' },
    { name: 'nouns', partOfSpeech: ['NN'], context: true },
  ])('know nothing of one another: $name', (feature) => {
    const marks = markFeature(feature, parts.flat(), tools, starts);
    expect([...marks]).toEqual(parts.flatMap((part) => [...markFeature(feature, part, tools)]));
  });

  it('would otherwise be one text', () => {
    const feature: Feature = { name: 'quotes', nesting: 'quotes', depth: 1 };
    expect(markFeature(feature, parts.flat(), tools)).not.toEqual(markFeature(feature, parts.flat(), tools, starts));
  });
});

describe('of pieces of words', () => {
  const text = 'The miller\'s dog said: "Naïve men, no!"\n"Why?" It barked (loudly).\n';
  const pieces = [
    ...'The| mill|er|\'s| dog| said|:| "|Na|<0xC3>|<0xAF>|ve| men|,| no|!"'.split('|'),
    ...'\n|"|Why|?"| It| bark|ed| (|loud|ly|).\n'.split('|'),
  ];
  const words = tokenize(text, 'word');
  const inPieces = (feature: Feature) => {
    const marks = markFeature(feature, pieces, { tag, unit: 'subword', rankOf: () => 1 });
    return pieces.filter((_, position) => marks[position] === 1);
  };
  const inWords = (feature: Feature) => carriers(feature, text, 'word', { tag });

  it('are the text', () => {
    expect(joinTokens(pieces, 'subword')).toBe(text);
    expect(words.join('')).toBe(text);
  });

  it('words are asked, and known at their last piece', () => {
    const long: Feature = { name: 'long', wordLength: [5, null] };
    expect(inWords(long)).toEqual(['miller', 'Naïve', 'barked', 'loudly']);
    expect(inPieces(long)).toEqual(['er', 've', 'ed', 'ly']);
    const capital: Feature = { name: 'names', partOfSpeech: ['NNP'], context: true };
    expect(inWords(capital)).toEqual(['The', 'Naïve', 'Why', 'It']);
    expect(inPieces(capital)).toEqual(['The', 've', 'Why', ' It']);
  });

  it('a pattern is asked of the word or mark that a piece ends with, without the space before it', () => {
    expect(inPieces({ name: 'dog', match: 'dog|no|miller' })).toEqual(['er', ' dog', ' no']);
    expect(inPieces({ name: 'ends', match: '[.,]' })).toEqual([',', ').\n']);
  });

  it('a state holds at every piece', () => {
    const quoted: Feature = { name: 'quoted', nesting: 'quotes', depth: 1 };
    expect(inWords(quoted).join('')).toBe('Naïve men, no!Why?');
    expect(inPieces(quoted)).toEqual(['Na', '<0xC3>', '<0xAF>', 've', ' men', ',', ' no', 'Why']);
  });
});
