/** Features as they are written and resolved, the tokens that they are compared with, and those that are numbers. */
import { describe, expect, it } from 'vitest';
import type { FeatureValues } from '../../../../runner/core/values.ts';
import {
  classMask,
  completeFeature,
  decidedByToken,
  describeFeature,
  type Feature,
  featureKinds,
  featureSchema,
  featureSynonyms,
  featureValues,
  isFeatureOf,
  markFeature,
  referenceClass,
  referenceMask,
  resolvedFeatureSchema,
  saidOfFeature,
  withinFeature,
} from '../../../../runner/text/labels/features.ts';
import { pennTags } from '../../../../runner/text/labels/kinds/part-of-speech.ts';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';
import { tokenize, type Unit } from '../../../../runner/text/tokens.ts';
import { aTools } from './a-tools.ts';

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

it('the reference class is had without a feature, of words as of characters and pieces of words', () => {
  const inClass = (name: Parameters<typeof classMask>[0], tokens: readonly string[]) =>
    tokens.filter((_, t) => classMask(name, tokens)[t] === 1);
  const tokens = ['It', ' ', "isn't", '.', '_', '7', ' piece', '\n'];
  expect(inClass('words', tokens)).toEqual(['It', "isn't", '_', '7', ' piece']);
  expect(inClass('text', tokens)).toEqual(['It', "isn't", '.', '_', '7', ' piece']);
  expect(inClass('all', tokens)).toEqual(tokens);
});

const tags = (...partOfSpeech: string[]) => ({ partOfSpeech, context: true });
const matching = (...patterns: string[]) => patterns.map((match) => ({ match }));
it.each([
  [
    'words',
    [
      ...matching('the|a', '.+ing', '\\w+'),
      tags('NN', 'WP$'),
      { words: ['and', 'or'] },
      { words: 'stopwords' },
      { wordLength: [1, 3] },
      { frequency: [1, 9] },
    ],
  ],
  // Tags of marks are no features of words.
  [
    'text',
    [tags('NN', ','), { match: ',', among: 'text' }, { nesting: 'quotes' }, { previous: ',' }, { position: 'line' }],
  ],
  ['all', [...matching('.', '.+', '[a-z ]+', '😀', '\\p{Sc}'), tags('_SP'), { words: ['and', '&'] }]],
  ['all', [{ match: '\\p{L}+ing', among: 'all' }]],
])('the reference class is %s of these features', (kind, features) => {
  const others = features.filter((feature) => referenceClass({ name: 'a', ...feature } as Feature) !== kind);
  expect(others).toEqual([]);
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
    const inText = referenceMask({ ...feature, among: 'text' }, tokens);
    expect(tokens.filter((_, t) => inText[t] === 0)).toEqual([' ', ' ', ' ', ' ']);
  });

  it('says so in the sentence of a claim, unless the manifest has its own words', () => {
    expect(saidOfFeature({ ...feature, match: 's' }, 'word').whether).toBe('the token is “s”, within “inside quotes”');
    expect(saidOfFeature({ ...feature, says: 'the subject is plural' }, 'word').whether).toBe('the subject is plural');
  });
});

const parsed = (written: object): Feature =>
  resolvedFeatureSchema.parse(featureSchema.parse({ name: 'n', ...written }));

/** '.': no number. */
function numbers(written: object, text: string, unit: Unit = 'character'): string {
  const tokens = tokenize(text, unit);
  const values = featureValues(parsed(written), tokens, aTools({ unit, rankOf: rankWords([text]) }));
  expect(values).toBeInstanceOf(Float32Array);
  return [...values].map((each) => (Number.isNaN(each) ? '.' : each)).join('');
}

