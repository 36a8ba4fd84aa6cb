import { expect, test } from 'vitest';
import type { RungName, RungStatus } from '../../../../runner/results/evidence-schema-1.ts';
import { byReach } from '../../../../site/words/reach.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { claim } = madeEvidence('lstm-dots');

/** The first claim of lstm-dots, which passes every rung, with other statuses and another effect. */
function made(statuses: Partial<Record<RungName, RungStatus>>, localAuc = 0.2) {
  const copy = structuredClone(claim(0));
  for (const [rung, status] of Object.entries(statuses)) copy.rungs[rung as RungName].status = status;
  if (copy.rungs.E1.measured) copy.rungs.E1.measured.localAuc = localAuc;
  return copy;
}

test('a claim that fails later gets further, however strong the one that fails earlier', () => {
  const [early, late] = [made({ E2: 'failed' }, 0.01), made({ E4: 'failed' }, 0.4)];
  expect([early, late].sort(byReach)).toEqual([late, early]);
});

test('of claims that stop at the same rung, the one that passes more of the others comes first, then the stronger', () => {
  const [more, strong, weak] = [
    made({ E4: 'not testable' }, 0.45),
    made({ E4: 'failed', E6: 'not run' }, 0.9),
    made({ E4: 'failed', E6: 'not run' }, 0.3),
  ];
  expect([weak, strong, more].sort(byReach)).toEqual([more, strong, weak]);
});

test('examples count for nothing, and no claim comes last', () => {
  expect(byReach(made({ E7: 'not run' }), made({}))).toBe(0);
  expect(byReach(undefined, made({ E1: 'failed' }))).toBeGreaterThan(0);
});
