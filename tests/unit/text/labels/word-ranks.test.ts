import { describe, expect, it } from 'vitest';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';

const rankOf = rankWords(['the cat and the dog, the cat', 'The end: the dog and, and, __proto__']);

describe('ranks of words', () => {
  it('count from 1, the most frequent first, ties in the order of code units', () => {
    expect(['the', 'and', 'cat', 'dog', 'The', '__proto__', 'end'].map(rankOf)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('leave out white space and marks, and words that were not there', () => {
    expect([' ', ',', ':', 'zebra', 'constructor'].map(rankOf)).toEqual(Array(5).fill(Number.POSITIVE_INFINITY));
  });
});
