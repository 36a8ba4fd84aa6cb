import { describe, expect, it } from 'vitest';
import { markPassage } from '../../../../runner/text/labels/kinds/passage.ts';
import { markMatches, matchesOnlyWords, patternFault, stuckAt } from '../../../../runner/text/labels/pattern.ts';
import { processorTime } from '../../../processor-time.ts';

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

  it('matches the tokens of a second document as those of the first, and another pattern its own', () => {
    expect([...markMatches('b', 'b+', ['b', 'a', 'bb'])]).toEqual([1, 0, 1]);
    expect([...markMatches('b', 'a|c', ['b', 'a', 'bb'])]).toEqual([0, 1, 0]);
    expect([...markMatches('b', 'b+', ['a', 'bbb', 'c', 'b', 'b'])]).toEqual([0, 1, 0, 1, 1]);
  });

  it('that was stopped is stopped again, and its other tokens are not taken for tried', () => {
    const long = `${'c'.repeat(40)}d`;
    for (const tokens of [['d', long, 'cc'], [long]]) {
      expect(() => markMatches('letters', '(?=c)(c+)+$', tokens, 100)).toThrow(/takes seconds/);
    }
    expect([...markMatches('letters', '(?=c)(c+)+$', ['cc', 'd'])]).toEqual([1, 0]);
  });

  it('may match only words: no mark, no white space, no emoji', () => {
    expect(['\\p{L}+ing', '\\p{Lu}.*', '[a-z]'].every(matchesOnlyWords)).toBe(true);
    expect(['.', '\\s', "['’]", '🙂', '[^a]', 'a| '].some(matchesOnlyWords)).toBe(false);
  });

  it('that never comes to an end is stopped, and told with the token', () => {
    const long = `${'a'.repeat(40)}b`;
    const began = processorTime();
    expect(() => markMatches('letters', '(?=a)(a+)+$', ['a', long, 'b'], 300)).toThrow(
      `The pattern (?=a)(a+)+$ of feature "letters" takes seconds for “${long}” alone.`,
    );
    expect(() => markPassage('letters', '(a+)+$', ['x', ' ', long], { patience: 300 })).toThrow(
      /takes seconds for “x a{40}b” alone/,
    );
    expect(processorTime() - began).toBeLessThan(10_000);
  });

  it('that never comes to an end and needs no way back is answered all the same', () => {
    const [long, longer] = [`${'e'.repeat(40)}f`, 'e'.repeat(50)];
    expect([...markMatches('letters', '(e+)+$', ['e', long, longer, 'f'], 100)]).toEqual([1, 0, 1, 0]);
    expect([...markMatches('letters', '(e|e)*g', [long, `${longer}g`, 'g'], 100)]).toEqual([0, 1, 1]);
  });

  it('that is slow for many tokens, but ends with each, is not stopped', () => {
    const taken: number[] = [];
    const slow = (item: number) => {
      for (const end = performance.now() + 60; performance.now() < end; );
      taken.push(item);
    };
    expect(stuckAt([1, 2, 3, 4, 5, 6, 7, 8], slow, 400)).toBeUndefined();
    expect(new Set(taken)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
  });
});
