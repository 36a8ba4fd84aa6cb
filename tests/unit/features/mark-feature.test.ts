import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../runner/corpus/tokens.ts';
import { markFeature, needsTagger } from '../../../runner/features/mark-feature.ts';
import { makeTag, type TagWords } from '../../../runner/features/tagger.ts';
import type { Feature } from '../../../runner/manifest/schema.ts';

/** Tags words that start with a capital NNP, and the others NN. */
const tagWords: TagWords = (words) => words.map((word) => (/^\p{Lu}/u.test(word) ? 'NNP' : 'NN'));
const tag = makeTag(tagWords);

/** The tokens that carry a feature. */
function carriers(feature: Feature, text: string, unit: 'word' | 'character' = 'word'): string[] {
  const tokens = tokenize(text, unit);
  const marks = markFeature(feature, tokens, { tag, unit, rankOf: () => 1 });
  return tokens.filter((_, position) => marks[position] === 1);
}

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

  it('is carried by spaces when each token is tagged alone', () => {
    expect(carriers(nouns(['NN'], false), 'Alice saw Bob')).toEqual([' ', 'saw', ' ']);
  });

  it('is that of the word that a character stands in', () => {
    expect(carriers(nouns(['NNP'], true), "Alice saw Bob's", 'character').join('')).toBe('AliceBob');
  });

  it('is the only one that needs a tagger', () => {
    expect(
      needsTagger([
        { name: 'a', match: '.' },
        { name: 'b', words: 'stopwords' },
      ]),
    ).toBe(false);
    expect(needsTagger([nouns(['NN'], true)])).toBe(true);
  });
});
