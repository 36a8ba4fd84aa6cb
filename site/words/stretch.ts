/** Which stretch of a shown text a figure has, and its marks moved along. Pure. */
import { at, item } from '../../runner/core/at.ts';
import type { Unit } from '../../runner/core/cut.ts';
import type { FeatureResult, ShownText, TextName } from '../../runner/experiment/results/schema.ts';

type Marked = Pick<ShownText, 'tokens' | 'unknown' | 'resets' | 'promptLength' | 'promptStart'>;

/** From the first token up to but without the last. */
export type Stretch = readonly [from: number, to: number];

/** The positions within it, counted from its beginning. */
export const within = (positions: readonly number[], [from, to]: Stretch): number[] =>
  positions.filter((position) => position >= from && position < to).map((position) => position - from);

export function stretchOf(text: Marked, [from, to]: Stretch): Marked {
  const { promptStart = 0 } = text;
  const start = Math.max(from, promptStart);
  return {
    tokens: text.tokens.slice(from, to),
    unknown: within(text.unknown, [from, to]),
    resets: within(text.resets, [from, to]),
    promptLength: Math.max(0, Math.min(promptStart + text.promptLength, to) - start),
    ...(start > from && { promptStart: start - from }),
  };
}

/** Columns that stand beside each other on a page, and on a sheet of paper in letters of six points. */
export const mostColumns = 56;

/**
 * The tokens of a feature's heatmap: those that carry it, in the order of the text; of a number tokens from its lowest to its
 * highest, evenly drawn from all that have one.
 */
export function heatmapPositions(
  { positions, numbers }: Pick<FeatureResult, 'positions' | 'numbers'>,
  on: TextName,
  most = mostColumns,
): number[] {
  const own = numbers?.[on];
  if (own === undefined) return positions[on];
  const known = own.flatMap((number, t) => (number === null ? [] : [{ number, t }]));
  const rising = known.sort((a, b) => a.number - b.number || a.t - b.t);
  const columns = Math.min(most, rising.length);
  return Array.from({ length: columns }, (_, c) => item(rising, Math.floor(((c + 0.5) * rising.length) / columns)).t);
}

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
