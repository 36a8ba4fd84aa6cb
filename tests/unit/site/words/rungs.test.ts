import { expect, test } from 'vitest';
import { badge, statusClass } from '../../../../site/words/rungs.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

test('a badge shows all seven rungs, each with a sign and a word of its own for its status', () => {
  const { claim } = madeEvidence('lstm-dots');
  for (const index of [0, 1, 2, 3]) {
    expect(badge(claim(index)).map(({ rung }) => rung)).toEqual(['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7']);
  }
  const entries = [0, 1, 2, 3].flatMap((index) => badge(claim(index)));
  const signs = new Map(entries.map(({ status, symbol }) => [status, symbol]));
  expect([...signs.keys()].sort()).toEqual(['failed', 'not run', 'not testable', 'passed']);
  expect(new Set(signs.values()).size).toBe(4);
});

test('a status is one class', () => {
  expect(statusClass('not testable')).toBe('not-testable');
});
