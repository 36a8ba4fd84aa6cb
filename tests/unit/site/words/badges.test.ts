import { expect, test } from 'vitest';
import { badgesOf } from '../../../../site/words/rungs.ts';

type Statuses = Parameters<typeof badgesOf>[0];

const badges = (...statuses: string[]) => {
  const names = ['heldOut', 'learned', 'specific', 'used', 'replicated'];
  const rungs = Object.fromEntries(names.map((name, index) => [name, { status: statuses[index] }]));
  return badgesOf({ rungs } as unknown as Statuses).map(({ words }) => words);
};

test('a finding has a badge for each rung that was asked, and for what was not asked where none failed', () => {
  expect(badges('passed', 'passed', 'not testable', 'passed', 'not run')).toEqual([
    'Holds on new pages',
    'Learned',
    'No look-alike to tell it from',
    'Used by the network',
    'Not yet repeated in a second network',
  ]);
  expect(badges('passed', 'failed', 'not run', 'not run', 'not run')).toEqual(['Holds on new pages', 'Not learned']);
  expect(badges('passed', 'not applicable', 'failed', 'not run', 'not run')).toEqual([
    'Holds on new pages',
    'Look-alikes do as well',
  ]);
});
