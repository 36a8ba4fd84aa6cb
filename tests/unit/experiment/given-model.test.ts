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
  it.each<[number, string, { unknown?: number; unit?: string }, RegExp | null]>([
    [0, 'nothing', {}, null],
    [2, 'nothing', {}, null],
    [3, 'how many there are, and which', {}, /^3% of the observed tokens are unknown.*" " \(3 times\)/],
    [25, 'that there is no space', {}, /^25%.*its vocabulary has no space\.$/],
    // Spaces are tokens only of a model of words.
    [10, 'no more of a model of characters', { unit: 'character' }, /^10%((?!no space).)*$/],
    [26, 'how many, where the author allows it', { unknown: 0.26 }, /^26%/],
    [100, 'how many, where the author allows all', { unknown: 1 }, /^100%/],
  ])('of %i in a hundred is said %s', (count, _, more, words) => {
    if (words === null) expect(check(count, more)).toBeNull();
    else expect(check(count, more)).toMatch(words);
  });

  it('are an error beyond a quarter, or beyond what the author says', () => {
    expect(() => check(26)).toThrow(/26% of the observed tokens are unknown to the model/);
    expect(() => check(26)).toThrow(expect.objectContaining({ code: 'too-much-unknown' }));
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
