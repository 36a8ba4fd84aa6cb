import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { verdictLevels } from '../../../../runner/analysis/findings/claim-schema.ts';
import { rungLabels, rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import { rungStatuses } from '../../../../runner/analysis/findings/rungs-schema.ts';
import { statusSigns } from '../../../../runner/words/rungs.ts';
import { verdictNames } from '../../../../runner/words/verdict.ts';
import { rungState, statusClass, statusesOf, verdictClass } from '../../../../site/words/rungs.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

test('the rungs stand in the order of the ladder, each under a name of its own', () => {
  expect(rungNames).toEqual([...rungNames]);
  expect(new Set(Object.values(rungLabels)).size).toBe(5);
});

test('each status has a sign of its own, and is one class', () => {
  expect(new Set(rungStatuses.map((status) => statusSigns[status])).size).toBe(5);
  expect(statusClass('not testable')).toBe('not-testable');
});

test('a state is a sign that is seen and a word that is read', () => {
  const { document } = parseHTML('<div></div>');
  const told = (...how: Parameters<typeof rungState>) => {
    const box = document.createElement('div');
    box.innerHTML = rungState(...how).html;
    const unseen = [...box.querySelectorAll('.unseen')].map((each) => each.textContent);
    for (const each of box.querySelectorAll('[aria-hidden]')) expect(each.textContent).toHaveLength(1);
    return [box.textContent, ...unseen];
  };
  expect(rungStatuses.map((status) => told(status))).toEqual([
    ...[['✔ passed'], ['✖ failed'], ['∅ not applicable'], ['– not testable'], ['· not asked']],
  ]);
  expect(told('failed', true)).toEqual(['✖ failed', 'failed']);
});

test('every status occurs among the claims of a synthetic result', () => {
  const { evidence } = madeEvidence('lstm-dots');
  const found = new Set(evidence.claims.flatMap((claim) => Object.values(statusesOf(claim))));
  expect([...found].sort()).toEqual([...rungStatuses].sort());
});

test('verdicts stand in their order, and only the network that uses it is full', () => {
  expect(Object.keys(verdictNames)).toEqual([...verdictLevels]);
  expect(verdictLevels.filter((level) => verdictClass(level) === 'verdict-full')).toEqual(['used', 'replicated']);
  expect(verdictLevels.filter((level) => verdictClass(level) === 'verdict-none')).toEqual([
    'not confirmed',
    'meaningless too',
    'untrained too',
    'goes with it',
  ]);
});
