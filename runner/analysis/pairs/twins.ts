/** From which token of a text on a twin's values may be put in, and which token of the twin stands beside which. Pure. */
import { item } from '../../core/at.ts';
import type { Pair } from './encode.ts';

/** The token from which on the text is looked at: that of the file, else the first in which it differs from its twin; null: neither is known. */
export function startOf(pairs: readonly Pair[], place: number): number | null {
  const { at, twin, text } = item(pairs, place);
  if (at !== null) return at;
  if (twin === null) return null;
  const other = item(pairs, twin).text;
  const first = text.findIndex((id, position) => other[position] !== id);
  return first === -1 ? null : first;
}

/** From where on a pair takes values, and from which pair. */
export interface Exchange {
  /** Place of the twin. */
  twin: number;
  /** Tokens of the two texts that stand beside one another first. */
  start: number;
  twinStart: number;
}

/**
 * [pairs] Null of a pair without a twin, and where the two have unequally many tokens from there to the end, or a side of
 * several tokens, behind which the neuron would have to be let go.
 */
export function exchangesOf(pairs: readonly Pair[]): (Exchange | null)[] {
  return pairs.map(({ text, twin, right, wrong }, place) => {
    if (twin === null || right.length !== 1 || wrong.length !== 1) return null;
    const start = startOf(pairs, place);
    const twinStart = startOf(pairs, twin);
    if (start === null || twinStart === null) return null;
    return text.length - start === item(pairs, twin).text.length - twinStart ? { twin, start, twinStart } : null;
  });
}
