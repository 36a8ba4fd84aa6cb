import { describe, expect, it } from 'vitest';
import { bigramAuc } from '../../../../runner/analysis/findings/lags.ts';

const text = (...types: number[]) => ({
  length: types.length,
  segments: 1,
  sources: Int32Array.of(0),
  types: Int32Array.from(types),
});

describe('bigramAuc', () => {
  it('tells wholly where the token before decides', () => {
    const half = { text: text(1, 0, 2, 0, 1, 0, 2, 0), mask: Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 0) };
    expect(bigramAuc(half, half, -1)).toBe(1);
    expect(bigramAuc(half, half, 0)).toBeLessThan(1);
  });

  it('counts on the one half and is judged on the other', () => {
    // After 1 the feature came in three of four places, after 2 in one of four.
    const counted = {
      text: text(1, 0, 1, 0, 1, 0, 1, 0, 2, 0, 2, 0, 2, 0, 2, 0),
      mask: Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    };
    // 0 comes before neither. Scores of the five judged tokens: 1 high, 2 low, by their token before.
    const judged = { text: text(1, 0, 2, 0, 1, 0), mask: Uint8Array.of(0, 0, 0, 1, 0, 1) };
    // Tokens 1 .. 5 follow 1, 0, 2, 0, 1; the feature is at 3 (after 2) and 5 (after 1); 0 scores lowest.
    // Pairs won: 3 beats 2, 4 and not 1; 5 beats 2, 4 and ties with 1: 4.5 of 6.
    expect(bigramAuc(counted, judged, -1)).toBeCloseTo(4.5 / 6, 12);
  });

  it('gives a new token the rate of the text', () => {
    const counted = { text: text(1, 2, 1, 2), mask: Uint8Array.of(1, 0, 1, 0) };
    const judged = { text: text(1, 3, 2), mask: Uint8Array.of(0, 1, 0) };
    expect(bigramAuc(counted, judged, 0)).toBe(0.5);
  });

  it('is null where all or none of the tokens carry the feature', () => {
    const half = { text: text(1, 2, 1), mask: Uint8Array.of(0, 0, 0) };
    expect(bigramAuc(half, half, 0)).toBeNull();
  });
});
