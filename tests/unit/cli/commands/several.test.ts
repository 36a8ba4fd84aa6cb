import { describe, expect, it } from 'vitest';
import { usualParallel } from '../../../../runner/cli/commands/several.ts';

const plenty = 1e12;

describe('how many experiments run side by side', () => {
  it('is one a core on a small machine, and one to two cores on a larger one', () => {
    expect([1, 2, 3, 4, 8, 15].map((cores) => usualParallel(20, cores, plenty))).toEqual([1, 2, 2, 2, 4, 8]);
  });

  it('is no more than there are, or than fit into memory, and at least one', () => {
    expect(usualParallel(3, 16, plenty)).toBe(3);
    expect(usualParallel(20, 16, 8e9)).toBe(3);
    expect(usualParallel(20, 16, 1e8)).toBe(1);
  });
});
