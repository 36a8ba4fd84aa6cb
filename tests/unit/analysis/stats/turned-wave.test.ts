import { describe, expect, it } from 'vitest';
import { turnedWave } from '../../../../runner/analysis/stats/turned-wave.ts';

describe('a wave turned on step by step', () => {
  it('is the cosine and the sine, whatever lengths were asked for before', () => {
    for (const [cycles, length] of [
      [5, 101],
      [5.25, 101],
      [5, 77],
      [5, 101],
    ] as const) {
      const wave = turnedWave(cycles, length);
      expect(wave).toHaveLength(2 * length);
      for (let t = 0; t < length; t++) {
        const angle = (2 * Math.PI * cycles * t) / length;
        expect(wave[2 * t]).toBeCloseTo(Math.cos(angle), 12);
        expect(wave[2 * t + 1]).toBeCloseTo(Math.sin(angle), 12);
      }
    }
  });
});
