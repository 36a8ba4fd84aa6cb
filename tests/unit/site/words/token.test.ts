import { expect, test } from 'vitest';
import { codePoints, tokenLabel, tokenOf } from '../../../../site/words/token.ts';

test('visible tokens and plain white space have no code points to show', () => {
  for (const token of ['word', ' ', '\n', '\t', 'é', '😀', '👩‍👩‍👧', 'مرحبا']) expect(codePoints(token)).toBeNull();
});

test('characters without a form are named by their code points', () => {
  expect(codePoints('\u202e')).toBe('U+202E');
  expect(codePoints('\u0000')).toBe('U+0000');
  expect(codePoints('\u200b\ufeff')).toBe('U+200B U+FEFF');
});

test('white space has a sign in labels', () => {
  expect([' ', '\n', '\t', 'word', '\u202e'].map(tokenLabel)).toEqual(['␣', '↵', '⇥', 'word', 'U+202E']);
});

test('what a text shows for a token gives the token back', () => {
  for (const token of ['word', ' ', '\n', '\u202e', '\u200b\ufeff', 'U+0041']) {
    const code = codePoints(token);
    expect(tokenOf(code ?? token, code !== null)).toBe(token);
  }
});
