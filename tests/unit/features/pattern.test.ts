import { describe, expect, it } from 'vitest';
import { markMatches, matchesOnlyWords, patternFault } from '../../../runner/features/pattern.ts';

describe('a pattern', () => {
  it('that does not compile says why', () => {
    expect(patternFault('[.?')).toBe('Unterminated character class');
    expect(patternFault('a)(b')).toBe("Unmatched ')'");
    expect(patternFault('[.?!]')).toBeNull();
  });

  it('matches whole tokens, dots match line breaks', () => {
    expect([...markMatches('a', 'a|ab', ['a', 'ab', 'abc', 'b'])]).toEqual([1, 1, 0, 0]);
    expect([...markMatches('a', '.', ['\n', '😀', 'ab'])]).toEqual([1, 1, 0]);
  });

  it('may match only words: no mark, no white space, no emoji', () => {
    expect(['\\p{L}+ing', '\\p{Lu}.*', '[a-z]'].every(matchesOnlyWords)).toBe(true);
    expect(['.', '\\s', "['’]", '🙂', '[^a]', 'a| '].some(matchesOnlyWords)).toBe(false);
  });
});
