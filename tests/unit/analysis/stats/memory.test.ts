import { describe, expect, it } from 'vitest';
import { joinsOf, usualHalves } from '../../../../runner/analysis/stats/joins.ts';
import { halfLife, memoryOf } from '../../../../runner/analysis/stats/memory.ts';
import { made, nearly } from './reference.ts';

/** null: not reached. */
type Found = { halfLife: number | null; interval: [number | null, number | null]; left: number[] };
type Fixture = Record<'own' | 'other', number[][]> & { joins: number; found: Found[] };

const fixture = made<Fixture>('memory/memory');
const [own = [], other = []] = [fixture.own, fixture.other].map((rows) => rows.map((row) => Float32Array.from(row)));
const joined = { own, other, joins: fixture.joins };

it('half-lives, their intervals and what is left are those of NumPy and SciPy', () => {
  const finite = (value: number | null) => value ?? Number.POSITIVE_INFINITY;
  const expected = fixture.found.map(({ halfLife: life, interval, left }) => {
    const [own] = nearly([finite(life)], 4);
    // No token was read 20 tokens behind the first.
    return { halfLife: own, interval: nearly(interval.map(finite), 4), left: [...nearly(left, 5), Number.NaN] };
  });
  expect(memoryOf(joined, [1, 8, 20])).toEqual(expected);
  // The last one holds on beyond what was read.
  expect(fixture.found.map((each) => each.halfLife === null)).toEqual([false, false, false, true]);
});

const shared = (f: number) => Array.from({ length: 60 }, (_, t) => f ** t);
type Life = [what: string, shares: number[], halfLife: number];
it.each<Life>([
  ['what is all gone at the next token', [1, 0, 0], 0],
  ['what stays, beyond all that was read', [1, 0.9, 0.8], Number.POSITIVE_INFINITY],
  ...[0.1, 0.5, 0.97].map((f): Life => [`a share of ${f} a token`, shared(f), Math.log(0.5) / Math.log(f)]),
  ['what comes back, counted from the first time that half is gone', [1, 0.4, 0.9], Math.log(0.5) / Math.log(0.4)],
])('the half-life of %s', (_, shares, expected) => {
  expect(halfLife(Float64Array.from(shares))).toBeCloseTo(expected, 10);
});

it('what never differs has none; a single join is refused, and neurons of other lengths', () => {
  const same = [Float32Array.of(1, 2, 3, 4)];
  expect(memoryOf({ own: same, other: same, joins: 2 }, [1])[0]?.halfLife).toBeNaN();
  const row = [new Float32Array(4)];
  expect(() => memoryOf({ own: row, other: row, joins: 1 }, [])).toThrow(RangeError);
  expect(() => memoryOf({ own: row, other: [new Float32Array(3)], joins: 2 }, [])).toThrow(/4 and 3 values of 2 joins/);
});

describe('the joins of texts', () => {
  /** Segments one after the other, and where documents start. */
  const joinsIn = (segments: number, length: number, documentStarts: number[], most = 64) => {
    const all = Array.from({ length: segments }, (_, index) => [index * length, length] as const);
    return joinsOf({ segments: all, documentStarts }, { most, halves: usualHalves });
  };
  const every = (step: number, end: number) =>
    Array.from({ length: Math.ceil(end / step) }, (_, index) => index * step);

  it('joins as many documents as there are, each to another one', () => {
    const joins = joinsIn(256, 256, every(512, 256 * 256));
    expect(joins).toMatchObject({ half: 128, acrossDocuments: true });
    const documents = joins?.positions.map((position) => Math.floor(position / 512)) ?? [];
    expect([documents.length, new Set(documents).size]).toEqual([64, 64]);
    for (const [join, partner] of (joins?.partners ?? []).entries())
      expect(documents[partner]).not.toBe(documents[join]);
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
    [63, 60, null],
    [64, 31, null],
    [64, 32, expect.objectContaining({ half: 16 })],
  ])('%i segments of %i tokens: none where there is no room for 64', (segments, length, expected) => {
    expect(joinsIn(segments, length, every(length, segments * length))).toEqual(expected);
  });
});
