/**
 * Lists, counts, numbers and durations as everything that is read prints them: terminal, pages, documentation. A true minus
 * sign, thousands set apart, and no digit that rounding carried over. Pure; imports nothing.
 */

// By hand: Intl's data take 35 ms to load, in a command that may print nothing but an error.

/** British English: no comma before the last of a list. */
function listed(words: Iterable<string>, joint: string): string {
  const all = [...words];
  const last = all.pop() ?? '';
  return all.length === 0 ? last : `${all.join(', ')} ${joint} ${last}`;
}

/** 'a', 'a or b', 'a, b or c'. */
export const either = (words: Iterable<string>): string => listed(words, 'or');

/** 'a', 'a and b', 'a, b and c'. */
export const both = (words: Iterable<string>): string => listed(words, 'and');

/** In quotation marks, the other kind where it holds the one: '“the”', '‘"’'. */
export const quoted = (text: string): string => (/["“”„]/.test(text) ? `‘${text}’` : `“${text}”`);

/** Characters of a value of a user's that a message shows at most. */
const longestShown = 60;

/** A value that a user gave, as a message shows it: as JSON, cut after 60 characters; of typed arrays and functions what they are. */
export function shownValue(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value === 'function') return 'a function';
  const text = jsonOf(value) ?? String(value);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`;
}

/** Undefined for what JSON has no form of: undefined, a symbol, a large integer, an object that holds itself. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** A whole number with its thousands apart: '1,234'. */
export const integer = (value: number): string => value.toFixed(0).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `value` with so many decimals: -0.5 -> '−0.50'. */
export function decimal(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** `value` with so many significant digits, for quantities of unknown size: '0.0821', '74.3', '2,362', '1.50e−7'. */
export function significant(value: number, digits = 3): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const [mantissa = '', exponent = ''] = Math.abs(value)
    .toExponential(digits - 1)
    .split('e');
  // Of the rounded value: 9.996 has two digits before the point.
  const size = Number(exponent);
  const sign = value < 0 ? '−' : '';
  if (size < -4) return `${sign}${mantissa}e−${-size}`;
  return size < 3 ? decimal(value, Math.max(0, digits - 1 - size)) : `${sign}${integer(Math.abs(value))}`;
}

/** Three digits at most and no empty ones, as on a scale: 1 -> '1', -5.2345 -> '−5.23'. */
export const limit = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');

/** A place in a drawing: a decimal is enough, and no empty one is written. */
export const coordinate = (value: number): string => String(Number(value.toFixed(1)));

/** 2 -> '+2', -2 -> '−2', 0 -> '0'. */
export const signed = (value: number): string => (value < 0 ? `−${-value}` : value > 0 ? `+${value}` : '0');

/** A probability: two significant digits, and '< 0.001' below that. */
export const probability = (p: number): string => (p < 0.001 ? '< 0.001' : significant(p, 2));

/** [0.021, 0.034] -> '0.021 to 0.034'. */
export const range = ([low, high]: readonly [number, number], digits = 3): string =>
  `${decimal(low, digits)} to ${decimal(high, digits)}`;

/**
 * A share of 0 to 1 in two significant digits, or with so many decimals at most; none of them empty: '5%', '2.6%'. What is
 * more than nothing is not printed as 0%: 'under 1%'.
 */
export function percent(share: number, digits?: number): string {
  const size = 100 * Math.abs(share);
  const least = 10 ** -(digits ?? 2);
  if (size > 0 && size < least / 2) return `under ${least}%`;
  const rounded = Number(digits === undefined ? size.toPrecision(2) : size.toFixed(digits));
  return `${share < 0 ? '−' : ''}${rounded < 1000 ? rounded : integer(rounded)}%`;
}

/** The noun for so many: 'row' for one, 'rows' for any other number. */
export const pluralOf = (count: number, one: string, many = `${one}s`): string => (Math.abs(count) === 1 ? one : many);

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

/** A time to come, as exactly as anybody wants to know it: '25 s', '3 min 30 s', '12 min', '2 h 10 min'. */
export function roughly(seconds: number): string {
  const step = seconds < 60 ? 5 : seconds < 600 ? 30 : seconds < 7200 ? 60 : 600;
  return duration(Math.round(seconds / step) * step);
}

const parts = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size on disk: '512 B', '1.4 MB'. */
export function bytes(size: number): string {
  const last = units.length - 1;
  const power = units.findIndex((_, index) => index === last || Number(inUnits(size, index)) < 1000);
  return `${inUnits(size, power)} ${units[power]}`;
}

function inUnits(size: number, power: number): string {
  const value = size / 1000 ** power;
  return value.toFixed(power === 0 || value >= 99.95 ? 0 : 1);
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

/** A number to so many decimals, where it goes on as a number. */
export const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
