/** The beginnings that are continued: stretches of the observed text in which a state began and is about to end. Pure. */
import { at } from '../../core/at.ts';

export interface Stretches {
  /** [tokens] */
  tokens: readonly string[];
  /** [tokens] Whether the state holds, or its number; NaN where a token has none. */
  values: ArrayLike<number>;
  segments: readonly (readonly [start: number, length: number])[];
  /** Fewest and most tokens of a beginning. */
  lengths: readonly [fewest: number, most: number];
}

/**
 * From the token before the state began to the last before it ends or its number falls: the network may end it there.
 * @returns [beginnings] the first token and the one behind the last, in the order of the text.
 */
export function beginnings({ tokens, values, segments, lengths: [fewest, most] }: Stretches): [number, number][] {
  const found: [number, number][] = [];
  const known = new Set<string>();
  for (const [start, length] of segments) {
    let [began, told] = [start, -1];
    for (let t = start + 1; t < start + length; t++) {
      const [before, now] = [at(values, t - 1), at(values, t)];
      if (!(before > 0) && now > 0) began = t - 1;
      const isShort = t - began >= fewest && t - began <= most;
      // One beginning of each stretch.
      if (!(now < before) || !isShort || told === began) continue;
      told = began;
      const text = tokens.slice(began, t).join('');
      if (!known.has(text)) found.push([began, t]);
      known.add(text);
    }
  }
  return found;
}

/**
 * How much more frequent words are where the state holds, log2, between -2 and 2; 0 of those with fewer uses than `fewest`.
 * Two are added to each count, so that a word that was never seen on one side has a value.
 */
export function leanOf(
  { tokens, values }: Pick<Stretches, 'tokens' | 'values'>,
  isWord: (token: string) => boolean,
  fewest: number,
): (token: string) => number {
  const counts = new Map<string, [outside: number, inside: number]>();
  const totals: [number, number] = [0, 0];
  for (const [t, token] of tokens.entries()) {
    if (!isWord(token) || Number.isNaN(at(values, t))) continue;
    const side = at(values, t) > 0 ? 1 : 0;
    const count = counts.get(token) ?? [0, 0];
    count[side]++;
    totals[side]++;
    counts.set(token, count);
  }
  return (token) => {
    const [outside, inside] = counts.get(token) ?? [0, 0];
    if (outside + inside < fewest) return 0;
    const ratio = (inside + 2) / (totals[1] + 4) / ((outside + 2) / (totals[0] + 4));
    return Math.max(-2, Math.min(2, Math.log2(ratio)));
  };
}
