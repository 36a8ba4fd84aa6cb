import { describe, expect, it } from 'vitest';
import type { Cut } from '../../../../../runner/core/cut.ts';
import { carriers } from '../a-tools.ts';
import { hostileTexts } from '../hostile-texts.ts';

type Place = 'sentence' | 'line' | 'document';
const at = (position: Place, from: number, to: number | null, text: string, cut?: Cut): string[] =>
  carriers({ position, from, to }, text, cut);

describe('position in the sentence', () => {
  const text = 'Cats run fast. "Do they?" she said.\nSo';

  it('ends at each mark of its own where the text is tokenized already, in lower case too', () => {
    const wikitext = "mr. smith ran . the u.s. won ! ''\nso";
    expect(at('sentence', 0, 0, wikitext, 'whitespace')).toEqual(['mr.', 'the', "''", 'so']);
  });

  it('counts tokens from 0, both ends included', () => {
    expect(at('sentence', 0, 0, text)).toEqual(['Cats', '"', 'So']);
    expect(at('sentence', 2, 4, text)).toEqual(['run', ' ', 'fast', ' ', 'they', '?']);
    expect(at('sentence', 8, null, text)).toEqual([' ', 'said', '.']);
  });

  it('has none in white space between sentences', () => {
    expect(at('sentence', 0, null, 'A cat.  A dog.\n').join('')).toBe('A cat.A dog.');
  });

  it('counts characters where these are the tokens', () => {
    expect(at('sentence', 0, 1, 'Mr. Fox ran. He hid.', 'character').join('')).toBe('MrHe');
  });
});

describe('position in the line', () => {
  it('begins anew after a line break, which stands in no line', () => {
    expect(at('line', 0, 0, 'a b\n\nc d\n')).toEqual(['a', 'c']);
    expect(at('line', 1, null, 'a b\n\nc d\n')).toEqual([' ', 'b', ' ', 'd']);
    expect(at('line', 0, 2, 'abcd\nefgh', 'character').join('')).toBe('abcefg');
  });
});

describe('position in the document', () => {
  it('is the place of the token', () => {
    expect(at('document', 1, 3, 'a\nb c')).toEqual(['\n', 'b', ' ']);
  });
});

it.each(Object.entries(hostileTexts))('%s: each sentence and line has one token at position 0', (_, text) => {
  for (const unit of ['word', 'character'] as const) {
    const lines = text.split('\n').filter((line) => line !== '').length;
    expect(at('line', 0, 0, text, unit)).toHaveLength(lines);
    // A sentence begins with the same character, whether it is read in words or in characters.
    expect(at('sentence', 0, 0, text, unit).map((token) => Array.from(token)[0])).toEqual(
      at('sentence', 0, 0, text, 'character'),
    );
  }
});
