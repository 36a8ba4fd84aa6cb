/** How documents are cut into segments of one length, and how many of each are read. Pure. */
import { at } from '../core/at.ts';
import type { Direction, NaturalSegment } from '../core/cut.ts';
import type { CandidateDocument } from './candidates.ts';
import type { Corpus } from './corpus.ts';
import { naturalLength, naturalStretches } from './natural-segments.ts';
import { segmentPlaces } from './segment-places.ts';

/** Of the documents that fill a segment, the share that must fill as many as are read of each: documents are what tests swap. */
const fewestKept = 0.75;

/** How documents are cut into segments of one length. */
export interface EvenCut {
  /** Tokens of each. */
  length: number;
  /** How many a document can give. */
  fit(candidate: CandidateDocument): number;
  /** Where so many of them begin, spread over the document. */
  places(candidate: CandidateDocument, count: number): number[];
}

/** Anywhere. */
export const even = (length: number): EvenCut => ({
  length,
  fit: (candidate) => Math.floor(candidate.length / length),
  places: ({ hash, length: tokens }, count) => segmentPlaces(hash, tokens, count, length),
});

/**
 * Where sentences, lines or paragraphs begin that are long enough; read from right to left, where they end. Null: there is none of
 * two tokens.
 */
export function natural(
  by: NaturalSegment,
  candidates: readonly CandidateDocument[],
  { corpus, direction }: { corpus: Corpus; direction?: Direction | undefined },
): EvenCut | null {
  const stretches = new Map(
    candidates.map((candidate) => [candidate, naturalStretches(by, candidate.tokens(), corpus)] as const),
  );
  const length = naturalLength([...stretches.values()].flat().map(([start, end]) => end - start));
  if (length === null) return null;
  const startsOf = (candidate: CandidateDocument): number[] =>
    (stretches.get(candidate) ?? []).flatMap(([start, end]) =>
      end - start >= length ? [direction === 'backward' ? end - length : start] : [],
    );
  return {
    length,
    fit: (candidate) => startsOf(candidate).length,
    places(candidate, count) {
      const starts = startsOf(candidate);
      return segmentPlaces(candidate.hash, starts.length, count, 1).map((index) => at(starts, index));
    },
  };
}

export interface Bounds {
  documents: number;
  tokens: number;
  /** Tokens of each. */
  segment: number;
}

export const mostDocuments = ({ documents, tokens, segment }: Bounds): number =>
  Math.min(documents, Math.floor(tokens / segment));

/**
 * How many segments each document gives: the number with which most is read within the bounds, of equal ones the smallest,
 * which needs no document to be long.
 * @param fits how many each document could give.
 */
export function segmentsOfEach(fits: readonly number[], bounds: Bounds): number {
  const { tokens, segment } = bounds;
  const inAll = Math.floor(tokens / segment);
  const most = mostDocuments(bounds);
  // [documents] The one that could give most first.
  const fit = fits.toSorted((a, b) => b - a);
  const able = (each: number): number => Math.min(most, fit.findLastIndex((count) => count >= each) + 1);
  const fewest = fewestKept * able(1);
  let best = 1;
  for (let each = 2; each * able(each) <= inAll && able(each) >= Math.max(1, fewest); each++) {
    if (each * able(each) > best * able(best)) best = each;
  }
  return best;
}
