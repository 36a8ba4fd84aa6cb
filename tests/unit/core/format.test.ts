/** What the platform's own data of British English say. */

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
} from '../../../runner/core/format.ts';
import { nearest } from '../../../runner/core/suggest.ts';
import { TimeLeft } from '../../../runner/core/time-left.ts';

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
    const small = [0, 0.4, 0.5, 0.6, 1, 1.5, 2, 2.5, 7.49, 99.5];
    const large = [999.4, 999.5, 1e3, 12_345.5, 1e6 + 0.5, 98_765_432, 2 ** 53, 3e20];
    for (const value of [...small, ...large].flatMap((size) => (size === 0 ? [size] : [size, -size]))) {
      expect(integer(value)).toBe(grouped.format(value));
      expect([value, pluralOf(value, 'one', 'other')]).toEqual([value, plurals.select(value)]);
    }
  });
});

/** Each number in words. */
it.each<[string, (value: number) => string, readonly number[], string]>([
  ['a count', (count) => counted(count, 'row'), [0, 1, 2, 1234567], '0 rows | 1 row | 2 rows | 1,234,567 rows'],
  ['a duration', duration, [0, 0.44, 9.96, 42.4, -1, Number.POSITIVE_INFINITY], '0 s | 0.4 s | 10 s | 42 s | 0 s | ?'],
  ['a long duration', duration, [59.6, 125, 120, 3599.7, 3780], '1 min | 2 min 5 s | 2 min | 1 h | 1 h 3 min'],
  ['an age of seconds', age, [-3_600_000, -30_000, 0, 59_000], 'in the future | just now | just now | just now'],
  ['an age of minutes', age, [6e4, 59 * 6e4, 6e5 * 6], '1 min ago | 59 min ago | 1 h ago'],
  ['an age of hours', age, [47 * 36e5, 48 * 36e5], '47 h ago | 2 days ago'],
  ['a size', bytes, [0, 999, 1000, 1_450_000, 123e9, 5e15], '0 B | 999 B | 1.0 kB | 1.4 MB | 123 GB | 5000 TB'],
  ['a size that rounding carries', bytes, [999_499, 999_949, 999_999], '999 kB | 1.0 MB | 1.0 MB'],
  ['another', bytes, [99_960, 99_940, 999_999_999], '100 kB | 99.9 kB | 1.0 GB'],
  ['two decimals', decimal, [-0.5, 0.535, -0.001], '−0.50 | 0.54 | 0.00'],
  ['a sign', signed, [-2, 2, 0], '−2 | +2 | 0'],
  ['three digits', significant, [0.08214, 7.4321, 74.321, 743.21, 2361.7], '0.0821 | 7.43 | 74.3 | 743 | 2,362'],
  ['digits of extremes', significant, [1e7, 0, -2.3456, 1.5e-7], '10,000,000 | 0 | −2.35 | 1.50e−7'],
  ['digits of no number', significant, [Number.NaN, Number.POSITIVE_INFINITY], 'NaN | Infinity'],
  ['digits that rounding carries', significant, [999.6, 9.996, 0.99996, -999.6], '1,000 | 10.0 | 1.00 | −1,000'],
  ['small ones', significant, [0.00999999, 9.9996e-5, -9.996], '0.0100 | 0.000100 | −10.0'],
  ['two digits', (value) => significant(value, 2), [-8.5e-6, 99.96], '−8.5e−6 | 100'],
  ['a limit of a scale', limit, [1, -1, -5.2345, 0, 0.99996], '1 | −1 | −5.23 | 0 | 1'],
  ['a probability', probability, [0.5, 0.035, 0.001, 0.99996], '0.50 | 0.035 | 0.0010 | 1.0'],
  ['one below a thousandth', probability, [0.00099, 1e-5], '< 0.001 | < 0.001'],
  ['a share', (share) => percent(share), [0, 0.05, 0.0264, 0.5, 0.999, 1], '0% | 5% | 2.6% | 50% | 100% | 100%'],
  ['more than all', (share) => percent(share), [1.5, 12.34, -0.05, 1e-5], '150% | 1,200% | −5% | under 0.01%'],
  ['a whole share', (share) => percent(share, 0), [0.0264, 0.004, 0.005, 0], '3% | under 1% | 1% | 0%'],
  ['one decimal', (share) => percent(share, 1), [0.0264, 0.05, 0.9996, 4e-4], '2.6% | 5% | 100% | under 0.1%'],
])('%s', (_, say, values, words) => {
  expect(values.map((value) => say(value)).join(' | ')).toBe(words);
});

it('a noun may have a plural of its own, and the verb goes with it', () => {
  expect([counted(2, 'vocabulary', 'vocabularies'), pluralOf(1, 'is', 'are')]).toEqual(['2 vocabularies', 'is']);
});

it('a quotation mark stands in quotation marks of the other kind, and an interval has a true minus sign', () => {
  expect(['the', '"', '“', "'"].map(quoted)).toEqual(['“the”', '‘"’', '‘“’', "“'”"]);
  expect(range([-0.021, 0.0344])).toBe('−0.021 to 0.034');
});

it.each([
  ['unts', 'units'],
  ['Cell', 'cell'],
  ['embeding', 'embedding'],
  ['xyz', null],
  ['ab', null],
])('the word that was meant by %s is %s', (word, expected) => {
  expect(nearest(word, ['units', 'cell', 'embedding', 'layers'])).toBe(expected);
});

/** What is said when so much is done after so many seconds. */
const said = (marks: readonly (readonly [seconds: number, share: number])[]) => {
  const left = new TimeLeft();
  return marks.map(([seconds, share]) => left.at(seconds, share));
};

it.each([
  ['of steady work', [0, 0], [20, 0.2], [60, 0.6], 40],
  ['of what an earlier command began, whose share took no time', [5, 0.6], [15, 0.7], [25, 0.8], 20],
] as const)('the time that work still takes is told by its pace: %s', (_, first, second, third, takes) => {
  expect(said([first, second, third])[2]).toBeCloseTo(takes, 6);
});

it('it is not told before some of the work is done, nor where nobody waits for it', () => {
  const marks = ['0 0', '60 .05', '2 .5', '90 .95'].map((mark) => mark.split(' ').map(Number) as [number, number]);
  expect(said(marks)).toEqual([null, null, null, null]);
});
