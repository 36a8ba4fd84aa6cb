import { describe, expect, it } from 'vitest';
import { checkKnown } from '../../../runner/experiment/given-model.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';

/** What is said of 100 tokens of which the first `count` are spaces, which the model does not know. */
const check = (count: number, { unknown, ...more }: { unknown?: number; [key: string]: unknown } = {}) =>
  checkKnown({
    text: {
      tokens: Array.from({ length: 100 }, (_, index) => (index < count ? ' ' : 'a')),
      unknown: Array.from({ length: count }, (_, index) => index),
    },
    observe: { unknown },
    vocabulary: new Vocabulary(['<unk>', 'a']),
    unit: 'word',
    ...more,
  });

describe('the tokens that a model does not know', () => {
  it('are not worth a word where they are few', () => {
    expect([check(0), check(2)]).toEqual([null, null]);
  });

  it('are counted and named up to a quarter', () => {
    expect(check(3)).toMatch(/^3% of the observed tokens are unknown.*" " \(3 times\)/);
    expect(check(25)).toMatch(/^25%.*its vocabulary has no space\.$/);
    // Spaces are tokens only of a model of words.
    expect(check(10, { unit: 'character' })).not.toMatch(/no space/);
  });

  it('are an error beyond, unless the author says otherwise', () => {
    expect(() => check(26)).toThrow(/26% of the observed tokens are unknown to the model/);
    expect(() => check(26)).toThrow(expect.objectContaining({ code: 'too-much-unknown' }));
    expect(check(26, { unknown: 0.26 })).toMatch(/^26%/);
    expect(check(100, { unknown: 1 })).toMatch(/^100%/);
    expect(() => check(5, { unknown: 0.04 })).toThrow(/5%/);
  });

  it.each([
    ['of a model of words between white space', {}, /import it again with tokens=whitespace/],
    ['in lower case', { tokens: ['the', 'N', 'u.s.'] }, /its marks between spaces, all in lower case/],
    ['in any case', { tokens: ['the', 'The'] }, /its marks between spaces;/],
  ])('name the setting, or the text that is asked for: %s', (_, { tokens }: { tokens?: string[] }, words) => {
    const tokenized = tokens && { vocabulary: new Vocabulary(['<unk>', ...tokens]), tokenized: 'whitespace' };
    expect(() => check(40, tokenized)).toThrow(words);
    if (tokenized) expect(() => check(40, tokenized)).not.toThrow(/no space/);
  });
});
