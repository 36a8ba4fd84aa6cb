import { expect, it } from 'vitest';
import { joinsOf, usualHalves } from '../../../../runner/analysis/stats/joins.ts';

/** Segments one after the other, and where documents start. */
const joinsIn = (segments: number, length: number, documentStarts: number[], most = 64) => {
  const all = Array.from({ length: segments }, (_, index) => [index * length, length] as const);
  return joinsOf({ segments: all, documentStarts }, { most, halves: usualHalves });
};
const every = (step: number, end: number) => Array.from({ length: Math.ceil(end / step) }, (_, index) => index * step);

it('joins as many documents as there are, each to another one', () => {
  const joins = joinsIn(256, 256, every(512, 256 * 256));
  expect(joins).toMatchObject({ half: 128, acrossDocuments: true });
  const documents = joins?.positions.map((position) => Math.floor(position / 512)) ?? [];
  expect([documents.length, new Set(documents).size]).toEqual([64, 64]);
  for (const [join, partner] of (joins?.partners ?? []).entries()) expect(documents[partner]).not.toBe(documents[join]);
});

it.each([
  [100, 3, 7],
  [90, 2, 45],
  [128, 5, 31],
])('of %i segments in documents of very unequal length no piece is joined to its own', (segments, small, large) => {
  // One document of `large` segments, then small ones.
  const documentStarts = [0, ...every(small * 256, (segments - large) * 256).map((start) => large * 256 + start)];
  const joins = joinsIn(segments, 256, documentStarts, segments);
  const documentOf = (position = 0) => documentStarts.findLastIndex((start) => start <= position);
  expect(joins?.acrossDocuments).toBe(true);
  expect(new Set(joins?.partners)).toEqual(new Set(joins?.positions.keys()));
  for (const [join, partner] of (joins?.partners ?? []).entries())
    expect(documentOf(joins?.positions[partner])).not.toBe(documentOf(joins?.positions[join]));
});

it('a text that is one stream is cut into pieces, whose halves lie within it and do not overlap', () => {
  const joins = joinsIn(1, 64 * 100, [0]);
  expect(joins).toMatchObject({ half: 48, acrossDocuments: false });
  const ends = joins?.positions.flatMap((position) => [position - 48, position + 48]) ?? [];
  expect(ends).toHaveLength(128);
  expect([0, ...ends, 6400]).toEqual([0, ...ends, 6400].sort((a, b) => a - b));
  for (const [join, partner] of (joins?.partners ?? []).entries()) expect(Math.abs(partner - join)).toBe(32);
});

it.each([
  [63, 60, undefined],
  [64, 31, undefined],
  [64, 32, 16],
])('%i segments of %i tokens have halves of %s: 64 are asked for', (segments, length, half) => {
  expect(joinsIn(segments, length, every(length, segments * length))?.half).toBe(half);
});
