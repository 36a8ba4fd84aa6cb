import { expect, it } from 'vitest';
import { directionOf, throughDecoder } from '../../../../runner/analysis/findings/direct-effect.ts';

// [vocabulary 5, units 2]; column 1 is 4, -2, 0, 1, 2 with mean 1.
const decoder = Float32Array.of(9, 4, 9, -2, 9, 0, 9, 1, 9, 2);
const vocabulary = ['a', 'b', 'c', 'd', 'e'];

it('a neuron promotes the tokens with the largest weights, centred over the vocabulary, and suppresses the smallest', () => {
  expect(throughDecoder(decoder, vocabulary, 1, 1)).toEqual({
    promoted: [
      { token: 'a', weight: 3 },
      { token: 'e', weight: 1 },
    ],
    suppressed: [
      { token: 'b', weight: -3 },
      { token: 'c', weight: -1 },
    ],
  });
});

it('a component that lowers the hidden state promotes what the hidden state suppresses', () => {
  expect(throughDecoder(decoder, vocabulary, 1, -1).promoted.map(({ token }) => token)).toEqual(['b', 'c']);
});

it('only components that have one get a direction', () => {
  expect(directionOf('cell', [])).toBe(1);
  expect(directionOf('forget', [1, 1])).toBeNull();
  const mostly = (share: number) => Array.from({ length: 100 }, (_, t) => (t < 100 * share ? 1 : -1));
  expect(directionOf('output', mostly(0.97))).toBe(1);
  expect(directionOf('output', mostly(0.02))).toBe(-1);
  expect(directionOf('output', mostly(0.6))).toBeNull();
});
