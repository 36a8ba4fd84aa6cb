/** Numbers as the pages print them: fixed digits, a true minus sign, thousands set apart. Pure. */

/** `value` with `digits` decimals: -0.5 -> '−0.50'. */
export function decimal(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** `value` with `digits` significant digits, for quantities of unknown size. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(value)));
  return size < -4 || size > 6
    ? value
        .toExponential(digits - 1)
        .replaceAll('-', '−')
        .replace('+', '')
    : decimal(value, Math.max(0, digits - 1 - size));
}

/** A limit of a scale, three digits at most and no empty ones: 1 -> '1', -5.2345 -> '−5.23'. */
export const limit = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');

export { both, counted, duration, integer } from '../../runner/core/words.ts';

/** A place in a drawing: a decimal is enough, and no empty one is written. */
export const coordinate = (value: number): string => String(Number(value.toFixed(1)));

/** 2 -> '+2', -2 -> '−2', 0 -> '0'. */
export const signed = (value: number): string => (value < 0 ? `−${-value}` : value > 0 ? `+${value}` : '0');

/** A probability: two significant digits, and '< 0.0001' below that. */
export const probability = (p: number): string => (p < 0.0001 ? '< 0.0001' : significant(p, 2));

/** [0.021, 0.034] -> '0.021 to 0.034'. */
export const range = ([low, high]: readonly [number, number], digits = 3): string =>
  `${decimal(low, digits)} to ${decimal(high, digits)}`;

/** 0.0264 -> '2.6%'; two significant digits. */
export const percent = (share: number): string => `${significant(100 * share, 2)}%`;
