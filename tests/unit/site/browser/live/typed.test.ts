import { expect, test } from 'vitest';
import { byteTokens } from '../../../../../runner/core/cut.ts';
import { Vocabulary } from '../../../../../runner/text/vocabulary.ts';
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

test.each<[what: string, text: string, cut: 'word' | 'character', known: string, read: string, said: string]>([
  [
    'what phones type',
    '“I don’t — ” she said… “Go–on”',
    'word',
    '" \' - . I she',
    '"I don\'t -- " she said... "Go-on"',
    '“ ” read as straight quotation marks, ’ as straight apostrophes, — as two hyphens, … as three points, – as hyphens.',
  ],
  ['one sign', 'the cat’s', 'word', "' the cat s", "the cat's", '’ read as straight apostrophes.'],
  ['a sign that is known', '“cat”', 'word', '“ ” " cat', '“cat”', ''],
  ['one of two that is known', '“cat”', 'word', '” " cat', '"cat”', '“ read as straight quotation marks.'],
  ['a sign whose plain spelling is not known either', '“cat” —', 'word', 'cat', '“cat” —', ''],
  ['spaces that keep together', 'the\u00a0cat', 'word', 'the cat', 'the cat', 'No-break spaces read as plain spaces.'],
  ['letters one by one', '‘ab’', 'character', "a b '", "'ab'", '‘ ’ read as straight apostrophes.'],
  ['letters without hyphens', 'a—b', 'character', "a b '", 'a—b', ''],
  ['plain text', '"I don\'t -- "', 'word', '" \' - I don t', '"I don\'t -- "', ''],
  ['other letters', 'é ß «a» 中', 'word', 'a " -', 'é ß «a» 中', ''],
])('signs that the vocabulary lacks are read as it spells them: %s', (_what, text, cut, known, read, said) => {
  const { tokens, respelt } = typedTokens(text, cut, new Vocabulary(['<unk>', ' ', ...known.split(' ')]), 99);
  expect(tokens.map(({ token }) => token).join('')).toBe(read);
  expect(respelt).toBe(said);
});

test('of bytes every sign is known', () => {
  const { ids, respelt } = typedTokens('“a”', 'byte', new Vocabulary(byteTokens), 99);
  expect([ids, respelt]).toEqual([[...Buffer.from('“a”')], '']);
});
