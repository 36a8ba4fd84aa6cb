import { describe, expect, it } from 'vitest';
import { bothScored, halved, halvesOf } from '../../../../runner/experiment/evidence/halves.ts';
import { anObservedText } from '../observed-text.ts';

/** Documents of so many segments of 10 tokens, which are their own places; hashes run against the order of the text. */
const observed = (sources: Record<string, number>, each: number, length = 10) =>
  anObservedText({ sources, each, length, hash: (d) => String(9999 - d).padStart(64, '0') });

describe('halves of an observed text', () => {
  const { discovery, confirmation, swapped, sources } = halvesOf(observed({ Emma: 41, Alice: 21 }, 2), 4);

  it('share no document, have all of them, and are even within each source, odd ones taking turns', () => {
    expect(swapped).toBe('documents');
    const all = [...discovery.documents, ...confirmation.documents];
    expect([all.length, new Set(all).size]).toEqual([62, 62]);
    expect(sources).toEqual(['Emma', 'Alice']);
    const of = (half: typeof discovery) => [0, 1].map((source) => half.sources.filter((own) => own === source).length);
    expect([of(discovery), of(confirmation)]).toEqual([
      [21, 10],
      [20, 11],
    ]);
  });

  it('go by the documents’ hashes', () => {
    expect(discovery.documents[0]).toBe(40);
    expect(confirmation.documents).toContain(0);
  });

  it('leave out the warm-up and say where each scored token stands, and each that is read', () => {
    const first = (discovery.documents[0] ?? 0) * 20;
    expect([...discovery.scored.positions.subarray(0, 12)]).toEqual(
      [4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19].map((offset) => first + offset),
    );
    expect([...discovery.types]).toEqual([...discovery.scored.positions]);
    expect([...discovery.read.positions.subarray(0, 20)]).toEqual(Array.from({ length: 20 }, (_, t) => first + t));
    expect([...discovery.readTypes]).toEqual([...discovery.read.positions]);
    expect([discovery.read.length, discovery.scored.length, discovery.warmUp]).toEqual([10, 6, 4]);
    expect([discovery.length, discovery.segments]).toEqual([6, 2]);
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

it('a few long documents are halved by their segments, which are swapped within them', () => {
  const { discovery, confirmation, swapped } = halvesOf(observed({ Emma: 1, Alice: 1 }, 30), 4);
  expect(swapped).toBe('segments within documents');
  expect([discovery.segments, discovery.sources.length]).toEqual([1, 30]);
  expect([...new Set(discovery.sources)]).toEqual([0, 1]);
  expect(Math.max(...discovery.scored.positions.filter((t) => t < 300))).toBeLessThan(
    Math.min(...confirmation.scored.positions.filter((t) => t < 300)),
  );
});

it('a text that was read as one stream is cut into pieces of 256 tokens, none of them warm-up', () => {
  const { discovery, confirmation } = halvesOf(observed({ 'a file': 1 }, 1, 2600), 0);
  expect([discovery.sources.length, confirmation.sources.length]).toEqual([5, 5]);
  expect(discovery.scored.positions[0]).toBe(0);
  expect(confirmation.scored.positions.at(-1)).toBe(2559);
});
