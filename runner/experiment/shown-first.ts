/**
 * Which document of the observed text comes first, and is thereby the one that a page shows: where the features are, and
 * not just the one with the smallest hash, in which there may be none. Looks at the features' marks, never at a neuron,
 * and the tests count all documents alike. Pure.
 */
import type { ObservedText } from '../corpus/observe-text.ts';

/** Of one feature so many tokens are enough to look at; more make a document no better. */
const enough = 12;

export interface MarkedText<Mark extends { mask: Uint8Array }> {
  text: ObservedText;
  /** [features] each with its mask [tokens], 1 where a token carries it. */
  marks: readonly Mark[];
}

/**
 * Exchanges the first document with the one whose first `shown` tokens carry most features well; the first of equal ones.
 * A text of documents of unequal length, or of one document, stays as it is.
 */
export function richestFirst<Mark extends { mask: Uint8Array }>(
  { text, marks }: MarkedText<Mark>,
  shown: number,
): MarkedText<Mark> {
  const { documentStarts, tokens } = text;
  const length = documentStarts[1] ?? tokens.length;
  const alike = documentStarts.every((start, index) => start === index * length);
  if (documentStarts.length < 2 || !alike || documentStarts.length * length !== tokens.length) return { text, marks };
  const scores = documentStarts.map((start) => {
    const end = start + Math.min(shown, length);
    return marks.reduce((score, { mask }) => {
      const carriers = mask.subarray(start, end).reduce((sum, mark) => sum + mark, 0);
      return score + Math.min(enough, carriers);
    }, 0);
  });
  const richest = scores.indexOf(Math.max(...scores));
  return richest === 0 ? { text, marks } : exchanged({ text, marks }, richest, length);
}

function exchanged<Mark extends { mask: Uint8Array }>(
  { text, marks }: MarkedText<Mark>,
  other: number,
  length: number,
): MarkedText<Mark> {
  const from = other * length;
  const swapped = <A extends Int32Array | Uint8Array>(values: A): A => {
    const result = values.slice() as A;
    result.set(values.subarray(from, from + length), 0);
    result.set(values.subarray(0, length), from);
    return result;
  };
  const moved = (t: number) => (t < length ? t + from : t >= from && t < from + length ? t - from : t);
  const first = <Item>(list: readonly Item[]): Item[] => [
    ...list.slice(other, other + 1),
    ...list.slice(1, other),
    ...list.slice(0, 1),
    ...list.slice(other + 1),
  ];
  const { tokens } = text;
  return {
    text: {
      ...text,
      tokens: [
        ...tokens.slice(from, from + length),
        ...tokens.slice(length, from),
        ...tokens.slice(0, length),
        ...tokens.slice(from + length),
      ],
      ids: swapped(text.ids),
      unknown: text.unknown.map(moved).sort((a, b) => a - b),
      documents: first(text.documents),
      documentNumbers: first(text.documentNumbers),
    },
    marks: marks.map((each) => ({ ...each, mask: swapped(each.mask) })),
  };
}
