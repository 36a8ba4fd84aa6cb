import { describe, expect, it } from 'vitest';
import { bothScored, halved, halvesOf } from '../../../../runner/experiment/evidence/halves.ts';
import type { Text } from '../../../../runner/text/text.ts';

/** Documents of so many segments of 10 tokens; ids are the tokens' own places. */
function observed(sources: readonly string[], segmentsEach: number, length = 10): Text {
  const count = sources.length * segmentsEach;
  const ids = Int32Array.from({ length: count * length }, (_, t) => t);
  return {
    tokens: Array.from(ids, String),
    ids,
    unknown: [],
    segments: Array.from({ length: count }, (_, s) => [s * length, length]),
    documentStarts: sources.map((_, d) => d * segmentsEach * length),
    // Hashes that run against the order of the text.
    documents: sources.map((source, d) => ({
      ...{ source, hash: String(9999 - d).padStart(64, '0'), places: [0], length },
      whole: () => [],
    })),
    documentNumbers: [],
    documentOfSegment: Array.from({ length: count }, (_, s) => Math.floor(s / segmentsEach)),
    nearCopies: 0,
    before: new Int32Array(),
    textTokens: ids.length,
    textDocuments: [],
  };
}

const repeated = (name: string, times: number) => Array.from({ length: times }, () => name);

describe('halves of an observed text', () => {
  const text = observed([...repeated('Emma', 41), ...repeated('Alice', 21)], 2);
  const { discovery, confirmation, swapped, sources } = halvesOf(text, 4);

  it('share no document, and together have all of them', () => {
    expect(swapped).toBe('documents');
    const all = [...discovery.documents, ...confirmation.documents];
    expect(new Set(all).size).toBe(62);
    expect(all.length).toBe(62);
  });

  it('are even within each source, odd ones taking turns', () => {
    expect(sources).toEqual(['Emma', 'Alice']);
    const of = (half: typeof discovery, source: number) => half.sources.filter((each) => each === source).length;
    expect([of(discovery, 0), of(confirmation, 0)]).toEqual([21, 20]);
    expect([of(discovery, 1), of(confirmation, 1)]).toEqual([10, 11]);
  });

  it('go by the documents’ hashes', () => {
    expect(discovery.documents[0]).toBe(40);
    expect(confirmation.documents).toContain(0);
  });

  it('leave out the warm-up and say where each scored token stands, and each that is read', () => {
    expect(discovery.length).toBe(6);
    expect(discovery.segments).toBe(2);
    const first = (discovery.documents[0] ?? 0) * 20;
    expect([...discovery.scored.positions.subarray(0, 12)]).toEqual(
      [4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19].map((offset) => first + offset),
    );
    expect([...discovery.types]).toEqual([...discovery.scored.positions]);
    expect([...discovery.read.positions.subarray(0, 20)]).toEqual(
      Array.from({ length: 20 }, (_, offset) => first + offset),
    );
    expect([...discovery.readTypes]).toEqual([...discovery.read.positions]);
    expect([discovery.read.length, discovery.scored.length, discovery.warmUp]).toEqual([10, 6, 4]);
  });

  it('are read at once, discovery first, and told apart again in the same memory', () => {
    const { positions } = bothScored({ discovery, confirmation });
    expect([...positions]).toEqual([...discovery.scored.positions, ...confirmation.scored.positions]);
    const read = Float32Array.from(positions);
    const own = halved([read], { discovery, confirmation });
    expect(own.discovery[0]).toEqual(Float32Array.from(discovery.scored.positions));
    expect(own.confirmation[0]).toEqual(Float32Array.from(confirmation.scored.positions));
    expect(own.confirmation[0]?.buffer).toBe(read.buffer);
  });
});

it('A few long documents are halved by their segments, which are swapped within them', () => {
  const { discovery, confirmation, swapped } = halvesOf(observed(['Emma', 'Alice'], 30), 4);
  expect(swapped).toBe('segments within documents');
  expect(discovery.segments).toBe(1);
  expect([...new Set(discovery.sources)]).toEqual([0, 1]);
  expect(discovery.sources.length).toBe(30);
  expect(Math.max(...discovery.scored.positions.filter((t) => t < 300))).toBeLessThan(
    Math.min(...confirmation.scored.positions.filter((t) => t < 300)),
  );
});

it('A text that was read as one stream is cut into pieces of 256 tokens, none of them warm-up', () => {
  const ids = Int32Array.from({ length: 2600 }, (_, t) => t);
  const text: Text = {
    tokens: Array.from(ids, String),
    ids,
    unknown: [],
    segments: [[0, 2600]],
    documentStarts: [0],
    documents: [{ source: 'a file', hash: 'a'.repeat(64), places: [0], length: 2600, whole: () => [] }],
    documentNumbers: [],
    documentOfSegment: [0],
    nearCopies: 0,
    before: new Int32Array(),
    textTokens: ids.length,
    textDocuments: [],
  };
  const { discovery, confirmation } = halvesOf(text, 0);
  expect([discovery.sources.length, confirmation.sources.length]).toEqual([5, 5]);
  expect(discovery.scored.positions[0]).toBe(0);
  expect(confirmation.scored.positions.at(-1)).toBe(2559);
});
