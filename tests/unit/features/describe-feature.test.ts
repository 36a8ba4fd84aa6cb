import { describe, expect, it } from 'vitest';
import { describeFeature } from '../../../runner/features/describe-feature.ts';

describe('describeFeature', () => {
  it('shows a pattern', () => {
    expect(describeFeature({ name: 'ends', match: '[.?!]' })).toBe('tokens that match /[.?!]/');
  });

  it('shows tags and how they were given', () => {
    expect(describeFeature({ name: 'nouns', partOfSpeech: ['NN', 'NNS', 'NNP'], context: true })).toBe(
      'tokens tagged NN, NNS or NNP, in their sentence',
    );
    expect(describeFeature({ name: 'nouns', partOfSpeech: ['NN'], context: false })).toBe(
      'tokens tagged NN, each alone',
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
      'characters of words tagged NN, in their sentence',
    );
    expect(describeFeature({ name: 'ends', match: '[.]' }, 'character')).toBe('tokens that match /[.]/');
  });
});
