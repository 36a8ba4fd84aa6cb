/**
 * How much of a text is read with neurons taken away, and at which tokens the losses are compared: enough to tell, not
 * more than there is time for. Looks at the feature's places alone, never at an activation. Pure.
 */
import { type Random, shuffle } from '../core/random.ts';
import { documentsIn, type TestedText } from '../stats/tested-text.ts';
import type { Compared } from './cause.ts';

export interface AblationPlan {
  /** Stretches that are read, each [start, start + length) among the half's tokens and within one segment. */
  pieces: { document: number; start: number }[];
  /** Tokens of each piece. */
  length: number;
  /** Documents that are read. */
  documents: number;
}

/** Fewest documents for an interval over documents, and tokens of each for a feature to occur. */
const fewestDocuments = 24;
const fewestTokens = 64;

/**
 * All documents as a whole while `tokens` allows; otherwise one stretch of fewer documents, spread evenly over the half;
 * at last shorter stretches, but never fewer than 24 documents (or all there are) nor less than 64 tokens of each. Of a
 * document that stretch is read in which most features occur.
 * @param masks [features] each [tokens of the half].
 * @param tokens how many may be read, by each way to read them.
 */
export function ablationPlan(text: TestedText, masks: readonly Uint8Array[], tokens: number): AblationPlan {
  const all = documentsIn(text);
  const { segments, length } = text;
  if (all * segments * length <= tokens) {
    const pieces = Array.from({ length: all * segments }, (_, segment) => ({
      document: Math.floor(segment / segments),
      start: segment * length,
    }));
    return { pieces, length, documents: all };
  }
  const documents = Math.min(all, Math.max(fewestDocuments, Math.floor(tokens / length)));
  const stretch = Math.min(length, Math.max(fewestTokens, Math.floor(tokens / documents)));
  const pieces = Array.from({ length: documents }, (_, index) => {
    const document = Math.floor((index * all) / documents);
    const starts = Array.from({ length: segments }, (_unused, segment) => (document * segments + segment) * length);
    const candidates = [...new Set(starts.flatMap((start) => [start, start + length - stretch]))];
    return { document, start: richest(candidates, stretch, masks) };
  });
  return { pieces, length: stretch, documents };
}

/** Of so many tokens with a feature in a stretch, more do not count: else a frequent feature would decide alone. */
const enoughCarriers = 8;

/** The stretch in which most features are well represented; the first of equal ones. */
function richest(starts: readonly number[], length: number, masks: readonly Uint8Array[]): number {
  const scores = starts.map((start) =>
    masks.reduce((score, mask) => {
      const carriers = mask.subarray(start, start + length).reduce((sum, label) => sum + label, 0);
      return score + Math.min(enoughCarriers, carriers);
    }, 0),
  );
  return starts[scores.indexOf(Math.max(...scores))] ?? 0;
}

/** Most tokens with and without the feature at which a document's losses are compared; more would add little. */
const mostCarriers = 32;
const mostRest = 32;

/**
 * The plan's tokens in a random order, document by document: place t is the loss of the token after the t-th of all
 * pieces' tokens. A piece's last token is left out, since the next is not read. All features draw from the same order, so
 * that they share places.
 */
export function drawnOrder({ pieces, length }: AblationPlan, source: Random): number[][] {
  const byDocument = new Map<number, number[]>();
  for (const [piece, { document }] of pieces.entries()) {
    const places = byDocument.get(document) ?? [];
    for (let t = 0; t < length - 1; t++) places.push(piece * length + t);
    byDocument.set(document, places);
  }
  return [...byDocument.values()].map((places) => shuffle(places, source));
}

/**
 * Where the losses are compared for one feature.
 * @param order as from `drawnOrder`.
 * @param carries whether the loss at a place counts for the feature: its token carries it (after), or the next does
 * (predicting).
 */
export function comparedPlaces(order: readonly (readonly number[])[], carries: (place: number) => boolean): Compared {
  return {
    feature: order.map((places) => places.filter(carries).slice(0, mostCarriers)),
    rest: order.map((places) => places.filter((place) => !carries(place)).slice(0, mostRest)),
  };
}
