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

test('the colours speak in the words of the feature, on the side on which the neuron is at it', () => {
  const quotes = {
    manifest: { ...result.manifest, features: [{ name: 'speech', nesting: 'quotes', depth: 1 }] },
  } as never;
  const own = { ...claim(0), feature: 'speech', verdict: { level: 'used' as const } };
  expect(colourWords(quotes, { ...own, sign: -1 })).toEqual(['somebody speaks', 'nobody speaks']);
  expect(colourWords(quotes, { ...own, sign: 1 })).toEqual(['nobody speaks', 'somebody speaks']);
  expect(colourWords(quotes, { ...own, verdict: { level: 'not confirmed' } })).toEqual(['low', 'high']);
  const plural = {
    ...own,
    feature: 'plural',
    sign: 1 as const,
    says: { whether: 'the subject is plural', event: null },
  };
  expect(colourWords(quotes, plural)).toEqual(['otherwise', 'the subject is plural']);
  expect(colourWords(quotes, { ...plural, says: { whether: 'it is inside a word', event: null } })).toEqual([
    ...['not inside a word', 'inside a word'],
  ]);
  expect(colourWords(quotes, undefined)).toEqual(['low', 'high']);
});
