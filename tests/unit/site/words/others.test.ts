import { expect, test } from 'vitest';
import { colourWords } from '../../../../site/words/change.ts';
import type { Teller } from '../../../../site/words/features/told.ts';
import { othersOf } from '../../../../site/words/others.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { result, claim } = madeEvidence('lstm-dots');
const teller = (neuron: number): Teller => ({
  neuron,
  discovery: 0.9,
  confirmation: 0.1,
  learned: true,
  detector: null,
});

test('beside the neuron that leads stand five others, those with claims first, each once', () => {
  const claims = [1, 2, 3].map((neuron) => ({ ...claim(0), neuron }));
  const others = othersOf(2, claims, [2, 3, 7, 8, 9, 10].map(teller), undefined);
  expect(others.map(({ neuron }) => neuron)).toEqual([1, 3, 7, 8, 9]);
  expect(others.map((each) => each.claim !== undefined)).toEqual([true, true, false, false, false]);
  expect(others[2]?.score).toBe('↓\u00a00.90');
  const [untested] = othersOf(0, [{ ...claim(0), neuron: 1, effect: null }], [], undefined);
  expect(untested?.score).toBe('');
});

const quotes = {
  manifest: { ...result.manifest, features: [{ name: 'speech', nesting: 'quotes', depth: 1 }] },
} as never;
const own = { ...claim(0), feature: 'speech', verdict: { level: 'used' as const }, sign: 1 as const };
const of = (whether: string) => ({ ...own, feature: 'other', says: { whether, event: null } });
test.each([
  ['lower at the feature', { ...own, sign: -1 as const }, ['somebody speaks', 'nobody speaks']],
  ['higher', own, ['nobody speaks', 'somebody speaks']],
  ['what did not hold', { ...own, verdict: { level: 'not confirmed' as const } }, ['low', 'high']],
  ['a sentence of its own', of('the subject is plural'), ['otherwise', 'the subject is plural']],
  ['a place', of('it is inside a word'), ['not inside a word', 'inside a word']],
  ['nothing tested', undefined, ['low', 'high']],
])(
  'the colours speak in the words of the feature, on the side on which the neuron is at it: %s',
  (_, tested, words) => {
    expect(colourWords(quotes, tested)).toEqual(words);
  },
);
