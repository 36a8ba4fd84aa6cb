import { expect, test } from 'vitest';
import { tested } from '../../../../site/words/finding.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { claim } = madeEvidence('lstm-dots');

test('verdicts are counted over all claims, the highest first', () => {
  expect(tested([claim(2), claim(1), claim(2), claim(0)])).toBe(
    'Verdicts on 4 neurons: “remembers it, the network uses it, and 3 of 4 other networks have such a neuron” (1), “not learned (untrained networks do this too)” (1), “not confirmed” (2).',
  );
});

test('one claim is told by its verdict', () => {
  expect(tested([claim(1)])).toBe('One neuron was tested: not learned (untrained networks do this too).');
});

test('no claim is said to be none', () => {
  expect(tested([])).toBe('No neuron was tested.');
});
