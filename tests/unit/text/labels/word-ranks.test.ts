import { describe, expect, it } from 'vitest';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';
import { carriers } from './a-tools.ts';

const rankOf = rankWords(['the cat and the dog, the cat', 'The end: the dog and, and, __proto__']);

describe('ranks of words', () => {
  it('count from 1, the most frequent first, ties in the order of code units', () => {
    expect(['the', 'and', 'cat', 'dog', 'The', '__proto__', 'end'].map(rankOf)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('leave out white space and marks, and words that were not there', () => {
    expect([' ', ',', ':', 'zebra', 'constructor'].map(rankOf)).toEqual(Array(5).fill(Number.POSITIVE_INFINITY));
  });
});

describe('a feature by frequency', () => {
  const band = (low: number, high: number | null, text: string) =>
    carriers({ frequency: [low, high] }, text, 'word', { rankOf });

  it('is carried by words whose rank lies in the band, both ends included', () => {
    expect(band(2, 4, 'The dog, the cat and I')).toEqual(['dog', 'cat', 'and']);
  });

  it('is carried by words that were never counted where the band has no end', () => {
    expect(band(5, null, 'The dog, the zebra: 3')).toEqual(['The', 'zebra', '3']);
    expect(band(5, 1000, 'The dog, the zebra: 3')).toEqual(['The']);
  });
});
