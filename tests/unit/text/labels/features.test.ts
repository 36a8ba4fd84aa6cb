import { expect, it } from 'vitest';
import {
  completeFeature,
  describeFeature,
  type Feature,
  featureKinds,
  featureSchema,
  featureSynonyms,
  isFeatureOf,
  resolvedFeatureSchema,
} from '../../../../runner/text/labels/features.ts';
import { pennTags } from '../../../../runner/text/labels/kinds/part-of-speech.ts';
import { shown } from './a-tools.ts';

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

it.each<[object, string | RegExp]>([
  [{ nesting: 'quotes', match: 'x' }, 'exactly one of match, partOfSpeech'],
  [{ match: 'x', depth: 3 }, /^must have nesting when it has depth$/],
  [{ position: 'line' }, /^must have from, to or number: true when it has position$/],
  [{ match: 'x', number: true }, /^must have one of nesting, .* when it has number$/],
  [{}, 'labels and control'],
])('keys are checked against one another and against those of other kinds: %j', (written, why) => {
  expect(featureSchema.safeParse({ name: 'p', ...written }).error?.issues[0]?.message).toMatch(why);
});

it.each(['word', 'character'] as const)('%ss take after the word that they stand in', (unit) => {
  expect(shown({ wordLength: [4, null] }, 'Anna met anna, a noon', unit)).toBe('‹Anna› met ‹anna›, a ‹noon›');
});

it('no two kinds have a key in common, nor one with every feature: a feature could not be told', () => {
  const keys = Object.values(featureKinds).flatMap((kind) => Object.keys(kind.keys));
  expect(new Set([...keys, 'name', 'among', 'says', 'number']).size).toBe(keys.length + 4);
});

it.each<[written: object, resolved: object]>([
  [
    { words: 'colours.txt', among: 'text' },
    { words: ['colours.txt', 'p'], among: 'text' },
  ],
  [{ words: 'stopwords' }, { words: 'stopwords' }],
  [{ words: ['x'] }, { words: ['x'] }],
  [{ match: 'x' }, { match: 'x' }],
])('a list of words may stand in a file, other features need none: %j', (written, resolved) => {
  const files = { place: (path: string) => path, readWords: (path: string, name: string) => [path, name] };
  const parsed = featureSchema.parse({ name: 'p', ...written });
  expect(completeFeature(parsed, files)).toStrictEqual({ name: 'p', ...resolved });
});

it.each([
  ['partOfSpeech', 'VERB', 'VB VBD VBG VBN VBP VBZ'],
  ['partOfSpeech', 'noun', 'NN NNS'],
  ['partOfSpeech', 'Adjectives', 'JJ JJR JJS'],
  ['partOfSpeech', 'toString', ''],
  ['match', 'VERB', ''],
] as const)('of the key %s, %s is given in Penn tags: %s', (key, tag, synonyms) => {
  expect(featureSynonyms(key, tag).join(' ')).toBe(synonyms);
});

it('tags of Universal Dependencies are all known but SYM, which is Penn too', () => {
  // universaldependencies.org/u/pos, 17 tags.
  const universal = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ VERB X'.split(' ');
  const found = universal.map((tag) => featureSynonyms('partOfSpeech', tag));
  expect(found.every((tags) => tags.length > 0)).toBe(true);
  expect(found.flat().filter((tag) => !pennTags.some((known) => known === tag))).toEqual([]);
});
