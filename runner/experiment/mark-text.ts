/**
 * Which tokens of the observed text carry features. Documents are marked as a whole and their marks are cut to what is read of
 * them: a quotation that opens before a segment is open in it, and a token's place in its sentence, line or document is the
 * true one. Pure but for the tools.
 */
import { item } from '../core/at.ts';
import type { FeatureValues } from '../core/values.ts';
import { type Feature, featureValues } from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import type { ObservedText, ReadDocument } from '../text/observe-text.ts';

type Documents = Pick<ObservedText, 'direction' | 'documents' | 'documentStarts' | 'tokens'>;

/** @returns [features] each [tokens of the observed text], 1 where the token carries it, or its number. */
export function markObserved(features: readonly Feature[], text: Documents, tools: FeatureTools): FeatureValues[] {
  const { length } = text.tokens;
  const marks = features.map(({ number }) => (number ? new Float32Array(length) : new Uint8Array(length)));
  if (features.length === 0) return marks;
  text.documents.forEach((document, index) => {
    const whole = document.whole();
    features.forEach((feature, f) => {
      putRead(item(marks, f), text, index, featureValues(feature, whole, tools));
    });
  });
  return marks;
}

/**
 * Puts what is read of a document in its place in the observed text, in the order in which that is read.
 * @param marks [tokens of the observed text]
 * @param whole [tokens of the document]
 */
export function putRead(
  marks: FeatureValues,
  { direction, documents, documentStarts }: Omit<Documents, 'tokens'>,
  index: number,
  whole: FeatureValues,
): void {
  const { places, length }: ReadDocument = item(documents, index);
  const start = item(documentStarts, index);
  places.forEach((place, segment) => {
    const own = whole.subarray(place, place + length);
    marks.set(direction === 'backward' ? own.toReversed() : own, start + segment * length);
  });
}
