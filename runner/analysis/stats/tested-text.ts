/**
 * The tokens by which claims are tested, as all measures of evidence see them: documents of equal size, cut into equal
 * segments, warm-up left out; what of them is swapped; and how they are seen through a class of tokens. Pure.
 *
 * An activation or a mask over the text is one flat array: document by document, segment by segment, token by token,
 * [documents x segments x length]. The discovery and the confirmation half are two such texts.
 */
import { type View, viewed } from './view.ts';

export interface TestedText {
  /** Scored tokens of each segment. */
  length: number;
  /** Segments of each document. */
  segments: number;
  /** [documents] Which source a document is from: documents are only swapped within their source. */
  sources: Int32Array;
  /** [documents x segments x length] Token type ids. */
  types: Int32Array;
}

/** Activations of all neurons over a text, [neurons] each [tokens]. */
export type Activations = readonly Float32Array[];

export const documentsIn = ({ sources }: TestedText): number => sources.length;
export const tokensIn = ({ sources, segments, length }: TestedText): number => sources.length * segments * length;

/** @throws RangeError when an activation or a mask is not [tokens] of the text. */
export function checkShapes(text: TestedText, arrays: Iterable<ArrayLike<number>>): void {
  const tokens = tokensIn(text);
  if (text.types.length !== tokens) {
    throw new RangeError(`evidence: a text of ${tokens} tokens needs the type of each, got ${text.types.length}`);
  }
  for (const { length } of arrays) {
    if (length !== tokens) {
      throw new RangeError(
        `evidence: each neuron and each feature needs a value for each of ${tokens} tokens, got ${length}`,
      );
    }
  }
}

/** The two halves of a text: one chooses, the other tests. Types only. */
export interface Halves<T> {
  discovery: T;
  confirmation: T;
}

export type HalfName = keyof Halves<unknown>;

/** Where a text has too few documents, a `TestedText` may take each segment for one, with its document as the source. */
export type SwapUnitKind = 'documents' | 'segments within documents';

export interface PermutationBlocks {
  /** For words only: what a document of this text is. */
  swapped: SwapUnitKind;
  /** Units in the text; each is a stretch of `tokens` scored tokens, one after the other. */
  count: number;
  tokens: number;
  /** Scored tokens of a segment: ranks are taken within segments. */
  segment: number;
  /** [count] Units are only swapped with units of their stratum. */
  strata: Int32Array;
  /** The units of each stratum that has at least two; the others cannot be swapped. */
  groups: readonly Int32Array[];
  /** Cells of a cross matrix: the sum of the squared group sizes. */
  cells: number;
}

export function permutationBlocks(
  { sources, segments, length }: TestedText,
  swapped: SwapUnitKind = 'documents',
): PermutationBlocks {
  const groups = groupsOf(sources);
  return {
    swapped,
    count: sources.length,
    tokens: segments * length,
    segment: length,
    strata: sources,
    groups,
    cells: groups.reduce((sum, group) => sum + group.length ** 2, 0),
  };
}

/** The members of each stratum that has at least two, in the order in which the strata first appear. */
export function groupsOf(strata: Int32Array): Int32Array[] {
  const members = new Map<number, number[]>();
  strata.forEach((stratum, unit) => {
    const known = members.get(stratum);
    if (known === undefined) members.set(stratum, [unit]);
    else known.push(unit);
  });
  return [...members.values()].filter(({ length }) => length > 1).map((units) => Int32Array.from(units));
}

/** Units that have another to be swapped with. */
export const swappable = ({ groups }: Pick<PermutationBlocks, 'groups'>): number =>
  groups.reduce((sum, { length }) => sum + length, 0);

/**
 * The largest z that any neuron and feature could reach with these units: each group's statistic, standardised, is at
 * most its size - 1 (Cauchy and Schwarz), reached when every unit fits its own labels and no others.
 */
export const largestZ = ({ groups }: Pick<PermutationBlocks, 'groups'>): number =>
  Math.sqrt(groups.reduce((sum, { length }) => sum + (length - 1) ** 2, 0));

export interface ReferenceText {
  /** The members alone, as a text of documents of equal length. */
  text: TestedText;
  /** The members in the whole text, nowhere in a segment without any; null: they are the whole text. */
  view: View | null;
}

/**
 * A text seen through a class of its tokens: words among spaces, or the occurrences of frequent tokens. The swap test needs documents of
 * equal length, and the class is in each segment as often as it is. So the members of a segment are laid out evenly over as many places
 * as the richest segment has members: none is lost, some stand twice. To leave the other tokens in the text with a score of 0 will not
 * do: a document's own labels then meet members only and those of another document a good many 0s, so that the test finds something in
 * nothing.
 * @param members [tokens] 1 where a token is of the class.
 */
export function referenceText(whole: TestedText, members: Uint8Array): ReferenceText {
  const { length } = whole;
  const lists: number[][] = [];
  for (let start = 0; start < members.length; start += length) {
    const list: number[] = [];
    for (let t = start; t < start + length; t++) if (members[t] === 1) list.push(t);
    lists.push(list);
  }
  const most = lists.reduce((largest, list) => Math.max(largest, list.length), 1);
  if (lists.every((list) => list.length === length)) return { text: whole, view: null };
  const positions = new Int32Array(lists.length * most).fill(-1);
  lists.forEach((list, segment) => {
    if (list.length === 0) return;
    for (let g = 0; g < most; g++) positions[segment * most + g] = list[Math.floor((g * list.length) / most)];
  });
  const view = { positions, length: most };
  const types = viewed(whole.types, view, -1);
  return { text: { length: most, segments: whole.segments, sources: whole.sources, types }, view };
}
