import { describe, expect, it } from 'vitest';
import { Pace } from '../../../runner/training/progress.ts';

describe('how long a training takes yet', () => {
  it('is not told by the first steps, which wait for what is compiled', () => {
    const pace = new Pace(0);
    // Twenty seconds until the first ten steps were done, and half a second for each ten after them.
    pace.mark(20, 10);
    expect(pace.left(1000)).toBeNaN();
    expect(pace.mark(20.5, 10)).toBeCloseTo(20, 10);
    expect(pace.left(1000)).toBeCloseTo(50, 10);
  });

  it('follows a pace that changes, and no single step', () => {
    const pace = new Pace(0);
    let now = 0;
    for (let k = 0; k < 40; k++) pace.mark(++now, 1);
    now += 10;
    pace.mark(now, 1);
    expect(pace.left(1)).toBeGreaterThan(1);
    expect(pace.left(1)).toBeLessThan(1.5);
    for (let k = 0; k < 200; k++) {
      now += 2;
      pace.mark(now, 1);
    }
    expect(pace.left(1)).toBeCloseTo(2, 1);
  });
});
