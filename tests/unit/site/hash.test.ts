import { expect, test } from 'vitest';
import { readHash, writeHash } from '../../../site/lib/hash.ts';

test('a state written to the address reads back', () => {
  const state = { feature: 2, neuron: 45, text: 'sampled', component: 'hidden.1' } as const;
  expect(writeHash(state)).toBe('#neuron=45&text=sampled&component=hidden.1&feature=2');
  expect(readHash(writeHash(state))).toEqual(state);
});

test('what goes without saying is left out', () => {
  expect(writeHash({ feature: 1, neuron: 0, text: 'observed', component: null })).toBe('#neuron=0&text=observed');
});

test('the hash of a section is no state, and nonsense is left alone', () => {
  expect(readHash('#feature-1')).toBeNull();
  expect(readHash('')).toBeNull();
  expect(readHash('#neuron=-1&text=all')).toEqual({ feature: 1 });
});
