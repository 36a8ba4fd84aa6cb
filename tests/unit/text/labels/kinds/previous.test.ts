import { describe, expect, it } from 'vitest';
import { markPrevious } from '../../../../../runner/text/labels/kinds/previous.ts';
import { tokenize, type Unit } from '../../../../../runner/text/tokens.ts';

function after(pattern: string, text: string, unit: Unit = 'word'): string[] {
  const tokens = tokenize(text, unit);
  const marks = markPrevious('test', pattern, tokens, unit);
  return tokens.filter((_, position) => marks[position] === 1);
}

describe('a feature by the token before', () => {
  it('passes over white space, which carries nothing itself', () => {
    expect(after(',', 'Well, she went,then,  home')).toEqual(['she', 'then', 'home']);
    expect(after('the', 'the cat and the (dog)')).toEqual(['cat', '(']);
    expect(after(' ', 'a b')).toEqual([]);
  });

  it('has none before the first token of a line', () => {
    expect(after('.*', 'a b\nc d')).toEqual(['b', 'd']);
    expect(after(',', 'a,\nb')).toEqual([]);
  });

  it('must match the whole token', () => {
    expect(after('[Tt]he', 'The cat, then a dog')).toEqual(['cat']);
  });

  it('is about the character just before when tokens are characters', () => {
    expect(after(' ', 'the cat\nran off', 'character')).toEqual(['c', 'o']);
    expect(after(',', 'a, b', 'character')).toEqual([' ']);
    expect(after('\\n', 'a\nb', 'character')).toEqual(['b']);
    expect(after('😀', 'a😀b', 'character')).toEqual(['b']);
  });

  it('that is no pattern is an error that names it', () => {
    expect(() => after('[', 'a')).toThrow('The pattern [ of feature "test" is not a regular expression');
  });
});
