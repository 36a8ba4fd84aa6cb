import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { featureKinds } from '../../../../runner/text/labels/features.ts';
import { featureKind, tokenClause } from '../../../../runner/text/labels/kind.ts';
import { featureLanguage, type UnderTheirKeys } from '../../../../runner/text/labels/language.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';

/** A kind that nothing of the program knows of: words that read the same backwards. */
const palindrome = featureKind({
  keys: {
    palindrome: z.literal(true).describe('Words that read the same backwards'),
    atLeast: z.int().min(1).optional().describe('With palindrome: of so many letters (2)'),
  },
  resolved: z.strictObject({ palindrome: z.literal(true), atLeast: z.int() }),
  check: ({ atLeast }) => (atLeast === 1 ? 'must have atLeast above 1, or every letter is one' : null),
  parse: ({ palindrome: is, atLeast = 2 }) => ({ palindrome: is, atLeast }),
  contradictions: ({ name, atLeast }) =>
    atLeast > 30 ? [{ key: 'atLeast', what: `no word of "${name}" is so long`, fix: 'Give a smaller number' }] : [],
  ofWords: true,
  mark: ({ atLeast }, words) =>
    Uint8Array.from(words, (word) => Number(word.length >= atLeast && word === [...word].reverse().join(''))),
  describe: ({ atLeast }, unit) =>
    `${unit === 'word' ? 'words' : 'characters of words'} of ${atLeast} or more, palindromes`,
  says: ({ atLeast }) => tokenClause('word', `is a palindrome of ${atLeast} letters or more`),
  decidedByToken: () => true,
  referenceClass: () => 'words',
});

const kinds = { ...featureKinds, palindrome };
const language = featureLanguage(kinds satisfies UnderTheirKeys<typeof kinds>);

const tools = {
  tag: () => {
    throw new Error('no tagger was asked for');
  },
  rankOf: () => 1,
  unit: 'word',
} as const;

/** The first complaint about a feature as it is written. */
const complaint = (written: object) => language.schema.safeParse(written).error?.issues[0]?.message;

describe('a further kind of feature, one object and one line of the registry', () => {
  const feature = { name: 'p', palindrome: true, atLeast: 2 } as const;

  it('is read with its defaults, and published as it is resolved', () => {
    expect(language.schema.parse({ name: 'p', palindrome: true })).toStrictEqual(feature);
    expect(language.schema.parse({ name: 'p', palindrome: true, among: 'all' })).toStrictEqual({
      ...feature,
      among: 'all',
    });
    const told = { ...feature, among: 'all', says: 'it is a palindrome' } as const;
    expect(language.schema.parse({ name: 'p', palindrome: true, says: told.says, among: 'all' })).toStrictEqual(told);
    expect(language.resolvedSchema.parse(told)).toStrictEqual(told);
    expect(language.resolvedSchema.parse(feature)).toStrictEqual(feature);
    expect(language.resolvedSchema.safeParse({ name: 'p', palindrome: true }).success).toBe(false);
  });

  it('is told from the others by its key alone, in its type too', () => {
    const read = language.resolvedSchema.parse(feature);
    expect([language.isOf(read, 'palindrome'), language.isOf(read, 'match')]).toEqual([true, false]);
    if (language.isOf(read, 'palindrome')) expectTypeOf(read.atLeast).toEqualTypeOf<number>();
  });

  it('has its keys checked against one another and against other kinds', () => {
    expect(complaint({ name: 'p', palindrome: true, match: 'x' })).toContain('exactly one of match, partOfSpeech');
    expect(complaint({ name: 'p', match: 'x', atLeast: 3 })).toBe('must have palindrome when it has atLeast');
    expect(complaint({ name: 'p', palindrome: true, atLeast: 1 })).toBe(
      'must have atLeast above 1, or every letter is one',
    );
    expect(complaint({ name: 'p' })).toContain('control and palindrome');
  });

  it('marks words, and characters by the word that they stand in', () => {
    const marked = (unit: 'word' | 'character') => {
      const tokens = tokenize('Anna met anna, a noon', unit);
      const marks = language.mark(feature, tokens, { ...tools, unit });
      return tokens.filter((_, position) => marks[position] === 1).join('');
    };
    expect(marked('word')).toBe('annanoon');
    expect(marked('character')).toBe('annanoon');
  });

  it('says what it is, what it cannot mean, what decides it and what it is compared with', () => {
    expect(language.describe(feature)).toBe('words of 2 or more, palindromes');
    expect(language.contradictions({ ...feature, atLeast: 31 })).toEqual([
      { key: 'atLeast', what: 'no word of "p" is so long', fix: 'Give a smaller number' },
    ]);
    expect([language.decidedByToken(feature, 'word'), language.decidedByToken(feature, 'character')]).toEqual([
      true,
      false,
    ]);
    expect(language.referenceClass(feature)).toBe('words');
    expect([...language.referenceMask(feature, ['noon', ' ', ',', 'x'])]).toEqual([1, 0, 0, 1]);
    expect(language.need([feature], 'tags')).toBe(false);
  });
});

describe('a registry', () => {
  it('refuses two kinds with a key in common', () => {
    const twin = { ...palindrome, keys: { twin: z.literal(true), depth: z.int().optional() } };
    expect(() => featureLanguage({ ...featureKinds, twin })).toThrow('the key depth belongs to two kinds');
  });

  it('is held by its type to the key that each kind is told by', () => {
    const wrong = { drome: palindrome };
    // @ts-expect-error: the kind has no key of that name.
    expect(Object.keys(wrong satisfies UnderTheirKeys<typeof wrong>)).toEqual(['drome']);
  });

  it('knows no feature of no kind', () => {
    const none = { name: 'a', nothing: 1 } as unknown as ReturnType<typeof language.resolvedSchema.parse>;
    expect(() => language.describe(none)).toThrow('no kind has the keys name, nothing');
  });
});
