/**
 * Tokens that may stand in a token's place, to see what that one alone has done: others as frequent, drawn anew for each token and
 * always the same for one. Pure.
 */
import { random } from '../../core/random.ts';

export const substituteCount = 8;
/** So many tokens that end with the one that is asked about are read again. */
export const occludedTokens = 60;
/** The most frequent tokens are one class; each further class is as large as all before it. */
const firstClass = 8;
/** Apart from the random numbers of other uses. */
const stream = 0x6f63636c;

/**
 * @param id of the token: its place in a vocabulary whose tokens stand in the order of their frequency.
 * @param vocabulary how many tokens there are.
 * @param never ids that stand in for none.
 * @returns [substituteCount] ids of the token's class of frequency, none its own; of the whole vocabulary where the class has no
 *   other. None where there is no other token.
 */
export function substitutesOf(id: number, vocabulary: number, never: readonly number[]): number[] {
  const start = id < firstClass ? 0 : 2 ** Math.floor(Math.log2(id));
  const end = id < firstClass ? firstClass : 2 * start;
  const from = (low: number, high: number): number[] => {
    const others: number[] = [];
    for (let other = low; other < Math.min(high, vocabulary); other++) {
      if (other !== id && !never.includes(other)) others.push(other);
    }
    return others;
  };
  const ofClass = from(start, end);
  const others = ofClass.length > 0 ? ofClass : from(0, vocabulary);
  if (others.length === 0) return [];
  const { below } = random(stream, id);
  return Array.from({ length: substituteCount }, () => others[below(others.length)]);
}
