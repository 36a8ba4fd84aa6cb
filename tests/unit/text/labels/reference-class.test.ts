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

it('the reference class is had without a feature, of words as of characters and pieces of words', () => {
  const inClass = (name: Parameters<typeof classMask>[0], tokens: readonly string[]) =>
    tokens.filter((_, t) => classMask(name, tokens)[t] === 1);
  const tokens = ['It', ' ', "isn't", '.', '_', '7', ' piece', '\n'];
  expect(inClass('words', tokens)).toEqual(['It', "isn't", '_', '7', ' piece']);
  expect(inClass('text', tokens)).toEqual(['It', "isn't", '.', '_', '7', ' piece']);
  expect(inClass('all', tokens)).toEqual(tokens);
});

it.each<[string, string[], Unit?]>([
  ['words', ['nouns', 'stop words', 'words of 1 to 3 letters', 'words of rank 1 to 100', 'past tense']],
  ['words', ['ends in -ing', 'ends in -ed', 'capital letter', 'digit']],
  ['words', ['vowel'], 'character'],
  ['text', ['inside quotes', 'sentence, tokens 1 to 9', 'after a comma']],
  ['all', ['sentence end', 'comma', 'space', 'line break', 'apostrophe']],
])('the reference class is %s of the catalogue: %s', (kind, names, unit) => {
  expect(names.map((name) => classOf(name, unit))).toEqual(names.map(() => kind));
});

const tags = (...partOfSpeech: string[]) => ({ partOfSpeech, context: true });
const matching = (...patterns: string[]) => patterns.map((match) => ({ match }));
it.each([
  ['words', [...matching('the|a', '.+ing', '\\w+'), tags('NN', 'WP$'), { words: ['and', 'or'] }]],
  // Tags of marks are no features of words.
  ['text', [tags('NN', ','), { match: ',', among: 'text' }]],
  ['all', [...matching('.', '.+', '[a-z ]+', '😀', '\\p{Sc}'), tags('_SP'), { words: ['and', '&'] }]],
  ['all', [{ match: '\\p{L}+ing', among: 'all' }]],
])('the reference class is %s of these features', (kind, features) => {
  const others = features.filter((feature) => referenceClass({ name: 'a', ...feature } as Feature) !== kind);
  expect(others).toEqual([]);
});

it.each<['words' | 'text' | 'all', string, Unit, string]>([
  ['words', 'It is 3 m, café_1\n(so).', 'word', 'It|is|3|m|café_1|so'],
  ['words', 'a b, c', 'character', 'a|b|c'],
  ['text', 'It is 3 m, café_1\n(so).', 'word', 'It|is|3|m|,|café_1|(|so|)|.'],
  ['all', 'It, so', 'word', 'It|,| |so'],
])('the reference mask of %s in %j leaves out the others', (among, text, unit, expected) => {
  expect(members({ name: 'a', match: '.', among }, text, unit)).toBe(expected);
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
