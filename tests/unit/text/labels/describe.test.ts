import { describe, expect, it } from 'vitest';
import { describeFeature } from '../../../../runner/text/labels/features.ts';

describe('describeFeature', () => {
  it('shows a pattern', () => {
    expect(describeFeature({ name: 'ends', match: '[.?!]' })).toBe('tokens that match /[.?!]/');
  });

  it('shows tags and how they were given', () => {
    expect(describeFeature({ name: 'nouns', partOfSpeech: ['NN', 'NNS', 'NNP'], context: true })).toBe(
      'tokens tagged NN, NNS or NNP, in their sentence',
    );
    expect(describeFeature({ name: 'nouns', partOfSpeech: ['NN'], context: false })).toBe(
      'tokens tagged NN (a noun in the singular), each alone, white space left out',
    );
  });

  it('shows words, and the first of many', () => {
    expect(describeFeature({ name: 'stop', words: 'stopwords' })).toBe('tokens that are English stop words');
    expect(describeFeature({ name: 'cats', words: ['cat', 'cats'] })).toBe('tokens that are cat or cats');
    expect(describeFeature({ name: 'letters', words: [...'abcdefghijkl'] })).toBe(
      'tokens that are a, b, c, d, e, f, g, h or one of 4 more words',
    );
  });

  it('says that characters take after their words', () => {
    expect(describeFeature({ name: 'nouns', partOfSpeech: ['NN'], context: true }, 'character')).toBe(
      'characters of words tagged NN (a noun in the singular), in their sentence',
    );
    expect(describeFeature({ name: 'ends', match: '[.]' }, 'character')).toBe('tokens that match /[.]/');
  });

  it('shows labels and their file', () => {
    expect(describeFeature({ name: 'a', labels: 'data/a.jsonl', label: null, column: null })).toBe(
      'tokens labelled in a.jsonl',
    );
    expect(describeFeature({ name: 'a', labels: 'a.conllu', label: ['NOUN', 'PROPN'], column: 'upos' })).toBe(
      'tokens labelled NOUN or PROPN (upos) in a.conllu',
    );
  });

  it('shows nesting', () => {
    expect(describeFeature({ name: 'a', nesting: 'quotes', depth: 1 })).toBe('tokens inside quotation marks');
    expect(describeFeature({ name: 'a', nesting: 'parentheses', depth: 2 })).toBe(
      'tokens inside at least 2 pairs of parentheses',
    );
  });

  it('shows positions', () => {
    const position = (from: number, to: number | null) =>
      describeFeature({ name: 'a', position: 'sentence', from, to });
    expect(position(0, 0)).toBe('tokens at position 0 of their sentence');
    expect(position(0, 2)).toBe('tokens at positions 0 to 2 of their sentence');
    expect(position(30, null)).toBe('tokens at positions 30 and later of their sentence');
  });

  it('shows ranks and lengths of words', () => {
    expect(describeFeature({ name: 'a', frequency: [1, 100] })).toBe(
      'words that rank 1 to 100 by frequency in the training text',
    );
    expect(describeFeature({ name: 'a', frequency: [1001, null] }, 'character')).toBe(
      'characters of words that rank 1001 or beyond by frequency in the training text',
    );
    expect(describeFeature({ name: 'a', wordLength: [1, 1] })).toBe('words of 1 character');
    expect(describeFeature({ name: 'a', wordLength: [7, null] })).toBe('words of 7 or more characters');
  });

  it('shows the token before, and what is passed over', () => {
    const feature = { name: 'a', previous: ',' };
    expect(describeFeature(feature)).toBe('tokens after one that matches /,/, ignoring white space');
    expect(describeFeature(feature, 'character')).toBe('tokens after one that matches /,/');
  });
});
