/** The stretch of a text that shows a feature best. Pure. */

import { at } from '../../runner/core/at.ts';
import type { Unit } from '../../runner/core/cut.ts';
import type { ShownText } from '../../runner/experiment/results/schema.ts';

/** Tokens of a passage, and of its beginning, which is all that a small screen shows. */
const lengths: Record<Unit, { whole: number; beginning: number }> = {
  word: { whole: 150, beginning: 60 },
  subword: { whole: 150, beginning: 60 },
  character: { whole: 320, beginning: 160 },
  byte: { whole: 320, beginning: 160 },
};

/** From `from` up to but without `to`. */
export interface Passage {
  from: number;
  to: number;
}

/**
 * The stretch that shows the feature best: as many tokens with it as without, in its beginning and then in the whole. It
 * runs over no start from the zero state where another does not.
 */
export function passageOf(
  text: Pick<ShownText, 'tokens' | 'resets'>,
  carriers: readonly number[],
  unit: Unit,
): Passage {
  const tokens = text.tokens.length;
  const { whole, beginning } = lengths[unit];
  const before = [0];
  const carries = new Set(carriers);
  for (let t = 0; t < tokens; t++) before.push(at(before, t) + (carries.has(t) ? 1 : 0));
  const balance = (from: number, to: number): number => {
    const inside = at(before, to) - at(before, from);
    return Math.min(inside, to - from - inside);
  };
  let best = { from: 0, worth: Number.NEGATIVE_INFINITY };
  for (let from = 0; from <= Math.max(0, tokens - whole); from++) {
    const to = Math.min(tokens, from + whole);
    const broken = text.resets.some((reset) => reset > from && reset < to);
    const worth = 2 * balance(from, Math.min(to, from + beginning)) + balance(from, to) - (broken ? whole : 0);
    if (worth > best.worth) best = { from, worth };
  }
  return { from: best.from, to: Math.min(tokens, best.from + whole) };
}
