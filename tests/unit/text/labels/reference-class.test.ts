import { describe, expect, it } from 'vitest';
import type { FeatureValues } from '../../../../runner/core/values.ts';
import { catalogue } from '../../../../runner/text/labels/catalogue.ts';
import {
  classMask,
  type Feature,
  referenceClass,
  referenceMask,
  saidOfFeature,
  withinFeature,
} from '../../../../runner/text/labels/features.ts';
import { tokenize, type Unit } from '../../../../runner/text/tokens.ts';

const classOf = (name: string, unit: Unit = 'word'): string => {
  const feature = catalogue(unit).find((each) => each.name === name);
  if (feature === undefined) throw new Error(`the catalogue has no "${name}"`);
  return referenceClass(feature);
};

/** The tokens of the class, joined by a bar. */
function members(feature: Feature, text: string, unit: Unit): string {
  const tokens = tokenize(text, unit);
  const mask = referenceMask(feature, tokens);
  return tokens.filter((_, position) => mask[position] === 1).join('|');
}

describe('the reference class', () => {
  it('is had without a feature, of words as of characters and pieces of words', () => {
    const inClass = (name: Parameters<typeof classMask>[0], tokens: readonly string[]) =>
      tokens.filter((_, t) => classMask(name, tokens)[t] === 1);
    const tokens = ['It', ' ', "isn't", '.', '_', '7', ' piece', '\n'];
    expect(inClass('words', tokens)).toEqual(['It', "isn't", '_', '7', ' piece']);
    expect(inClass('text', tokens)).toEqual(['It', "isn't", '.', '_', '7', ' piece']);
    expect(inClass('all', tokens)).toEqual(tokens);
  });

  it('of features of words is words', () => {
    const named = ['nouns', 'stop words', 'words of 1 to 3 letters', 'words of rank 1 to 100', 'past tense'];
    expect(named.map((name) => classOf(name))).toEqual(named.map(() => 'words'));
  });

  it('of places is all that is no white space', () => {
    const named = ['inside quotes', 'sentence, tokens 1 to 9', 'after a comma'];
    expect(named.map((name) => classOf(name))).toEqual(named.map(() => 'text'));
  });

  it('of marks and white space is all tokens', () => {
    const named = ['sentence end', 'comma', 'space', 'line break', 'apostrophe'];
    expect(named.map((name) => classOf(name))).toEqual(named.map(() => 'all'));
  });

  it('of a pattern that only words can match is words', () => {
    const named = ['ends in -ing', 'ends in -ed', 'capital letter', 'digit'];
    expect(named.map((name) => classOf(name))).toEqual(named.map(() => 'words'));
    expect(classOf('vowel', 'character')).toBe('words');
    const matching = (match: string) => referenceClass({ name: 'a', match });
    expect(['the|a', '.+ing', '\\w+', '.', '.+', '[a-z ]+', '😀', '\\p{Sc}'].map(matching)).toEqual([
      'words',
      'words',
      'words',
      'all',
      'all',
      'all',
      'all',
      'all',
    ]);
  });

  it('is the one that the manifest names', () => {
    expect(referenceClass({ name: 'a', match: '\\p{L}+ing', among: 'all' })).toBe('all');
    expect(referenceClass({ name: 'a', match: ',', among: 'text' })).toBe('text');
  });
});

describe('the reference mask', () => {
  const text = 'It is 3 m, café_1\n(so).';
  const among = (which: 'words' | 'text' | 'all'): Feature => ({ name: 'a', match: '.', among: which });

  it('of words leaves out marks and white space', () => {
    expect(members(among('words'), text, 'word')).toBe('It|is|3|m|café_1|so');
    expect(members(among('words'), 'a b, c', 'character')).toBe('a|b|c');
  });

  it('of text leaves out white space', () => {
    expect(members(among('text'), text, 'word')).toBe('It|is|3|m|,|café_1|(|so|)|.');
  });

  it('of all leaves out nothing', () => {
    expect(members(among('all'), text, 'word')).toBe(tokenize(text, 'word').join('|'));
  });
});

describe('a feature asked within another', () => {
  const feature: Feature = { name: 'plural', match: '.+s', among: 'inside quotes' };
  const tokens = tokenize('cats “two dogs, his” birds', 'word');
  const inside = Uint8Array.from(tokens, (_, t) => Number(t >= 3 && t <= 8));

  it('keeps the class of its kind, and says within which', () => {
    expect([referenceClass(feature), withinFeature(feature)]).toEqual(['words', 'inside quotes']);
    expect(withinFeature({ ...feature, among: 'text' })).toBeNull();
  });

  it('is compared with what carries the other alone', () => {
    const shown = (other: FeatureValues) => tokens.filter((_, t) => referenceMask(feature, tokens, { other })[t] === 1);
    expect(shown(inside)).toEqual(['two', 'dogs', 'his']);
    // Of a number: with what has one.
    expect(shown(Float32Array.from(inside, (is, t) => (is ? t : Number.NaN)))).toEqual(['two', 'dogs', 'his']);
    expect(() => referenceMask(feature, tokens)).toThrow('"inside quotes"');
  });

  it('says so in the sentence of a claim, unless the manifest has its own words', () => {
    expect(saidOfFeature({ ...feature, match: 's' }, 'word').whether).toBe('the token is “s”, within “inside quotes”');
    expect(saidOfFeature({ ...feature, says: 'the subject is plural' }, 'word').whether).toBe('the subject is plural');
  });
});
