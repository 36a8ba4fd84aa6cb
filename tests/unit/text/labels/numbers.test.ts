/** Features that are numbers: what each kind counts, and what is said of it. */
import { describe, expect, it } from 'vitest';
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

const complaint = (written: object) => featureSchema.safeParse({ name: 'n', ...written }).error?.issues[0]?.message;

describe('a number', () => {
  it('is a depth of nesting, its own marks outside', () => {
    expect(numbers({ nesting: 'parentheses', number: true }, 'a(b(c)d)\n(e')).toBe('00112110001');
    expect(numbers({ nesting: 'parentheses', depth: 1, number: true }, 'a(b(c)d)e')).toBe('..11211..');
  });

  it('is a count, from 0 on each line', () => {
    expect(numbers({ count: { up: 'a', down: 'b' }, number: true }, 'aab\nab')).toBe('121010');
    expect(numbers({ count: { up: 'a', down: 'b', atLeast: 1 }, number: true }, 'aabb')).toBe('121.');
  });

  it('is a count of tokens since one, none before it', () => {
    expect(numbers({ count: { since: ',' }, number: true }, 'a,bc,\nd')).toBe('.0120..');
    const marked = markFeature(parsed({ count: { since: ',', atMost: 2 } }), [...'a,bcde'], {
      tag,
      unit: 'character',
      rankOf: () => 1,
    });
    expect([...marked].join('')).toBe('001100');
  });

  it('is a position, a length or a rank, which line breaks and marks have not', () => {
    expect(numbers({ position: 'line', number: true }, 'abc\nd')).toBe('012.0');
    expect(numbers({ position: 'line', from: 1, number: true }, 'abc\nd')).toBe('.12..');
    expect(numbers({ wordLength: [1, 'none'], number: true }, 'one, three', 'word')).toBe('3..5');
    expect(numbers({ wordLength: [1, 'none'], number: true }, 'one, three')).toBe('333..55555');
    expect(numbers({ frequency: [1, 'none'], number: true }, 'a b a c', 'word')).toBe('1.2.1.3');
  });

  it('is compared only among tokens that have one', () => {
    const feature = parsed({ wordLength: [2, 'none'], number: true });
    const tokens = ['a', ' ', 'bc'];
    const values = featureValues(feature, tokens, { tag, unit: 'word', rankOf: () => 1 });
    expect([...referenceMask(feature, tokens, { values })]).toEqual([0, 0, 1]);
  });

  it('is described, and known, in words of its own', () => {
    const of = (written: object, unit: Unit = 'word') => {
      const feature = parsed({ ...written, number: true });
      return [describeFeature(feature), saidOfFeature(feature, unit).whether];
    };
    expect([
      of({ count: { up: 'a', down: 'b' } }),
      of({ nesting: 'parentheses' }),
      of({ position: 'line' }, 'character'),
      of({ position: 'line', says: 'how far in it is' }),
    ]).toMatchInlineSnapshot(`
      [
        [
          "how many more tokens that match /a/ than /b/ its line has had",
          "how many b’s are still owed",
        ],
        [
          "how many pairs of parentheses each token is inside",
          "how many pairs of parentheses it is inside",
        ],
        [
          "the position of each token in its line, from 0",
          "how many characters into its line it is",
        ],
        [
          "the position of each token in its line, from 0",
          "how far in it is",
        ],
      ]
    `);
    const into = saidOfFeature(parsed({ position: 'line', number: true }), 'character');
    expect(into).toMatchObject({ event: null, number: true });
    expect(saidOfFeature(parsed({ position: 'line', from: 3 }), 'word').number).toBeUndefined();
    expect(decidedByToken(parsed({ wordLength: [1, 'none'], number: true }), 'word')).toBe(true);
  });

  it('is none where a kind has no numbers, or where a mask is needed', () => {
    expect(complaint({ match: 'a', number: true })).toContain('when it has number');
    expect(complaint({ match: 'a', number: 3 })).toContain('must be true');
    expect(complaint({ labels: 'a.jsonl', label: 'x', number: true })).toContain('no label');
    expect(complaint({ position: 'line' })).toContain('number: true');
    expect(complaint({ count: { up: 'a' } })).toContain('up and down, or since');
    expect(complaint({ count: { up: 'a', down: 'b', since: 'c' } })).toContain('up and down, or since');
    const depth = parsed({ nesting: 'parentheses', number: true });
    expect(() => markFeature(depth, ['a'], { tag, unit: 'word', rankOf: () => 1 })).toThrow(
      'Feature "n" is a number, and here is asked which tokens carry it',
    );
  });
});
