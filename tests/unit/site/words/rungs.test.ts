import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { verdictLevels } from '../../../../runner/analysis/findings/claim-schema.ts';
import { rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import { rungStatuses } from '../../../../runner/analysis/findings/rungs-schema.ts';
import { badgesOf, rungState, verdictClass } from '../../../../site/words/rungs.ts';

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
    ['✔ passed'],
    ['✖ failed'],
    ['∅ not applicable'],
    ['– not testable'],
    ['· not asked'],
  ]);
  expect(told('failed', true)).toEqual(['✖ failed', 'failed']);
});

test('only the network that uses it is full', () => {
  expect(verdictLevels.filter((level) => verdictClass(level) === 'verdict-full')).toEqual(['used', 'replicated']);
  expect(verdictLevels.filter((level) => verdictClass(level) === 'verdict-none')).toEqual([
    'not confirmed',
    'meaningless too',
    'untrained too',
    'goes with it',
  ]);
});

test.each([
  [
    ['passed', 'passed', 'not testable', 'passed', 'not run'],
    [
      'Holds on new pages',
      'Learned',
      'No look-alike to tell it from',
      'Used by the network',
      'Not yet repeated in a second network',
    ],
  ],
  [
    ['passed', 'failed', 'not run', 'not run', 'not run'],
    ['Holds on new pages', 'Not learned'],
  ],
  [
    ['passed', 'not applicable', 'failed', 'not run', 'not run'],
    ['Holds on new pages', 'Look-alikes do as well'],
  ],
])(
  'a finding has a badge for each rung that was asked, and for what was not where none failed: %j',
  (statuses, badges) => {
    const rungs = Object.fromEntries(rungNames.map((name, index) => [name, { status: statuses[index] }]));
    expect(badgesOf({ rungs } as never).map(({ words }) => words)).toEqual(badges);
  },
);
