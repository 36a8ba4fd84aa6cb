/** A stretch of a shown text, with its marks moved along. Pure. */
import type { ShownText } from '../../runner/experiment/results/schema.ts';

type Marked = Pick<ShownText, 'tokens' | 'unknown' | 'resets' | 'promptLength' | 'promptStart'>;

/** From the first token up to but without the last. */
export type Stretch = readonly [from: number, to: number];

/** The positions within it, counted from its beginning. */
export const within = (positions: readonly number[], [from, to]: Stretch): number[] =>
  positions.filter((position) => position >= from && position < to).map((position) => position - from);

/** The part of a text's prompt that lies in it. */
export function promptWithin(
  { promptLength, promptStart = 0 }: Pick<Marked, 'promptLength' | 'promptStart'>,
  from: number,
  to: number,
): Pick<Marked, 'promptLength' | 'promptStart'> {
  const start = Math.max(from, promptStart);
  return {
    promptLength: Math.max(0, Math.min(promptStart + promptLength, to) - start),
    ...(start > from && { promptStart: start - from }),
  };
}

export const stretchOf = (text: Marked, [from, to]: Stretch): Marked => ({
  tokens: text.tokens.slice(from, to),
  unknown: within(text.unknown, [from, to]),
  resets: within(text.resets, [from, to]),
  ...promptWithin(text, from, to),
});
