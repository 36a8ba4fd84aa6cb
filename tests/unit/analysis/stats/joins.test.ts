import { expect, it } from 'vitest';
import { joinsOf, usualHalves } from '../../../../runner/analysis/stats/joins.ts';

const wanted = { most: 64, halves: usualHalves };
/** Segments one after the other, and documents of so many segments each. */
const text = (segments: number, length: number, each: number) => ({
  segments: Array.from({ length: segments }, (_, index) => [index * length, length] as const),
  documentStarts: Array.from({ length: Math.ceil(segments / each) }, (_, index) => index * each * length),
});

it('joins as many documents as there are, each to another one', () => {
  const joins = joinsOf(text(256, 256, 2), wanted);
  expect(joins?.half).toBe(128);
  expect(joins?.positions).toHaveLength(64);
  const documents = joins?.positions.map((position) => Math.floor(position / 512)) ?? [];
  expect(new Set(documents).size).toBe(64);
  expect(joins?.acrossDocuments).toBe(true);
  for (const [join, partner] of (joins?.partners ?? []).entries()) expect(documents[partner]).not.toBe(documents[join]);
});

it.each([
  [100, 3, 7],
  [90, 2, 45],
  [128, 5, 31],
])(
  'of %i segments in documents of very unequal length no piece is joined to its own document',
  (segments, small, large) => {
    const starts = Array.from({ length: segments }, (_, index) => index * 256);
    // One document of `large` segments, then small ones.
    const documentStarts = [0, ...starts.filter((_, index) => index >= large && (index - large) % small === 0)];
    const joins = joinsOf(
      { segments: starts.map((start) => [start, 256] as const), documentStarts },
      { ...wanted, most: segments },
    );
    const documentOf = (position: number) => documentStarts.findLastIndex((start) => start <= position);
    expect(joins?.acrossDocuments).toBe(true);
    expect(new Set(joins?.partners)).toEqual(new Set(joins?.positions.keys()));
    joins?.partners.forEach((partner, join) => {
      expect(documentOf(joins.positions[partner] ?? 0)).not.toBe(documentOf(joins.positions[join] ?? 0));
    });
  },
);

it('a text that is one stream is cut into pieces, whose halves lie within it and do not overlap', () => {
  const joins = joinsOf({ segments: [[0, 64 * 100]], documentStarts: [0] }, wanted);
  expect(joins).toMatchObject({ half: 48, acrossDocuments: false });
  const pieces = joins?.positions.map((position) => [position - 48, position + 48]) ?? [];
  expect(pieces).toHaveLength(64);
  pieces.reduce((end, [from = 0, to = 0]) => {
    expect(from).toBeGreaterThanOrEqual(end);
    expect(to).toBeLessThanOrEqual(6400);
    return to;
  }, 0);
  for (const [join, partner] of (joins?.partners ?? []).entries()) expect(Math.abs(partner - join)).toBe(32);
});

it('there are none where the text is too short for 64', () => {
  expect(joinsOf(text(63, 60, 1), wanted)).toBe(null);
  expect(joinsOf(text(64, 31, 1), wanted)).toBe(null);
  expect(joinsOf(text(64, 32, 1), wanted)?.half).toBe(16);
});
