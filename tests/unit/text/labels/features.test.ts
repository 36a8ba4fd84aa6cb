import { expect, it } from 'vitest';
import {
  describeFeature,
  type Feature,
  featureKinds,
  featureSchema,
  isFeatureOf,
  markFeature,
  resolvedFeatureSchema,
} from '../../../../runner/text/labels/features.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';
import { aTools } from './a-tools.ts';

/** The first complaint about a feature as it is written. */
const complaint = (written: object) => featureSchema.safeParse(written).error?.issues[0]?.message;

it('a feature is read with its defaults, and published as it is resolved', () => {
  const feature = { name: 'p', nesting: 'quotes', depth: 1 } as const;
  expect(featureSchema.parse({ name: 'p', nesting: 'quotes' })).toStrictEqual(feature);
  const told = { ...feature, among: 'all', says: 'it is spoken' } as const;
  expect(featureSchema.parse({ name: 'p', nesting: 'quotes', says: told.says, among: 'all' })).toStrictEqual(told);
  for (const each of [feature, told]) expect(resolvedFeatureSchema.parse(each)).toStrictEqual(each);
  expect(resolvedFeatureSchema.safeParse({ name: 'p', nesting: 'quotes' }).success).toBe(false);
});

it('a feature is told from others by the key of its kind alone', () => {
  const read = resolvedFeatureSchema.parse({ name: 'p', nesting: 'quotes', depth: 1 });
  expect([isFeatureOf(read, 'nesting'), isFeatureOf(read, 'match')]).toEqual([true, false]);
  const none = { name: 'a', nothing: 1 } as unknown as Feature;
  expect(() => describeFeature(none)).toThrow('no kind has the keys name, nothing');
});

it('keys are checked against one another and against those of other kinds', () => {
  expect(complaint({ name: 'p', nesting: 'quotes', match: 'x' })).toContain('exactly one of match, partOfSpeech');
  expect(complaint({ name: 'p', match: 'x', depth: 3 })).toBe('must have nesting when it has depth');
  expect(complaint({ name: 'p', position: 'line' })).toBe('must have from, to or number: true when it has position');
  expect(complaint({ name: 'p', match: 'x', number: true })).toMatch(
    /^must have one of nesting, .* when it has number$/,
  );
  expect(complaint({ name: 'p' })).toContain('labels and control');
});

it('characters of words take after the word that they stand in', () => {
  const marked = (unit: 'word' | 'character') => {
    const tokens = tokenize('Anna met anna, a noon', unit);
    const marks = markFeature({ name: 'p', wordLength: [4, null] }, tokens, aTools({ unit }));
    return tokens.filter((_, position) => marks[position] === 1).join('');
  };
  expect(marked('word')).toBe('Annaannanoon');
  expect(marked('character')).toBe('Annaannanoon');
});

it('no two kinds have a key in common, nor one with every feature: a feature could not be told', () => {
  const keys = Object.values(featureKinds).flatMap((kind) => Object.keys(kind.keys));
  expect(new Set([...keys, 'name', 'among', 'says', 'number']).size).toBe(keys.length + 4);
});
