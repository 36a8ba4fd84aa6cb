/** A stretch of a shown text, with its marks moved along. Pure. */
import type { ShownText } from '../../runner/experiment/results/schema.ts';

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
