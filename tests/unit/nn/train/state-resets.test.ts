import { describe, expect, it } from 'vitest';
import { keptStreams } from '../../../../runner/nn/train/trainer.ts';

describe('state resets', () => {
  it('set about one stream in a hundred to zero', () => {
    const kept = keptStreams(100_000, [3, 1]);
    const reset = kept.filter((keep) => keep === 0).length;
    // Five standard deviations of a share of 1%.
    expect(Math.abs(reset - 1000)).toBeLessThan(5 * Math.sqrt(990));
    expect(kept.every((keep) => keep === 0 || keep === 1)).toBe(true);
  });

  it('depend on seed and step alone', () => {
    const at = (...seeds: number[]) => keptStreams(4000, seeds).join('');
    expect(at(1, 7)).toBe(at(1, 7));
    expect(new Set([at(1, 7), at(1, 8), at(2, 7)]).size).toBe(3);
  });
});
