import { describe, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { linearMatcher } from '../../../../runner/text/labels/pattern.ts';

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`, 'us');

/** All characters, through the last emoji. */
const characters = Array.from({ length: 0x1fbff }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));

describe('a pattern without a way back', () => {
  it.each([
    ...String.raw`. \w \W \d \D \p{L} \P{L} \p{Lu} \p{Ll} \p{N} \p{Nd} \p{P} \p{S} \p{M} \p{Z} \p{Cc}`.split(' '),
    ...String.raw`[^a-z] [\p{L}\d] (?i:k) (?i:ß) (?i:σ) \n [.?!] [\-a]`.split(' '),
  ])('%s means of every character what it means to the language', (pattern) => {
    const [ours, theirs] = [linearMatcher(pattern), whole(pattern)];
    expect(characters.filter((each) => ours?.(each) !== theirs.test(each))).toEqual([]);
  });

  it('is the same of made patterns and tokens', () => {
    const draw = random(9);
    const pick = (from: readonly string[]) => from[draw.below(from.length)] ?? '';
    const atoms = ['a', 'b', '[ab]', '.', '\\p{L}', '\\w', 'é', '\\.', '^', '$', '\\b'];
    const made = (depth: number): string => {
      const part = () => (depth > 0 && draw.below(3) === 0 ? `(${made(depth - 1)})` : pick(atoms));
      const some = Array.from(
        { length: 1 + draw.below(3) },
        () => part() + pick(['', '', '?', '*', '+', '+?', '{1,2}']),
      );
      return draw.below(4) === 0 ? `${some.join('')}|${part()}` : some.join('');
    };
    let asked = 0;
    for (let time = 0; time < 3000; time++) {
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
    expect(asked).toBeGreaterThan(5000);
  });

  it.each(['(?=a)a', '(?<!a)b', '(a)\\1', '\\s', '[^\\S]', '\\u{1F600}'])('%s is left to the language', (pattern) => {
    expect(linearMatcher(pattern)).toBeNull();
  });

  it('takes no time where the language never ends', () => {
    const began = performance.now();
    expect(linearMatcher('(a+)+$')?.(`${'a'.repeat(5000)}!`)).toBe(false);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
