import { describe, expect, it } from 'vitest';
import { featureContradictions, markFeature } from '../../../../../runner/text/labels/features.ts';
import { tokenize } from '../../../../../runner/text/tokens.ts';
import { aTools } from '../a-tools.ts';
import { hostileTexts } from '../hostile-texts.ts';

const mark = (count: { up: string; down: string; atLeast: number; atMost: number | null }, tokens: readonly string[]) =>
  markFeature({ name: 'c', count }, tokens, aTools());
const marked = (text: string, up: string, down: string, atLeast: number, atMost: number | null = null): string =>
  mark({ up, down, atLeast, atMost }, [...text]).join('');

describe('a count', () => {
  it('takes in the token itself', () => {
    expect(marked('aaabbb', 'a', 'b', 2)).toBe('011100');
    expect(marked('aaabbb', 'a', 'b', 3)).toBe('001000');
    expect(marked('aaabbb', 'a', 'b', 2, 2)).toBe('010100');
    expect(marked('x(x(x)x)x', '[(]', '[)]', 1)).toBe('011111100');
  });

  it('begins anew with each line and never falls below 0', () => {
    expect(marked('aa\nab', 'a', 'b', 1)).toBe('11010');
    expect(marked('bbbab', 'a', 'b', 1)).toBe('00010');
    expect(marked('bbbab', 'a', 'b', 0, 0)).toBe('11101');
  });

  it('counts tokens, not characters', () => {
    expect([...mark({ up: 'one', down: 'two', atLeast: 1, atMost: null }, tokenize('one x two', 'word'))]).toEqual([
      1, 1, 1, 1, 0,
    ]);
  });

  it('marks every token of any text', () => {
    for (const text of Object.values(hostileTexts)) {
      const marks = mark({ up: '.', down: '\\s', atLeast: 1, atMost: 5 }, tokenize(text, 'character'));
      expect(marks).toHaveLength(tokenize(text, 'character').length);
    }
  });

  it('refuses a pattern that is not a regular expression', () => {
    const fault = featureContradictions({ name: 'c', count: { up: '(', down: 'b', atLeast: 1, atMost: null } });
    expect(fault.map(({ key }) => key)).toEqual(['count']);
    expect(() => marked('a', '(', 'b', 1)).toThrow('not a regular expression');
  });
});
