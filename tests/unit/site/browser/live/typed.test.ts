import { expect, test } from 'vitest';
import { Vocabulary } from '../../../../../runner/corpus/vocabulary.ts';
import { typedTokens } from '../../../../../site/browser/live/typed.ts';

const vocabulary = new Vocabulary(['<unk>', ' ', 'the', 'cat', '\n']);

test('an unknown word reads as <unk> and is marked', () => {
  const { tokens, total } = typedTokens('the zebra\r\ncat', 'word', vocabulary, 10);
  expect(tokens.map(({ token }) => token)).toEqual(['the', ' ', 'zebra', '\n', 'cat']);
  expect(tokens.map(({ id }) => id)).toEqual([2, 1, 0, 4, 3]);
  expect(tokens.map(({ known }) => known)).toEqual([true, true, false, true, true]);
  expect(total).toBe(5);
});

test('a model without <unk> reads nothing for an unknown character', () => {
  const { tokens } = typedTokens('aé😀', 'character', new Vocabulary(['a', '😀']), 10);
  expect(tokens).toEqual([
    { token: 'a', id: 0, known: true },
    { token: 'é', id: null, known: false },
    { token: '😀', id: 1, known: true },
  ]);
});

test('a long text is cut, and its length is told', () => {
  const { tokens, total } = typedTokens('the cat the cat', 'word', vocabulary, 3);
  expect(tokens.map(({ token }) => token)).toEqual(['the', ' ', 'cat']);
  expect(total).toBe(7);
});
