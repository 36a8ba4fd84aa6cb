import { expect, test } from 'vitest';
import { tested } from '../../../../site/words/tested.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { claim } = madeEvidence('lstm-dots');

test('what passed is counted over all claims', () => {
  expect(tested([claim(0), claim(1), claim(2), claim(3)])).toBe(
    'Of 4 neurons tested, 2 hold on text that took no part in the choice (E3), 1 is shown to do more than read the token (E4), 1 comes back in networks of other seeds (E5) and 1 is shown to be used by the network (E6).',
  );
});

test('that none passed is said, and what could not be tested is named', () => {
  expect(tested([claim(2), claim(3)])).toBe(
    'Of 2 neurons tested, none holds on text that took no part in the choice (E3) and none is shown to do more than read the token (E4). E5 and E6 could not be tested or were not run.',
  );
});

test('one claim is told rung by rung', () => {
  expect(tested([claim(1)])).toBe('One neuron was tested: it passed E1, E2 and E3; failed E4, E5 and E6.');
  expect(tested([claim(2)])).toBe(
    'One neuron was tested: it passed no rung; failed E1, E2, E3 and E4; E5 and E6 could not be tested or were not run.',
  );
});

test('no claim is said to be none', () => {
  expect(tested([])).toBe('No neuron was tested on this feature.');
});
