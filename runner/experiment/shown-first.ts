/**
 * Which document of the observed text comes first, and is thereby the one that a page shows: where the features are, and
 * not just the one with the smallest hash, in which there may be none. Looks at the features' marks, never at a neuron,
 * and the tests count all documents alike. Pure.
 */
import type { ObservedText } from '../corpus/observe-text.ts';

/** Of one feature so many tokens are enough to look at; more make a document no better. */
const enough = 12;

export interface MarkedText {
  text: ObservedText;
  /** By the features' names, [tokens] 1 where a token carries it. */
  marks: ReadonlyMap<string, Uint8Array>;
}

/**
 * Exchanges the first document with the one whose first `shown` tokens carry most features well; the first of equal ones.
 * A text of documents of unequal length, or of one document, stays as it is.
 */
export function richestFirst({ text, marks }: MarkedText, shown: number): MarkedText {
  const { documentStarts, tokens } = text;
  const length = documentStarts[1] ?? tokens.length;
  const alike = documentStarts.every((start, index) => start === index * length);
  if (documentStarts.length < 2 || !alike || documentStarts.length * length !== tokens.length) return { text, marks };
  const scores = documentStarts.map((start) =>
    [...marks.values()].reduce((score, mask) => {
      const carriers = mask.subarray(start, start + Math.min(shown, length)).reduce((sum, mark) => sum + mark, 0);
      return score + Math.min(enough, carriers);
    }, 0),
  );
  const richest = scores.indexOf(Math.max(...scores));
  return richest === 0 ? { text, marks } : exchanged({ text, marks }, richest, length);
}

function exchanged({ text, marks }: MarkedText, other: number, length: number): MarkedText {
  const from = other * length;
  const swapped = <A extends Int32Array | Uint8Array>(values: A): A => {
    const result = values.slice() as A;
    result.set(values.subarray(from, from + length), 0);
    result.set(values.subarray(0, length), from);
    return result;
  };
  const moved = (t: number) => (t < length ? t + from : t >= from && t < from + length ? t - from : t);
  const first = <Item>(list: readonly Item[]): Item[] =>
    list.map((item, index) => (index === 0 ? (list[other] ?? item) : index === other ? (list[0] ?? item) : item));
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
    marks: new Map([...marks].map(([name, mask]) => [name, swapped(mask)])),
  };
}
