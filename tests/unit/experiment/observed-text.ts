import type { Text } from '../../../runner/text/text.ts';

interface Asked {
  /** How many documents there are of each. */
  sources: Readonly<Record<string, number>>;
  /** Segments of a document, and tokens of a segment. */
  each?: number;
  length: number;
  /** The token at a place of the text; else that place. */
  id?(t: number): number;
  hash?(document: number): string;
}

/** An observed text of documents as long as one another, whose tokens are their ids. */
export function anObservedText({ sources, each = 1, length, id = (t) => t, hash = String }: Asked): Text {
  const documents = Object.entries(sources).flatMap(([source, count]) => Array.from({ length: count }, () => source));
  const segments = Array.from({ length: documents.length * each }, (_, s): [number, number] => [s * length, length]);
  const ids = Int32Array.from({ length: segments.length * length }, (_, t) => id(t));
  return {
    ids,
    tokens: Array.from(ids, String),
    unknown: [],
    segments,
    documentStarts: documents.map((_, d) => d * each * length),
    documents: documents.map((source, d) => ({ source, hash: hash(d), places: [0], length, whole: () => [] })),
    documentNumbers: [...documents.keys()],
    documentOfSegment: segments.map((_, s) => Math.floor(s / each)),
    nearCopies: 0,
    before: new Int32Array(),
    textTokens: ids.length,
    textDocuments: [],
  };
}
