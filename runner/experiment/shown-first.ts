/**
 * Which documents of the observed text come first, and are thereby those that a page shows: where the features are, and
 * not just the one with the smallest hash, in which there may be none. Looks at the features' marks, never at a neuron,
 * and the tests count all documents alike. Pure.
 */
import { areNumbers, type FeatureValues } from '../core/values.ts';
import type { ObservedText } from '../text/observe-text.ts';

/** Of one feature so many tokens are enough to look at; more make a document no better. Of a number so many other values count. */
const enough = 12;

export interface MarkedText<Mark extends { mask: FeatureValues }> {
  text: ObservedText;
  /** [features] each with its mask [tokens], 1 where a token carries it. */
  marks: readonly Mark[];
}

/**
 * Exchanges the first document with the one whose shown tokens carry most features well, the first of equal ones; then the
 * second in the same way, and so on, as far as `shown` tokens reach. A text of documents of unequal length, or of one
 * document, stays as it is.
 */
export function richestFirst<Mark extends { mask: FeatureValues }>(
  given: MarkedText<Mark>,
  shown: number,
): MarkedText<Mark> {
  const { documentStarts, tokens } = given.text;
  const count = documentStarts.length;
  const length = documentStarts[1] ?? tokens.length;
  const alike = documentStarts.every((start, index) => start === index * length);
  if (count < 2 || !alike || count * length !== tokens.length) return given;
  let text = given;
  for (let place = 0; place < count && place * length < shown; place++) {
    const seen = Math.min(length, shown - place * length);
    const scores = documentStarts.slice(place).map((start) => richness(text.marks, start, start + seen));
    const richest = place + scores.indexOf(Math.max(...scores));
    if (richest !== place) text = exchanged(text, [place, richest], length);
  }
  return text;
}

const richness = (marks: readonly { mask: FeatureValues }[], from: number, to: number): number =>
  marks.reduce((score, { mask }) => {
    const own = mask.subarray(from, to);
    const carriers = areNumbers(own) ? new Set(own).size - 1 : own.reduce((sum, mark) => sum + mark, 0);
    return score + Math.min(enough, carriers);
  }, 0);

/** @param places of two documents, in order. */
function exchanged<Mark extends { mask: FeatureValues }>(
  { text, marks }: MarkedText<Mark>,
  [one, other]: readonly [number, number],
  length: number,
): MarkedText<Mark> {
  const [first, second] = [one * length, other * length];
  const swapped = <A extends Int32Array | FeatureValues>(values: A): A => {
    const result = values.slice() as A;
    result.set(values.subarray(second, second + length), first);
    result.set(values.subarray(first, first + length), second);
    return result;
  };
  const within = (t: number, start: number) => t >= start && t < start + length;
  const moved = (t: number) => {
    if (within(t, first)) return t - first + second;
    return within(t, second) ? t - second + first : t;
  };
  const documents = <Item>(list: readonly Item[]): Item[] => [
    ...list.slice(0, one),
    ...list.slice(other, other + 1),
    ...list.slice(one + 1, other),
    ...list.slice(one, one + 1),
    ...list.slice(other + 1),
  ];
  const { tokens } = text;
  return {
    text: {
      ...text,
      tokens: [
        ...tokens.slice(0, first),
        ...tokens.slice(second, second + length),
        ...tokens.slice(first + length, second),
        ...tokens.slice(first, first + length),
        ...tokens.slice(second + length),
      ],
      ids: swapped(text.ids),
      unknown: text.unknown.map(moved).sort((a, b) => a - b),
      documents: documents(text.documents),
      documentNumbers: documents(text.documentNumbers),
    },
    marks: marks.map((each) => ({ ...each, mask: swapped(each.mask) })),
  };
}
