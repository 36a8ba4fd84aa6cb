import { describe, expect, it } from 'vitest';
import { writesOf } from '../../../../runner/analysis/atlas/writes.ts';

describe('writesOf', () => {
  // [vocabulary 4, units 2]
  const writes = writesOf(Float32Array.of(1, 0, 3, -4, -2, 8, 2, 0), 2, 2);

  it('names the tokens that each neuron raises and lowers most', () => {
    expect([...writes.raised]).toEqual([1, 3, 2, 0]);
    expect([...writes.lowered]).toEqual([2, 0, 1, 3]);
  });

  it('measures from the mean over the vocabulary', () => {
    expect([...writes.raisedBy]).toEqual([2, 1, 7, -1]);
    expect([...writes.loweredBy]).toEqual([-3, 0, -5, -1]);
  });

  it('names of equal weights the first token first when raised, and last when lowered', () => {
    const tied = writesOf(Float32Array.of(0, 5, -0, 5, -1, -1), 1, 3);
    expect([...tied.raised]).toEqual([1, 3, 0]);
    expect([...tied.lowered]).toEqual([5, 4, 2]);
  });
});
