import { describe, expect, it } from 'vitest';
import { random, shuffle } from '../../../runner/core/random.ts';
import { decide, type TrialLosses } from '../../../runner/sweep/halving.ts';

const trial = (id: string, losses: number[], failed = false): TrialLosses => ({ id, losses, failed });
const rules = { rungs: 3, keep: 0.34 };

/** Plain successive halving: wait for a whole rung, sort, keep the best. Losses are [trial][rung]; NaN: it fails there. */
function plainly(losses: readonly (readonly number[])[], keep: number): { reached: number[]; done: number[] } {
  const rungs = losses[0]?.length ?? 0;
  const reached = losses.map(() => 0);
  let alive = losses.map((_, index) => index);
  for (let rung = 0; rung < rungs; rung++) {
    for (const index of alive) reached[index] = rung;
    const key = (index: number) => losses[index]?.[rung] || Number.POSITIVE_INFINITY;
    const ranked = alive.toSorted((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
    const failed = (index: number) => Number.isNaN(losses[index]?.[rung]);
    const kept = rung === rungs - 1 ? ranked : ranked.slice(0, Math.max(1, Math.floor(keep * alive.length + 1e-9)));
    alive = kept.filter((index) => !failed(index));
  }
  return { reached, done: alive.toSorted((a, b) => a - b) };
}

describe('successive halving', () => {
  it('promotes a trial only when its place is certain, and stops one as soon as it has none', () => {
    // Of nine three go on: with seven results, two of the others could still be better.
    const known = [5, 1, 2, 3, 4, 6, 7].map((loss, index) => trial(String(index), [loss]));
    const decisions = decide([...known, trial('7', []), trial('8', [])], rules);
    expect(decisions.get('1')).toEqual({ to: 1 });
    expect(decisions.get('2')).toBe('waits');
    expect(decisions.get('3')).toBe('waits');
    expect(decisions.get('4')).toBe('stopped');
    expect(decisions.get('7')).toEqual({ to: 0 });
  });

  it('lets one that failed keep its place, so that no worse one takes it', () => {
    const decisions = decide([trial('a', [1], true), trial('b', [2]), trial('c', [3])], { rungs: 2, keep: 0.34 });
    expect(Object.fromEntries(decisions)).toEqual({ a: 'failed', b: 'stopped', c: 'stopped' });
  });

  it('ends as plain successive halving does, in whatever order the trials come in', () => {
    const draw = random(7);
    for (let round = 0; round < 60; round++) {
      const count = 1 + draw.below(12);
      const keep = 0.2 + 0.6 * draw.uniform();
      // Few different losses, so that some are equal; no failures, whose place plain halving does not define.
      const losses = Array.from({ length: count }, () => Array.from({ length: 3 }, () => 1 + draw.below(6)));
      const given = losses.map((_, index) => trial(String(index), []));
      for (;;) {
        const open = [...decide(given, { rungs: 3, keep })].filter(([, decision]) => typeof decision === 'object');
        const [next] = shuffle(open, draw);
        if (next === undefined) break;
        const [id, decision] = next;
        const index = Number(id);
        const rung = (decision as { to: number }).to;
        const loss = losses[index]?.[rung];
        if (loss === undefined) throw new Error('no such trial');
        given[index] = trial(id, [...(given[index]?.losses ?? []), loss]);
      }
      const expected = plainly(losses, keep);
      const decisions = decide(given, { rungs: 3, keep });
      expect(given.map((each) => each.losses.length - 1)).toEqual(expected.reached);
      expect([...decisions].filter(([, decision]) => decision === 'done').map(([id]) => Number(id))).toEqual(
        expected.done,
      );
      expect([...decisions.values()].every((decision) => decision === 'done' || decision === 'stopped')).toBe(true);
    }
  });
});
