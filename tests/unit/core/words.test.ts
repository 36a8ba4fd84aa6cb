import { describe, expect, it } from 'vitest';
import {
  age,
  both,
  bytes,
  counted,
  duration,
  either,
  integer,
  pluralOf,
  threeDigits,
} from '../../../runner/core/words.ts';

describe('a list', () => {
  it('of alternatives is joined as a sentence does', () => {
    expect([either([]), either(['a']), either(['a', 'b']), either(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a or b',
      'a, b or c',
    ]);
  });

  it('of all is joined as a sentence does', () => {
    expect([both([]), both(['a']), both(['a', 'b']), both(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

describe('a count', () => {
  it('has its noun in the right number', () => {
    expect([0, 1, 2].map((count) => counted(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows']);
    expect(counted(1234567, 'vocabulary', 'vocabularies')).toBe('1,234,567 vocabularies');
    expect(pluralOf(1, 'is', 'are')).toBe('is');
  });

  it('groups its thousands', () => {
    expect([999, 1000, 1234567].map(integer)).toEqual(['999', '1,000', '1,234,567']);
  });
});

it.each([
  [0, '0 s'],
  [0.44, '0.4 s'],
  [9.96, '10 s'],
  [42.4, '42 s'],
  [59.6, '1 min'],
  [125, '2 min 5 s'],
  [120, '2 min'],
  [3599.7, '1 h'],
  [3780, '1 h 3 min'],
  [-1, '0 s'],
  [Number.POSITIVE_INFINITY, '?'],
])('says %d seconds as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

describe('age', () => {
  it('is told in the largest unit', () => {
    const minute = 60_000;
    expect([0, 59_000, minute, 59 * minute, 60 * minute, 47 * 60 * minute, 48 * 60 * minute].map(age)).toEqual([
      ...['just now', 'just now', '1 min ago', '59 min ago', '1 h ago', '47 h ago', '2 days ago'],
    ]);
  });

  it('of a clock that jumped is said to be in the future, a little ahead is now', () => {
    expect([age(-30_000), age(-3_600_000)]).toEqual(['just now', 'in the future']);
  });
});

describe('bytes', () => {
  it('are told with their unit', () => {
    expect([0, 999, 1000, 1_450_000, 123_000_000_000].map(bytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.4 MB',
      '123 GB',
    ]);
  });
});

it('a quantity has three digits and never an exponent', () => {
  expect([0.08214, 7.4321, 74.321, 743.21, 2361.7, 1e7].map(threeDigits)).toEqual([
    '0.0821',
    '7.43',
    '74.3',
    '743',
    '2,362',
    '10,000,000',
  ]);
});
