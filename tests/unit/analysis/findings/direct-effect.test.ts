import { expect, it } from 'vitest';
import { directionOf, throughDecoder } from '../../../../runner/analysis/findings/direct-effect.ts';

it.each([
  [1, 'a 3, e 1', 'b -3, c -1'],
  // A component that lowers the hidden state promotes what the hidden state suppresses.
  [-1, 'b 3, c 1', 'a -3, e -1'],
] as const)('a neuron of direction %d promotes the largest weights, centred', (direction, ...expected) => {
  // [vocabulary 5, units 2]; column 1 is 4, -2, 0, 1, 2 with mean 1.
  const decoder = Float32Array.of(9, 4, 9, -2, 9, 0, 9, 1, 9, 2);
  const { promoted, suppressed } = throughDecoder(decoder, ['a', 'b', 'c', 'd', 'e'], 1, direction);
  const told = [promoted, suppressed].map((list) => list.map(({ token, weight }) => `${token} ${weight}`).join(', '));
  expect(told).toEqual(expected);
});

it.each([
  ['cell', 0, 1],
  ['forget', 1, null],
  ['output', 0.97, 1],
  ['output', 0.02, -1],
  ['output', 0.6, null],
] as const)('of a %s above 0 at %d of the tokens the direction is %s', (component, share, direction) => {
  const signs = Float32Array.from({ length: component === 'cell' ? 0 : 100 }, (_, t) => (t < 100 * share ? 1 : -1));
  expect(directionOf(component, signs)).toBe(direction);
});
