import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dropoutMask, keptScale } from '../../../../runner/nn/train/dropout.ts';

describe('a dropout mask', () => {
  it('drops the asked share and keeps the mean', () => {
    const keep = dropoutMask(200_000, 0.4, [1, 2, 3]);
    const kept = keep.reduce((sum, bit) => sum + bit, 0) / keep.length;
    // Five standard deviations of a share of 200,000 draws.
    expect(Math.abs(kept - 0.6)).toBeLessThan(5 * Math.sqrt((0.4 * 0.6) / 200_000));
    expect(keptScale(0.4) * 0.6).toBeCloseTo(1, 4);
  });

  it('depends on its seeds alone', () => {
    const mask = (...seeds: number[]) => dropoutMask(64, 0.5, seeds).join('');
    expect(mask(1, 5, 0)).toBe(mask(1, 5, 0));
    expect(new Set([mask(1, 5, 0), mask(2, 5, 0), mask(1, 6, 0), mask(1, 5, 1)]).size).toBe(4);
  });

  it('is the one that published models were trained with', () => {
    const hash = (mask: Uint8Array) => createHash('sha256').update(mask).digest('hex').slice(0, 16);
    expect([...dropoutMask(7, 0.4, [0, 0, 0])]).toEqual([1, 1, 1, 0, 1, 1, 1]);
    // Of the masks as they were drawn until November 2026, word by word.
    expect(hash(dropoutMask(20_001, 0.4, [3, 17, 1]))).toBe('83a005d0bf103d10');
    expect(hash(dropoutMask(20_000, 0.25, [2 ** 40, 5, 2]))).toBe('fb68a04b91da40d2');
  });

  it('has an odd length too, and rate 0 drops nothing', () => {
    expect(dropoutMask(7, 0, [0])).toEqual(new Uint8Array(7).fill(1));
  });
});
