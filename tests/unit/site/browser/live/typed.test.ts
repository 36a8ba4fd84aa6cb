import { expect, test } from 'vitest';
import { byteTokens } from '../../../../../runner/core/cut.ts';
import { Vocabulary } from '../../../../../runner/text/vocabulary.ts';
import { report, typedTokens } from '../../../../../site/browser/live/typed.ts';

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

const tokensOf = (...ids: (number | null)[]) => ids.map((id) => ({ token: 'x', id, known: id !== null && id !== 0 }));

test.each<
  [what: string, ids: (number | null)[], total: number, respelt: string, written: number, most: number, said: string]
>([
  ['what was read', [3], 1, '', 0, 500, 'Read 1 token.'],
  ['what was written', [3, 0, 0, 4], 4, '', 50, 500, 'Read 4 tokens and wrote 50. 2 unknown, read as <unk>.'],
  ['what cannot be read', [3, null, 4], 3, '', 0, 500, 'Read 2 tokens. 1 unknown, left out.'],
  ['another spelling', [3, 0], 2, '’ read so.', 0, 500, 'Read 2 tokens. ’ read so. 1 unknown, read as <unk>.'],
  ['the limit', [1], 1, '', 1, 2, 'Read 1 token and wrote 1. The page holds 2 tokens at most.'],
])('%s is told', (_what, ids, total, respelt, written, most, said) => {
  expect(report({ tokens: tokensOf(...ids), total, respelt }, written, most)).toBe(said);
});
