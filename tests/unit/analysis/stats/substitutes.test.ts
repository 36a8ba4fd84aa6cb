import { expect, it } from 'vitest';
import { substituteCount, substitutesOf } from '../../../../runner/analysis/stats/substitutes.ts';

it.each(['0 8', '8 16', '16 32', '32 64', '64 100'])('tokens of ranks %s stand in for one another', (ends) => {
  const [from = 0, to = 0] = ends.split(' ').map(Number);
  const seen = new Set<string>();
  for (let id = from; id < to; id++) {
    const others = substitutesOf(id, 100, [0]);
    expect(others).toHaveLength(substituteCount);
    expect(others.every((other) => other >= Math.max(1, from) && other < to && other !== id)).toBe(true);
    // The same ones each time, so that two ways to compute a part compute the same part.
    expect(substitutesOf(id, 100, [0])).toEqual(others);
    seen.add(others.join());
  }
  if (from === 64) expect(seen.size).toBe(36);
});

it('any other token does where the class has no other, and none where there is none', () => {
  const only = substitutesOf(8, 9, []);
  expect([only.length, only.includes(8)]).toEqual([substituteCount, false]);
  expect([substitutesOf(0, 1, []), substitutesOf(1, 2, [0])]).toEqual([[], []]);
});
