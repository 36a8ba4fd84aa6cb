import { describe, expect, it } from 'vitest';
import { markPassage } from '../../../../../runner/text/labels/kinds/passage.ts';
import { tokenize, type Unit } from '../../../../../runner/text/tokens.ts';
import { runs } from '../a-tools.ts';
import { hostileTexts } from '../hostile-texts.ts';

function inside(pattern: string, text: string, unit: Unit = 'word'): string[] {
  const tokens = tokenize(text, unit);
  return runs(tokens, markPassage('p', pattern, tokens));
}

const plural = String.raw`^the \p{L}+s(?<inside> .*?)? (?:are|were)\b`;

it('is looked for in a text that is cut at white space with single spaces between its tokens', () => {
  const tokens = tokenize("the  boys are n't .\nthe u.s. are", 'whitespace');
  const marks = markPassage('p', "the (?<inside>[^ ]+ are(?: n't)?)", tokens, { cut: 'whitespace' });
  expect(tokens.filter((_, position) => marks[position] === 1)).toEqual(['boys', 'are', "n't", 'u.s.', 'are']);
});

describe('a passage', () => {
  it('is what the pattern matches, over several tokens', () => {
    expect(inside('b c', 'a b c d b c')).toEqual(['b c', 'b c']);
    expect(inside('b c', 'a b c d b c', 'character')).toEqual(['b c', 'b c']);
  });

  it('is the group inside, where the pattern has one', () => {
    expect(inside(plural, 'the keys to the cabinet are old.')).toEqual([' to the cabinet']);
    expect(inside(plural, 'the key to the cabinets is old.')).toEqual([]);
  });

  it('goes on over no line break', () => {
    expect(inside(plural, 'the keys to\nthe cabinets of the king were old.\n')).toEqual([' of the king']);
    expect(inside('a.*', 'a b\nc a\n')).toEqual(['a b', 'a']);
  });

  it('holds a token when it holds its first character', () => {
    expect(inside('eys', 'the keys are')).toEqual([]);
    expect(inside('the k', 'the keys are')).toEqual(['the keys']);
  });

  it('marks nothing where the pattern matches nothing, or where the group took no part', () => {
    expect(inside('x*', 'a b')).toEqual([]);
    expect(inside('a(?<inside>z)?', 'a b')).toEqual(['a']);
  });

  it('has as many marks as the text has tokens', () => {
    for (const text of Object.values(hostileTexts))
      expect(markPassage('p', '.+', tokenize(text, 'word'))).toHaveLength(tokenize(text, 'word').length);
  });

  it('refuses a pattern that is not a regular expression', () => {
    expect(() => inside('(', 'a')).toThrow('The pattern ( of feature "p" is not a regular expression');
  });
});
