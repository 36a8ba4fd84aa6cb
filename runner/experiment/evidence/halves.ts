/**
 * Cuts the observed text into the discovery and the confirmation half, and says where their scored tokens stand. Pure.
 */

import { at, int32At, item } from '../../core/at.ts';
import type { ObservedText } from '../../corpus/observe-text.ts';
import type { Halves as HalvesOf } from '../../stats/halves.ts';
import type { Swapped } from '../../stats/swap-units.ts';
import { fewestDocuments } from '../../stats/testable.ts';
import type { TestedText } from '../../stats/tested-text.ts';

export interface Half extends TestedText {
  /** [scored tokens] Where each stands in the observed text. */
  positions: Int32Array;
  /** [documents] Index of the observed document. */
  documents: number[];
}

export interface Halves extends HalvesOf<Half> {
  /** What a `TestedText` calls a document is one, or, where there are few, a segment whose source is its document. */
  swapped: Swapped;
  /** Names of the sources, by the numbers in `sources`. */
  sources: string[];
}

/** A text that was read as one stream is cut into pieces of so many tokens. */
const pieceLength = 256;

interface Unit {
  document: number;
  source: number;
  /** Starts of its segments, past the warm-up. */
  starts: number[];
}

/**
 * Documents are halved within their source in the order of their hashes (a fixed random order); of an odd number the
 * one over goes to the halves in turn. With too few documents in a half to be tested, the segments of each document are halved
 * instead, in the order of the text.
 * @param warmUp tokens at each segment's start that are not scored.
 * @throws RangeError when the text has no segment.
 */
export function halvesOf(text: ObservedText, warmUp: number): Halves {
  const { segments, documentOfSegment, documents } = text;
  const whole = segments.length === 1;
  const [, read] = item(segments, 0);
  const length = whole ? Math.min(pieceLength, read) : read - warmUp;
  const starts = whole
    ? Array.from({ length: Math.floor(read / Math.max(1, length)) }, (_, piece) => piece * length)
    : segments.map(([start]) => start + warmUp);
  const documentOf = (segment: number): number => (whole ? 0 : at(documentOfSegment, segment));

  const sourceNames = [...new Set(documents.map(({ source }) => source))];
  const byDocument = new Map<number, Unit>();
  for (const [segment, start] of starts.entries()) {
    const document = documentOf(segment);
    const source = sourceNames.indexOf(documents[document]?.source ?? '');
    const unit = byDocument.get(document) ?? { document, source, starts: [] };
    unit.starts.push(start);
    byDocument.set(document, unit);
  }
  const hashOf = ({ document }: Unit) => documents[document]?.hash ?? '';
  const inOrder = [...byDocument.values()].sort((a, b) => a.source - b.source || (hashOf(a) < hashOf(b) ? -1 : 1));
  const split = halved(inOrder);
  if (split.every((half) => half.length >= fewestDocuments)) {
    const [discovery, confirmation] = split.map((half) => halfOf(half, length, text));
    return { ...defined(discovery, confirmation), swapped: 'documents', sources: sourceNames };
  }
  const pieces = [...byDocument.values()].flatMap(({ document, starts: own }) =>
    own.map((start): Unit => ({ document, source: document, starts: [start] })),
  );
  const [discovery, confirmation] = halved(pieces).map((half) => halfOf(half, length, text));
  return {
    ...defined(discovery, confirmation),
    swapped: 'segments within documents',
    sources: documents.map(({ source }) => source),
  };
}

const defined = (discovery: Half | undefined, confirmation: Half | undefined) => {
  if (discovery === undefined || confirmation === undefined) throw new Error('halves: there must be two');
  return { discovery, confirmation };
};

/** The first half of each source's units and the second. */
function halved(units: readonly Unit[]): [Unit[], Unit[]] {
  const bySource = Map.groupBy(units, ({ source }) => source);
  const discovery: Unit[] = [];
  const confirmation: Unit[] = [];
  let firstGetsMore = true;
  for (const own of bySource.values()) {
    const odd = own.length % 2 === 1;
    const cut = odd && firstGetsMore ? Math.ceil(own.length / 2) : Math.floor(own.length / 2);
    if (odd) firstGetsMore = !firstGetsMore;
    discovery.push(...own.slice(0, cut));
    confirmation.push(...own.slice(cut));
  }
  return [discovery, confirmation];
}

function halfOf(units: readonly Unit[], length: number, { ids }: ObservedText): Half {
  const starts = units.flatMap((unit) => unit.starts);
  const positions = Int32Array.from({ length: starts.length * length }, (_, index) => {
    return at(starts, Math.floor(index / length)) + (index % length);
  });
  return {
    length,
    segments: units[0]?.starts.length ?? 0,
    sources: Int32Array.from(units, ({ source }) => source),
    types: positions.map((position) => int32At(ids, position)),
    positions,
    documents: units.map(({ document }) => document),
  };
}
