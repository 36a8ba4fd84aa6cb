import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../runner/nn/train/train.ts';

describe('the pace of a training', () => {
  it('is not told by the first steps, which wait for what is compiled', () => {
    const pace = new Pace(0);
    // Twenty seconds until the first ten steps were done, and half a second for each ten after them.
    pace.mark(20, 10);
    expect(pace.mark(20.5, 10)).toBeCloseTo(20, 10);
  });

  it('follows a pace that changes, and no single step', () => {
    const pace = new Pace(0);
    let now = 0;
    for (let k = 0; k < 40; k++) pace.mark(++now, 1);
    now += 10;
    const afterOne = 1 / pace.mark(now, 1);
    expect(afterOne).toBeGreaterThan(1);
    expect(afterOne).toBeLessThan(1.5);
    let last = 0;
    for (let k = 0; k < 200; k++) {
      now += 2;
      last = pace.mark(now, 1);
    }
    expect(1 / last).toBeCloseTo(2, 1);
  });
});
