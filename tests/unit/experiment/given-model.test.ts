import { describe, expect, it } from 'vitest';
import { checkKnown } from '../../../runner/experiment/given-model.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';

/** 100 tokens of which the first `count` are spaces. */
const text = (count: number) => ({
  tokens: Array.from({ length: 100 }, (_, index) => (index < count ? ' ' : 'a')),
  unknown: Array.from({ length: count }, (_, index) => index),
});
const words = new Vocabulary(['<unk>', 'a']);
const check = (count: number, most?: number, unit: 'word' | 'character' = 'word') =>
  checkKnown({ text: text(count), observe: { unknown: most }, vocabulary: words, unit });

describe('the tokens that a model does not know', () => {
  it('are not worth a word where they are few', () => {
    expect(check(0)).toBeNull();
    expect(check(2)).toBeNull();
  });

  it('are counted and named up to a quarter', () => {
    expect(check(3)).toMatch(/^3% of the observed tokens are unknown.*" " \(3 times\)/);
    expect(check(25)).toMatch(/^25%.*its vocabulary has no space\.$/);
  });

  it('are an error beyond, unless the author says otherwise', () => {
    expect(() => check(26)).toThrow(/26% of the observed tokens are unknown to the model/);
    expect(check(26, 0.26)).toMatch(/^26%/);
    expect(check(100, 1)).toMatch(/^100%/);
    expect(() => check(5, 0.04)).toThrow(/5%/);
  });

  it('name the setting for a model that was trained on words between white space', () => {
    expect(() => check(40)).toThrow(/import it again with tokens=whitespace/);
  });

  it('of a text that should be tokenized already ask for one that is, in the case of the vocabulary', () => {
    const asked = (tokens: string[]) => () =>
      checkKnown({
        text: text(40),
        observe: { unknown: undefined },
        vocabulary: new Vocabulary(['<unk>', ...tokens]),
        unit: 'word',
        tokenized: 'whitespace',
      });
    expect(asked(['the', 'N', 'u.s.'])).toThrow(/its marks between spaces, all in lower case/);
    expect(asked(['the', 'The'])).toThrow(/its marks between spaces;/);
    expect(asked(['the'])).not.toThrow(/no space/);
  });

  it('say that spaces are tokens only of a model of words', () => {
    expect(check(10, undefined, 'character')).not.toMatch(/no space/);
    expect(() => check(40)).toThrow(expect.objectContaining({ code: 'too-much-unknown' }));
  });
});
