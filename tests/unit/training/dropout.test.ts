import { describe, expect, it } from 'vitest';
import { dropoutMask } from '../../../runner/training/dropout.ts';

describe('a dropout mask', () => {
  it('drops the asked share and keeps the mean', () => {
    const { keep, scale } = dropoutMask(200_000, 0.4, [1, 2, 3]);
    const kept = keep.reduce((sum, bit) => sum + bit, 0) / keep.length;
    // Five standard deviations of a share of 200,000 draws.
    expect(Math.abs(kept - 0.6)).toBeLessThan(5 * Math.sqrt((0.4 * 0.6) / 200_000));
    expect(scale * 0.6).toBeCloseTo(1, 4);
  });

  it('depends on its seeds alone', () => {
    const mask = (...seeds: number[]) => dropoutMask(64, 0.5, seeds).keep.join('');
    expect(mask(1, 5, 0)).toBe(mask(1, 5, 0));
    expect(new Set([mask(1, 5, 0), mask(2, 5, 0), mask(1, 6, 0), mask(1, 5, 1)]).size).toBe(4);
  });

  it('has an odd length too, and rate 0 drops nothing', () => {
    expect(dropoutMask(7, 0, [0]).keep).toEqual(new Uint8Array(7).fill(1));
  });
});
