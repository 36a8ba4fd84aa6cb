/** The stretch of a text that shows a feature best. Pure. */

import { at } from '../../runner/core/at.ts';
import type { Unit } from '../../runner/core/cut.ts';
import type { ShownText } from '../../runner/experiment/results/schema.ts';

/** Tokens of a passage, and of its beginning, which is all that a small screen shows. */
const lengths: Record<Unit, { whole: number; beginning: number }> = {
  word: { whole: 180, beginning: 60 },
  subword: { whole: 180, beginning: 60 },
  character: { whole: 420, beginning: 160 },
  byte: { whole: 420, beginning: 160 },
};

/** From `from` up to but without `to`. */
export interface Passage {
  from: number;
  to: number;
}

/** Whether a line or a sentence begins there. */
function begins(tokens: readonly string[], t: number): boolean {
  const before = tokens.slice(Math.max(0, t - 4), t).join('');
  return before.endsWith('\n') ? tokens[t] !== '\n' : /[.?!]["”’]? $/.test(before);
}

/**
 * The stretch that shows the feature best: as many tokens with it as without, in its beginning and then in the whole. It begins and
 * ends with a sentence or a line, and runs over no start from the zero state, where another does not.
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
  const starts = Array.from({ length: tokens }, (_, t) => begins(text.tokens, t));
  let best = { from: 0, worth: Number.NEGATIVE_INFINITY };
  for (let from = 0; from <= Math.max(0, tokens - whole); from++) {
    const to = Math.min(tokens, from + whole);
    const broken = text.resets.some((reset) => reset > from && reset < to);
    const worth =
      2 * balance(from, Math.min(to, from + beginning)) +
      balance(from, to) -
      (broken ? 3 * whole : 0) -
      (starts[from] ? 0 : 2 * whole);
    if (worth > best.worth) best = { from, worth };
  }
  const { from } = best;
  const to = Math.min(tokens, from + whole);
  const end = starts.lastIndexOf(true, to);
  return { from, to: to < tokens && end > from + beginning ? end : to };
}
