import { describe, expect, it } from 'vitest';
import {
  age,
  both,
  bytes,
  counted,
  decimal,
  duration,
  either,
  integer,
  limit,
  percent,
  pluralOf,
  probability,
  quoted,
  range,
  signed,
  significant,
} from '../../../runner/core/words.ts';

/** What the platform's own data of British English say. */
describe('as Intl has it', () => {
  const language = 'en-GB';
  it('are lists joined', () => {
    const lists = [[], ['a'], ['a', 'b'], ['a', 'b', 'c'], ['a, b', 'c or d', '', 'e']];
    for (const [ours, type] of [[either, 'disjunction'] as const, [both, 'conjunction'] as const]) {
      const theirs = new Intl.ListFormat(language, { type });
      expect(lists.map((list) => ours(list))).toEqual(lists.map((list) => theirs.format(list)));
    }
  });

  it('are numbers grouped and nouns chosen', () => {
    const grouped = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    const plurals = new Intl.PluralRules(language);
    const sizes = [
      0,
      0.4,
      0.5,
      0.6,
      1,
      1.5,
      2,
      2.5,
      7.49,
      99.5,
      999.4,
      999.5,
      1e3,
      12_345.5,
      1e6 + 0.5,
      98_765_432,
      2 ** 53,
      3e20,
    ];
    for (const value of sizes.flatMap((size) => (size === 0 ? [size] : [size, -size]))) {
      expect(integer(value)).toBe(grouped.format(value));
      expect([value, pluralOf(value, 'one', 'other')]).toEqual([value, plurals.select(value)]);
    }
  });
});

describe('a count', () => {
  it('has its noun in the right number', () => {
    expect([0, 1, 2].map((count) => counted(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows']);
    expect(counted(1234567, 'vocabulary', 'vocabularies')).toBe('1,234,567 vocabularies');
    expect(pluralOf(1, 'is', 'are')).toBe('is');
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

  it('go over to the next unit where rounding carries them there', () => {
    expect([999_499, 999_949, 999_999, 99_960, 99_940, 999_999_999, 5e15].map(bytes)).toEqual([
      ...['999 kB', '1.0 MB', '1.0 MB', '100 kB', '99.9 kB', '1.0 GB', '5000 TB'],
    ]);
  });
});

describe('a number', () => {
  it('has a true minus sign, and no minus where it is rounded to 0', () => {
    expect([decimal(-0.5), decimal(0.535, 1), decimal(-0.001), signed(-2), signed(2), signed(0)]).toEqual([
      ...['−0.50', '0.5', '0.00', '−2', '+2', '0'],
    ]);
  });

  it('of any size has three significant digits, an exponent only where it is small', () => {
    expect(
      [0.08214, 7.4321, 74.321, 743.21, 2361.7, 1e7, 0, -2.3456, 1.5e-7].map((value) => significant(value)),
    ).toEqual([...['0.0821', '7.43', '74.3', '743', '2,362', '10,000,000', '0', '−2.35', '1.50e−7']]);
    expect(significant(-8.5e-6, 2)).toBe('−8.5e−6');
    expect([Number.NaN, Number.POSITIVE_INFINITY].map((value) => significant(value))).toEqual(['NaN', 'Infinity']);
  });

  it('keeps its digits where rounding carries one over', () => {
    expect([999.6, 9.996, 0.99996, 0.00999999, 9.9996e-5].map((value) => significant(value))).toEqual([
      ...['1,000', '10.0', '1.00', '0.0100', '0.000100'],
    ]);
    expect([significant(-9.996), significant(-999.6), significant(99.96, 2)]).toEqual(['−10.0', '−1,000', '100']);
  });

  it('says what it is: read back it is as near as its digits allow, and grows with its value', () => {
    const read = (text: string): number => Number(text.replace('−', '-').replaceAll(',', '').replace('e−', 'e-'));
    for (let exponent = -7; exponent < 7; exponent++) {
      let before = 0;
      for (let step = 10; step < 100; step++) {
        for (const nudge of [-1e-9, 0, 0.049, 0.0499999, 0.05]) {
          const value = (step / 10 + nudge) * 10 ** exponent;
          for (const digits of [2, 3]) {
            const text = significant(value, digits);
            // A whole number of more than so many digits is whole.
            const precision = Math.min(
              10 ** (exponent - digits + 1),
              exponent >= digits - 1 ? 1 : Number.POSITIVE_INFINITY,
            );
            expect(Math.abs(read(text) - value), text).toBeLessThanOrEqual(precision * 0.5000001);
            expect(significant(-value, digits)).toBe(`−${text}`);
          }
        }
        const now = read(significant((step / 10) * 10 ** exponent));
        expect(now).toBeGreaterThan(before);
        before = now;
      }
    }
  });

  it('on a scale carries no empty digits', () => {
    expect([limit(1), limit(-1), limit(-5.2345), limit(0), limit(0.99996)]).toEqual(['1', '−1', '−5.23', '0', '1']);
  });
});

describe('a probability', () => {
  it('has two digits, and only says so below a thousandth', () => {
    expect([0.5, 0.035, 0.001, 0.00099, 1e-5, 0.99996].map(probability)).toEqual([
      ...['0.50', '0.035', '0.0010', '< 0.001', '< 0.001', '1.0'],
    ]);
  });
});

it('a quotation mark stands in quotation marks of the other kind', () => {
  expect(['the', '"', '“', "'"].map(quoted)).toEqual(['“the”', '‘"’', '‘“’', "“'”"]);
});

it('an interval has a true minus sign', () => {
  expect(range([-0.021, 0.0344])).toBe('−0.021 to 0.034');
});

describe('a share', () => {
  it('has two significant digits or as many decimals as asked for, none of them empty', () => {
    expect([0, 0.05, 0.0264, 0.5, 0.999, 1, 1.5, 12.34, -0.05].map((share) => percent(share))).toEqual([
      ...['0%', '5%', '2.6%', '50%', '100%', '100%', '150%', '1,200%', '−5%'],
    ]);
    expect([percent(0.0264, 0), percent(0.0264, 1), percent(0.05, 1), percent(0.9996, 1)]).toEqual([
      '3%',
      '2.6%',
      '5%',
      '100%',
    ]);
  });

  it('that is more than nothing is not said to be nothing', () => {
    expect([percent(0.004, 0), percent(0.005, 0), percent(0.0004, 1), percent(1e-5), percent(0, 0)]).toEqual([
      ...['under 1%', '1%', 'under 0.1%', 'under 0.01%', '0%'],
    ]);
  });
});
