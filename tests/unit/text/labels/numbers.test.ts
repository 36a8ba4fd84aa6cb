/** Features that are numbers: what each kind counts, and what is said of it. */
import { expect, it } from 'vitest';
import {
  decidedByToken,
  describeFeature,
  type Feature,
  featureSchema,
  featureValues,
  markFeature,
  referenceMask,
  resolvedFeatureSchema,
  saidOfFeature,
} from '../../../../runner/text/labels/features.ts';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';
import { tokenize, type Unit } from '../../../../runner/text/tokens.ts';

const tag = () => {
  throw new Error('no tagger was asked for');
};

const parsed = (written: object): Feature =>
  resolvedFeatureSchema.parse(featureSchema.parse({ name: 'n', ...written }));

/** '.': no number. */
function numbers(written: object, text: string, unit: Unit = 'character'): string {
  const tokens = tokenize(text, unit);
  const values = featureValues(parsed(written), tokens, { tag, unit, rankOf: rankWords([text]) });
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
  const tools = { tag, unit: 'character', rankOf: () => 1 } as const;
  const marked = markFeature(parsed({ count: { since: ',', atMost: 2 } }), [...'a,bcde'], tools);
  expect([...marked].join('')).toBe('001100');
});

it('a number is compared only among tokens that have one', () => {
  const feature = parsed({ wordLength: [2, 'none'], number: true });
  const tokens = ['a', ' ', 'bc'];
  const values = featureValues(feature, tokens, { tag, unit: 'word', rankOf: () => 1 });
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
  expect(() => markFeature(depth, ['a'], { tag, unit: 'word', rankOf: () => 1 })).toThrow(
    'Feature "n" is a number, and here is asked which tokens carry it',
  );
});
