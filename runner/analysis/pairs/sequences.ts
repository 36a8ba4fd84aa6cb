/**
 * What must be read for pairs to be scored: the text where each side is one token, else the text with all but the last
 * token of each side. Pure.
 */
import { at, float32At, item } from '../../core/at.ts';
import type { Pair } from './encode.ts';

/** After the token at `position` the loss of the token `next` is asked for; -1: after what is read before the text. */
export interface LossPlace {
  position: number;
  next: number;
}

/** A text that is read by itself, from the same state as every other. */
export interface Sequence {
  /** Place of its pair. */
  pair: number;
  /** Empty where all that is asked for follows what is read before. */
  ids: Int32Array;
  asks: readonly LossPlace[];
  /** [asks] 1 where it counts for the right side, -1 for the wrong one. */
  sides: Int8Array;
}

/** @param hasBefore whether something is read before each text; else nothing predicts a text's first token. */
export function sequencesOf(pairs: readonly Pair[], hasBefore: boolean): Sequence[] {
  return pairs.flatMap(({ text, right, wrong }, pair) => {
    const ofOne = (continuation: Int32Array, side: 1 | -1): Sequence => {
      const ids = Int32Array.of(...text, ...continuation.subarray(0, -1));
      const asks = Array.from(continuation, (next, k) => ({ position: text.length - 1 + k, next })).filter(
        ({ position }) => position >= 0 || hasBefore,
      );
      return { pair, ids, asks, sides: new Int8Array(asks.length).fill(side) };
    };
    const [first, second] = [ofOne(right, 1), ofOne(wrong, -1)];
    if (right.length > 1 || wrong.length > 1) return [first, second].filter(({ asks }) => asks.length > 0);
    const sides = Int8Array.of(...first.sides, ...second.sides);
    return [{ pair, ids: text, asks: [...first.asks, ...second.asks], sides }];
  });
}

/**
 * log P(right) - log P(wrong) of each pair, nats, [pairs].
 * @param losses [sequences] each [asks], nats.
 */
export function marginsOf(
  pairs: number,
  sequences: readonly Sequence[],
  losses: readonly Float32Array[],
): Float64Array {
  const margins = new Float64Array(pairs);
  sequences.forEach(({ pair, sides }, index) => {
    const own = item(losses, index);
    sides.forEach((side, ask) => {
      margins[pair] = at(margins, pair) - side * float32At(own, ask);
    });
  });
  return margins;
}
