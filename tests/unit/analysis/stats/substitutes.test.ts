import { expect, it } from 'vitest';
import { substituteCount, substitutesOf } from '../../../../runner/analysis/stats/substitutes.ts';

const vocabulary = 100;

it('tokens of the same class of frequency stand in for one, never itself', () => {
  const classes = [
    [0, 8],
    [8, 16],
    [16, 32],
    [32, 64],
    [64, 100],
  ] as const;
  for (const [from, to] of classes) {
    for (let id = from; id < to; id++) {
      const others = substitutesOf(id, vocabulary, [0]);
      expect(others).toHaveLength(substituteCount);
      expect(others.every((other) => other >= Math.max(1, from) && other < to && other !== id)).toBe(true);
      // The same ones each time, so that two ways to compute a part compute the same part.
      expect(substitutesOf(id, vocabulary, [0])).toEqual(others);
    }
  }
  expect(new Set(Array.from({ length: 36 }, (_, index) => substitutesOf(64 + index, vocabulary, []).join())).size).toBe(
    36,
  );
});

it('any other token does where the class has no other, and none where there is none', () => {
  expect(new Set(substitutesOf(8, 9, []))).not.toContain(8);
  expect(substitutesOf(8, 9, [])).toHaveLength(substituteCount);
  expect(substitutesOf(0, 1, [])).toEqual([]);
  expect(substitutesOf(1, 2, [0])).toEqual([]);
});
