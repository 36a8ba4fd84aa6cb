/** Lists, counts, numbers and durations in English words, by `Intl`. Pure; imports nothing. */

/** British English: no comma before the last of a list. */
const language = 'en-GB';
const disjunction = new Intl.ListFormat(language, { type: 'disjunction' });
const conjunction = new Intl.ListFormat(language, { type: 'conjunction' });
const plurals = new Intl.PluralRules(language);
const grouped = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

/** 'a', 'a or b', 'a, b or c'. */
export const either = (words: Iterable<string>): string => disjunction.format(words);

/** 'a', 'a and b', 'a, b and c'. */
export const both = (words: Iterable<string>): string => conjunction.format(words);

/** A whole number with its thousands apart: '1,234'. */
export const integer = (value: number): string => grouped.format(value);

/** A share of 0 to 1: '5%'. @param digits behind the point at most. */
export const percent = (share: number, digits = 0): string => `${Number((100 * share).toFixed(digits))}%`;

/** A positive quantity in three digits and no exponent: '0.0821', '74.3', '2,362'. */
export const threeDigits = (value: number): string => (value >= 1000 ? integer(value) : value.toPrecision(3));

/** The noun for so many: 'row' for one, 'rows' for any other number. */
export const pluralOf = (count: number, one: string, many = `${one}s`): string =>
  plurals.select(count) === 'one' ? one : many;

/** '1 token', '1,234 tokens'. */
export const counted = (count: number, one: string, many?: string): string =>
  `${integer(count)} ${pluralOf(count, one, many)}`;

/** '0.4 s', '42 s', '2 min 5 s', '1 h 3 min'. @param seconds from 0; what is no finite number gives '?'. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const tenths = Math.round(Math.max(0, seconds) * 10) / 10;
  if (tenths < 10) return `${tenths} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return parts(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(seconds / 60);
  return parts(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

const parts = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size on disk: '512 B', '1.4 MB'. */
export function bytes(size: number): string {
  const power = size < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const value = size / 1000 ** power;
  return `${power === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[power]}`;
}

const [minute, hour, day] = [60, 3600, 86_400] as const;

/** How long ago: 'just now', '5 min ago', '3 days ago'. A time to come, which a clock that jumped leaves, is said so. */
export function age(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < -minute) return 'in the future';
  if (seconds < minute) return 'just now';
  if (seconds < hour) return `${Math.floor(seconds / minute)} min ago`;
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)} h ago`;
  return `${Math.floor(seconds / day)} days ago`;
}
