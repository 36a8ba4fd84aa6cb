/** The beginnings that are continued: stretches of the observed text in which a state began and is about to end. Pure. */
import { at, item } from '../../core/at.ts';

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

/** The written token at which a state ends that held at the beginning's last, or its number falls; -1: it lasts. */
export function endOf(values: ArrayLike<number>, beginning: number): number {
  const held = at(values, beginning - 1);
  for (let t = beginning; t < values.length; t++) if (at(values, t) < held) return t - beginning;
  return -1;
}

/**
 * The row to be read first: it ends the state late as it is, and not with the neuron held against it.
 * @param ends [runs][rows] left alone first. @param against the run in which fewest end it.
 */
export function leadOf(ends: readonly (readonly number[])[], against: number): number {
  const alone = item(ends, 0);
  const score = (row: number): number => {
    const end = item(alone, row);
    if (end < 0 || item(item(ends, against), row) >= 0) return -1;
    // Something is read before it ends, and something after.
    return Math.min(end, 12) * ends.filter((run) => item(run, row) >= 0).length;
  };
  return [...alone.keys()].reduce((best, row) => (score(row) > score(best) ? row : best), 0);
}
