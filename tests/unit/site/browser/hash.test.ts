import { expect, test } from 'vitest';
import { readHash, writeHash } from '../../../../site/browser/hash.ts';

test.each([
  [{ neuron: 45, text: 'sampled' }, '#neuron=45&text=sampled'],
  [{ neuron: 45, text: 'observed', stretch: [12, 20], token: 14 }, '#neuron=45&text=observed&select=12-20&token=14'],
  [{ neuron: 0, text: 'observed', stretch: [0, 0] }, '#neuron=0&text=observed&select=0-0'],
] as const)('a state written to the address reads back: %o', (state, hash) => {
  expect(writeHash(state)).toBe(hash);
  expect(readHash(hash)).toEqual(state);
});

test.each(['5-2', '5', '-1-3', 'a-b', ''])('a stretch that is none, %o, is left alone', (select) => {
  expect(readHash(`#neuron=1&select=${select}`)).toEqual({ neuron: 1 });
});

test('the hash of a section is no state, and what no page shows any more is left alone', () => {
  expect(readHash('#feature-1')).toBeNull();
  expect(readHash('')).toBeNull();
  expect(readHash('#neuron=-1&text=all')).toEqual({});
  expect(readHash('#neuron=3&text=observed&component=cell.1&pattern=a&details=1')).toEqual({
    neuron: 3,
    text: 'observed',
  });
});
