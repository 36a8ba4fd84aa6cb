import { describe, expect, it } from 'vitest';
import { leaveOneOut } from '../../../runner/stats/leave-one-out.ts';

describe('an estimate with its documents left out', () => {
  it('of a mean is the t test of that mean', () => {
    // 1 to 5: mean 3, standard error sqrt(2.5 / 5); t(.975; 4) = 2.776445.
    const values = [1, 2, 3, 4, 5];
    const { t, interval, p } = leaveOneOut(
      3,
      values.map((value) => (15 - value) / 4),
    );
    const error = Math.sqrt(0.5);
    expect(t).toBeCloseTo(3 / error, 9);
    expect(interval[0]).toBeCloseTo(3 - 2.776445 * error, 5);
    // One-sided tail of t = 4.2426 with 4 degrees of freedom.
    expect(p).toBeCloseTo(0.006618, 4);
  });

  it('says nothing for a value that no document changes', () => {
    expect(leaveOneOut(0, [0, 0, 0]).p).toBe(1);
  });
});
