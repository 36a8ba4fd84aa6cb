import { expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { markPassage } from '../../../../runner/text/labels/kinds/passage.ts';
import {
  linearMatcher,
  markMatches,
  matchesOnlyWords,
  patternFault,
  stuckAt,
} from '../../../../runner/text/labels/pattern.ts';
import { processorTime } from '../../../processor-time.ts';

it('a pattern that does not compile says why', () => {
  expect(patternFault('[.?')).toBe('Unterminated character class');
  expect(patternFault('a)(b')).toBe("Unmatched ')'");
  expect(patternFault('[.?!]')).toBeNull();
});

it('a pattern matches whole tokens, dots match line breaks', () => {
  expect([...markMatches('a', 'a|ab', ['a', 'ab', 'abc', 'b'])]).toEqual([1, 1, 0, 0]);
  expect([...markMatches('a', '.', ['\n', '😀', 'ab'])]).toEqual([1, 1, 0]);
});

it('a pattern matches the tokens of a second document as those of the first, and another pattern its own', () => {
  expect([...markMatches('b', 'b+', ['b', 'a', 'bb'])]).toEqual([1, 0, 1]);
  expect([...markMatches('b', 'a|c', ['b', 'a', 'bb'])]).toEqual([0, 1, 0]);
  expect([...markMatches('b', 'b+', ['a', 'bbb', 'c', 'b', 'b'])]).toEqual([0, 1, 0, 1, 1]);
});

it('a pattern that was stopped is stopped again, and its other tokens are not taken for tried', () => {
  const long = `${'c'.repeat(40)}d`;
  for (const tokens of [['d', long, 'cc'], [long]])
    expect(() => markMatches('letters', '(?=c)(c+)+$', tokens, 100)).toThrow(/takes seconds/);
  expect([...markMatches('letters', '(?=c)(c+)+$', ['cc', 'd'])]).toEqual([1, 0]);
});

it('a pattern may match only words: no mark, no white space, no emoji', () => {
  expect(['\\p{L}+ing', '\\p{Lu}.*', '[a-z]'].every(matchesOnlyWords)).toBe(true);
  expect(['.', '\\s', "['’]", '🙂', '[^a]', 'a| '].some(matchesOnlyWords)).toBe(false);
});

it('a pattern that never comes to an end is stopped, and told with the token', () => {
  const long = `${'a'.repeat(40)}b`;
  const began = processorTime();
  expect(() => markMatches('letters', '(?=a)(a+)+$', ['a', long, 'b'], 100)).toThrow(
    `The pattern (?=a)(a+)+$ of feature "letters" takes seconds for “${long}” alone.`,
  );
  expect(() => markPassage('letters', '(a+)+$', ['x', ' ', long], { patience: 100 })).toThrow(
    /takes seconds for “x a{40}b” alone/,
  );
  expect(processorTime() - began).toBeLessThan(10_000);
});

it('a pattern that never comes to an end and needs no way back is answered all the same', () => {
  const [long, longer] = [`${'e'.repeat(40)}f`, 'e'.repeat(50)];
  expect([...markMatches('letters', '(e+)+$', ['e', long, longer, 'f'], 50)]).toEqual([1, 0, 1, 0]);
  expect([...markMatches('letters', '(e|e)*g', [long, `${longer}g`, 'g'], 50)]).toEqual([0, 1, 1]);
});

it('a pattern that is slow for many tokens, but ends with each, is not stopped', () => {
  const taken: number[] = [];
  const slow = (item: number) => {
    for (const end = performance.now() + 30; performance.now() < end; );
    taken.push(item);
  };
  expect(stuckAt([1, 2, 3, 4, 5, 6, 7, 8], slow, 220)).toBeUndefined();
  expect(new Set(taken)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
});

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`, 'us');

/** All characters, through the last emoji. */
const characters = Array.from({ length: 0x1fbff }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));

it.each([
  ...String.raw`. \w \W \d \D \p{L} \P{L} \p{Lu} \p{Ll} \p{N} \p{Nd} \p{P} \p{S} \p{M} \p{Z} \p{Cc}`.split(' '),
  ...String.raw`[^a-z] [\p{L}\d] (?i:k) (?i:ß) (?i:σ) \n [.?!] [\-a]`.split(' '),
])('a pattern without a way back %s means of every character what it means to the language', (pattern) => {
  const [ours, theirs] = [linearMatcher(pattern), whole(pattern)];
  expect(characters.filter((each) => ours?.(each) !== theirs.test(each))).toEqual([]);
});

it('a pattern without a way back is the same of made patterns and tokens', () => {
  const draw = random(9);
  const pick = (from: readonly string[]) => from[draw.below(from.length)] ?? '';
  const atoms = ['a', 'b', '[ab]', '.', '\\p{L}', '\\w', 'é', '\\.', '^', '$', '\\b'];
  const made = (depth: number): string => {
    const part = () => (depth > 0 && draw.below(3) === 0 ? `(${made(depth - 1)})` : pick(atoms));
    const some = Array.from({ length: 1 + draw.below(3) }, () => part() + pick(['', '', '?', '*', '+', '+?', '{1,2}']));
    return draw.below(4) === 0 ? `${some.join('')}|${part()}` : some.join('');
  };
  let asked = 0;
  for (let time = 0; time < 400; time++) {
    const pattern = made(2);
    const ours = linearMatcher(pattern);
    let theirs: RegExp;
    try {
      theirs = whole(pattern);
    } catch {
      continue;
    }
    for (let token = 0; token < 4; token++) {
      const text = Array.from({ length: draw.below(6) }, () => pick(['a', 'b', 'é', '.', '\n', '_'])).join('');
      if (ours === null) continue;
      asked++;
      expect([pattern, text, ours(text)]).toEqual([pattern, text, theirs.test(text)]);
    }
  }
  expect(asked).toBeGreaterThan(640);
});

it.each(['(?=a)a', '(?<!a)b', '(a)\\1', '\\s', '[^\\S]', '\\u{1F600}'])('%s is left to the language', (pattern) => {
  expect(linearMatcher(pattern)).toBeNull();
});
