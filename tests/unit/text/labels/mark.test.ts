import { describe, expect, it } from 'vitest';
import { joinTokens } from '../../../../runner/core/cut.ts';
import { type Feature, featuresNeed, markFeature } from '../../../../runner/text/labels/features.ts';
import { makeTag, type TagWords } from '../../../../runner/text/labels/penn.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';
import { carriers as carriersOf } from './a-tools.ts';

/** Tags words that start with a capital NNP, and the others NN. */
const tagWords: TagWords = (words) => words.map((word) => (/^\p{Lu}/u.test(word) ? 'NNP' : 'NN'));
const tag = makeTag(tagWords);

const carriers = (feature: Feature, text: string, unit: 'word' | 'character' = 'word') =>
  carriersOf(feature, text, unit, { tag });

describe('a feature by pattern', () => {
  const match = (pattern: string, text: string) => carriers({ name: 'test', match: pattern }, text);

  it('must match the whole token', () => {
    expect(match('[.?!]', 'Yes. No?!')).toEqual(['.', '?', '!']);
    expect(match('a|ab', 'a ab abc')).toEqual(['a', 'ab']);
    expect(match('th', 'the')).toEqual([]);
  });

  it('matches line breaks with a dot, and code points as one', () => {
    expect(match('.', 'a\n😀 bc')).toEqual(['a', '\n', '😀', ' ']);
  });

  it('knows Unicode properties', () => {
    expect(match('\\p{Lu}.*', 'Élan vital')).toEqual(['Élan']);
  });

  it('that is none is an error that names it', () => {
    expect(() => match('[.?', 'a')).toThrow('The pattern [.? of feature "test" is not a regular expression.');
    expect(() => match('a)(b', 'a')).toThrow('is not a regular expression');
  });

  it('is about the character when tokens are characters', () => {
    expect(carriers({ name: 'vowels', match: '[aeiou]' }, 'The cat', 'character')).toEqual(['e', 'a']);
  });
});

describe('a feature by words', () => {
  it('is found in capitals or not', () => {
    expect(carriers({ name: 'cats', words: ['Cat', 'CATS'] }, 'cat CAT Cats scat')).toEqual(['cat', 'CAT', 'Cats']);
  });

  it('knows the English stop words', () => {
    expect(carriers({ name: 'stop', words: 'stopwords' }, 'The cat and I constructor')).toEqual(['The', 'and', 'I']);
  });

  it('is that of the word that a character stands in', () => {
    expect(carriers({ name: 'cats', words: ['cat'] }, 'cat scat, CAT', 'character').join('')).toBe('catCAT');
  });
});

describe('a feature by part of speech', () => {
  const nouns = (partOfSpeech: string[], context: boolean): Feature => ({ name: 'nouns', partOfSpeech, context });

  it('is carried by the tokens with one of the tags', () => {
    expect(carriers(nouns(['NNP'], true), 'Alice saw Bob')).toEqual(['Alice', 'Bob']);
    expect(carriers(nouns(['NNP', 'NN'], true), 'Alice saw Bob')).toEqual(['Alice', 'saw', 'Bob']);
  });

  it('is carried by no space, in its sentence or alone', () => {
    expect(carriers(nouns(['NN'], true), 'Alice saw Bob')).toEqual(['saw']);
    expect(carriers(nouns(['NN'], false), 'Alice saw Bob')).toEqual(['saw']);
  });

  it('is that of the word that a character stands in', () => {
    expect(carriers(nouns(['NNP'], true), "Alice saw Bob's", 'character').join('')).toBe('AliceBob');
  });

  it('is the only one that needs a tagger', () => {
    expect(
      featuresNeed(
        [
          { name: 'a', match: '.' },
          { name: 'b', words: 'stopwords' },
        ],
        'tags',
      ),
    ).toBe(false);
    expect(featuresNeed([nouns(['NN'], true)], 'tags')).toBe(true);
  });
});

describe('a feature by frequency or length', () => {
  const features: Feature[] = [
    { name: 'frequent', frequency: [1, 1] },
    { name: 'short', wordLength: [1, 3] },
  ];

  it('is that of the word that a character stands in', () => {
    const found = features.map((feature) => carriers(feature, 'The mouse, a 😀', 'character').join(''));
    // Every word has rank 1 here.
    expect(found).toEqual(['Themousea', 'Thea']);
  });

  it('by frequency is the only one that needs ranks', () => {
    expect(features.map((feature) => featuresNeed([feature], 'ranks'))).toEqual([true, false]);
  });
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
  const inWords = (feature: Feature) => carriers(feature, text);

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