it.each<[string, written: object, text: string, numbers: string, unit?: Unit]>([
  ['a depth of nesting, its own marks outside', { nesting: 'parentheses' }, 'a(b(c)d)\n(e', '00112110001'],
  ['a depth from one on', { nesting: 'parentheses', depth: 1 }, 'a(b(c)d)e', '..11211..'],
  ['a count, from 0 on each line', { count: { up: 'a', down: 'b' } }, 'aab\nab', '121010'],
  ['a count from one on', { count: { up: 'a', down: 'b', atLeast: 1 } }, 'aabb', '121.'],
  ['a count of tokens since one, none before it', { count: { since: ',' } }, 'a,bc,\nd', '.0120..'],
  ['a position, which line breaks have not', { position: 'line' }, 'abc\nd', '012.0'],
  ['a position from one on', { position: 'line', from: 1 }, 'abc\nd', '.12..'],
  ['a length, which marks have not', { wordLength: [1, 'none'] }, 'one, three', '3..5', 'word'],
  ['a length, of each character of the word', { wordLength: [1, 'none'] }, 'one, three', '333..55555'],
  ['a rank', { frequency: [1, 'none'] }, 'a b a c', '1.2.1.3', 'word'],
  ['an indentation', { indentation: [0, 'none'] }, 'a\n  b c\n\t\td\n    \ne', '0...222...2......0'],
])('a number is %s', (_, written, text, expected, unit) => {
  expect(numbers({ ...written, number: true }, text, unit)).toBe(expected);
});

const inLine = 'the position of each token in its line, from 0';
it('a number since a token may be asked up to an end', () => {
  const marked = markFeature(
    parsed({ count: { since: ',', atMost: 2 } }),
    [...'a,bcde'],
    aTools({ unit: 'character' }),
  );
  expect([...marked].join('')).toBe('001100');
});

it('a number is compared only among tokens that have one', () => {
  const feature = parsed({ wordLength: [2, 'none'], number: true });
  const tokens = ['a', ' ', 'bc'];
  const values = featureValues(feature, tokens, aTools());
  expect([...referenceMask(feature, tokens, { values })]).toEqual([0, 0, 1]);
});

it.each<[object, described: string, said: string, unit?: Unit]>([
  [
    { count: { up: 'a', down: 'b' } },
    'how many more tokens that match /a/ than /b/ its line has had',
    'how many b’s are still owed',
  ],
  [
    { nesting: 'parentheses' },
    'how many pairs of parentheses each token is inside',
    'how many pairs of parentheses it is inside',
  ],
  [{ position: 'line' }, inLine, 'how many characters into its line it is', 'character'],
  [{ position: 'line', says: 'how far in it is' }, inLine, 'how far in it is'],
])('a number is described, and known, in words of its own: %j', (written, described, said, unit = 'word') => {
  const feature = parsed({ ...written, number: true });
  expect([describeFeature(feature), saidOfFeature(feature, unit).whether]).toEqual([described, said]);
});

it('a number is said to be one, and is no event', () => {
  const into = saidOfFeature(parsed({ position: 'line', number: true }), 'character');
  expect(into).toMatchObject({ event: null, number: true });
  expect(saidOfFeature(parsed({ position: 'line', from: 3 }), 'word').number).toBeUndefined();
  expect(decidedByToken(parsed({ wordLength: [1, 'none'], number: true }), 'word')).toBe(true);
});

it.each<[object, string]>([
  [{ match: 'a', number: true }, 'when it has number'],
  [{ match: 'a', number: 3 }, 'must be true'],
  [{ labels: 'a.jsonl', label: 'x', number: true }, 'no label'],
  [{ position: 'line' }, 'number: true'],
  [{ count: { up: 'a' } }, 'up and down, or since'],
  [{ count: { up: 'a', down: 'b', since: 'c' } }, 'up and down, or since'],
])('a number is none in %j', (written, why) => {
  const { error } = featureSchema.safeParse({ name: 'n', ...written });
  expect(error?.issues[0]?.message).toContain(why);
});

it('a number is none where a mask is needed', () => {
  const depth = parsed({ nesting: 'parentheses', number: true });
  expect(() => markFeature(depth, ['a'], aTools())).toThrow('is a number, and here is');
});
