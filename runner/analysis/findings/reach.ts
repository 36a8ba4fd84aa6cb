/** How far is looked around a token: so many tokens, or, where a token is a letter, some words' worth of them. Pure. */
import type { Unit } from '../../core/cut.ts';

export interface Reach {
  /** Tokens of an excerpt on each side of a place. */
  side: number;
  /** Tokens from an onset, negative before it. */
  lags: readonly number[];
}

export const reachCriteria = {
  side: 12,
  furthest: 8,
  /** Characters of a word with the space behind it are some six, and a word and a space are two tokens. */
  lettersFor: 3,
} as const;

export function reachOf(unit: Unit = 'word'): Reach {
  const { side, furthest, lettersFor } = reachCriteria;
  const scale = unit === 'character' || unit === 'byte' ? lettersFor : 1;
  const last = scale * furthest;
  return { side: scale * side, lags: Array.from({ length: 2 * last + 1 }, (_, index) => index - last) };
}
