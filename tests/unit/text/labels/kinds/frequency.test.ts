import { describe, expect, it } from 'vitest';
import { markFeature } from '../../../../../runner/text/labels/features.ts';
import { rankWords } from '../../../../../runner/text/labels/word-ranks.ts';
import { tokenize } from '../../../../../runner/text/tokens.ts';
import { aTools } from '../a-tools.ts';

const rankOf = rankWords(['the cat and the dog, the cat', 'The end: the dog and, and, __proto__']);

describe('a feature by frequency', () => {
  const band = (low: number, high: number | null, text: string) => {
    const tokens = tokenize(text, 'word');
    const marks = markFeature({ name: 'rank', frequency: [low, high] }, tokens, aTools({ rankOf }));
    return tokens.filter((_, position) => marks[position] === 1);
  };

  it('is carried by words whose rank lies in the band, both ends included', () => {
    expect(band(2, 4, 'The dog, the cat and I')).toEqual(['dog', 'cat', 'and']);
  });

  it('is carried by words that were never counted where the band has no end', () => {
    expect(band(5, null, 'The dog, the zebra: 3')).toEqual(['The', 'zebra', '3']);
    expect(band(5, 1000, 'The dog, the zebra: 3')).toEqual(['The']);
  });
});
