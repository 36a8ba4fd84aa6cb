/** Numbers of the evidence as the pages print them. Pure. */
import { decimal, significant } from './numbers.ts';

/** A probability: two significant digits, and '< 0.0001' below that. */
export const probability = (p: number): string => (p < 0.0001 ? '< 0.0001' : significant(p, 2));

/** [0.021, 0.034] -> '0.021 to 0.034'. */
export const range = ([low, high]: readonly [number, number], digits = 3): string =>
  `${decimal(low, digits)} to ${decimal(high, digits)}`;
