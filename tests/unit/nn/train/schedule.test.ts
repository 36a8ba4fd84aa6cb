import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../../../runner/nn/train/train.ts';

const at = (schedule: 'constant' | 'linear' | 'cosine', step: number, warmUp = 0) =>
  learningRateAt({ learningRate: 2, schedule, warmUp }, step, 100);

describe('the learning rate', () => {
  it('rises linearly while it warms up', () => {
    expect(at('constant', 1, 10)).toBeCloseTo(0.2, 12);
    expect(at('cosine', 5, 10)).toBeCloseTo(1, 12);
    expect(at('linear', 10, 10)).toBeCloseTo(2, 12);
  });

  it('stays, falls on a line, or falls on half a cosine, to a twentieth', () => {
    expect(at('constant', 100)).toBe(2);
    expect(at('linear', 50)).toBeCloseTo(2 * 0.525, 12);
    expect(at('linear', 100)).toBeCloseTo(0.1, 12);
    expect(at('cosine', 50)).toBeCloseTo(2 * 0.525, 12);
    expect(at('cosine', 100)).toBeCloseTo(0.1, 12);
    expect(at('cosine', 25)).toBeCloseTo(2 * (0.05 + 0.95 * (0.5 + Math.SQRT1_2 / 2)), 12);
  });
});
