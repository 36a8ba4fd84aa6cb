import { expect, test } from 'vitest';
import { codePoints, direction, tokenLabel, tokenOf } from '../../../../site/words/token.ts';

test.each<[string, string | null, string]>([
  ...['word', 'é', '😀', '👩‍👩‍👧', 'مرحبا', 'U+0041'].map((token): [string, null, string] => [token, null, token]),
  [' ', null, '␣'],
  ['\n', null, '↵'],
  ['\t', null, '⇥'],
  ['\u202e', 'U+202E', 'U+202E'],
  ['\u0000', 'U+0000', 'U+0000'],
  ['\u200b\ufeff', 'U+200B U+FEFF', 'U+200B U+FEFF'],
])(
  'the token %j has the code points %j in a text, where it has no form of its own, and the label %j',
  (token, code, label) => {
    expect([codePoints(token), tokenLabel(token)]).toEqual([code, label]);
    // What a text shows for it gives it back.
    expect(tokenOf(code ?? token, code !== null)).toBe(token);
  },
);

test.each([
  ['ltr', ['He', ' ', 'said', ' ', 'مرحبا']],
  ['rtl', ['قال', ' ', 'مرحبا', ' ', 'OK']],
  ['rtl', ['שלום']],
  ['ltr', ['.', ' ', '3']],
  ['ltr', []],
])('a text runs %s by the majority of its letters: %j', (way, tokens) => expect(direction(tokens)).toBe(way));
