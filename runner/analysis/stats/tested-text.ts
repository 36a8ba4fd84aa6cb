/**
 * The tokens by which claims are tested, as all measures of evidence see them: documents of equal size, cut into equal
 * segments, warm-up left out. Pure; imports nothing.
 *
 * An activation or a mask over the text is one flat array: document by document, segment by segment, token by token,
 * [documents x segments x length]. The discovery and the confirmation half are two such texts.
 */

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
