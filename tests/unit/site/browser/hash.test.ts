import { expect, test } from 'vitest';
import { readHash, writeHash } from '../../../../site/browser/hash.ts';

test('a state written to the address reads back', () => {
  const state = { neuron: 45, text: 'sampled', component: 'hidden.1' } as const;
  expect(writeHash(state)).toBe('#neuron=45&text=sampled&component=hidden.1');
  expect(readHash(writeHash(state))).toEqual(state);
});

test.each([
  [{ stretch: [12, 20], token: 14, details: true }, '#neuron=45&text=observed&select=12-20&token=14&details=1'],
  [{ pattern: '[.?!]|a b&c=d#+%' }, '#neuron=45&text=observed&pattern=%5B.%3F%21%5D%7Ca+b%26c%3Dd%23%2B%25'],
  [{ stretch: [0, 0] }, '#neuron=45&text=observed&select=0-0'],
] as const)('chosen tokens and details read back: %o', (chosen, hash) => {
  const state = { neuron: 45, text: 'observed', ...chosen } as const;
  expect(writeHash(state)).toBe(hash);
  expect(readHash(hash)).toEqual(state);
});

test.each(['5-2', '5', '-1-3', 'a-b', ''])('a stretch that is none, %o, is left alone', (select) => {
  expect(readHash(`#neuron=1&select=${select}`)).toEqual({ neuron: 1 });
});

test('a stretch goes before a pattern, and a pattern of a thousand letters is not read', () => {
  expect(readHash('#neuron=1&select=2-3&pattern=a')).toEqual({ neuron: 1, stretch: [2, 3] });
  expect(readHash(`#neuron=1&pattern=${'a'.repeat(1000)}`)).toEqual({ neuron: 1 });
});

test('what goes without saying is left out', () => {
  expect(writeHash({ neuron: 0, text: 'observed', component: null })).toBe('#neuron=0&text=observed');
});

test('the hash of a section is no state, and nonsense is left alone', () => {
  expect(readHash('#feature-1')).toBeNull();
  expect(readHash('')).toBeNull();
  expect(readHash('#neuron=-1&text=all')).toEqual({});
});
