import { describe, expect, it } from 'vitest';
import { holm } from '../../../../runner/analysis/stats/holm.ts';

describe("Holm's adjustment", () => {
  it('multiplies the smallest p by their number, the next by one less, and never falls', () => {
    // By hand: .01 x 4, .02 x 3, .03 x 2, .04 x 1, and from the second on at least the one before.
    expect(holm([0.02, 0.01, 0.04, 0.03])).toEqual([0.06, 0.04, 0.06, 0.06]);
  });

  it('stays at 1 at most, and has nothing to say of nothing', () => {
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
