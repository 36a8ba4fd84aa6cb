import { expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { matchingCovariates, nearestNeurons } from '../../../runner/experiment/pairs/ask-pairs.ts';

const { normal, uniform } = random(11);
const noise = (deviation: number) => Float32Array.from({ length: 400 }, () => deviation * normal());
/** Goes from one value to the other every twenty tokens. */
const slow = (deviation: number) =>
  Float32Array.from({ length: 400 }, (_, t) => deviation * (Math.floor(t / 20) % 2 === 0 ? 1 : -1));
const inAnyOrder = (values: Float32Array) =>
  Float32Array.from(
    Array.from(values, (value) => [value, uniform()] as const)
      .sort(([, a], [, b]) => a - b)
      .map(([value]) => value),
  );

it.each([
  ['spread', [noise(1), noise(100), noise(1.1)], [1, 1, 1], 2],
  ['memory', [slow(1), inAnyOrder(slow(1)), slow(1.05)], [1, 1, 1], 2],
  ['outgoing weights', [slow(1), slow(1), slow(1.05)], [1, 100, 1], 2],
] as const)('the nearest neuron is near in %s', (_, rows, weights, nearest) => {
  // A dozen more, so that the measures have a scale.
  const more = Array.from({ length: 12 }, () => noise(1));
  const outgoing = Float32Array.from([...weights, ...more.map(() => 1)]);
  const measures = matchingCovariates([...rows, ...more], 400, [outgoing]);
  const order = nearestNeurons(measures, 0, () => true);
  expect(order).not.toContain(0);
  expect(order.indexOf(nearest)).toBeLessThan(order.indexOf(1));
  expect(nearestNeurons(measures, 0, (neuron) => neuron !== nearest)).not.toContain(nearest);
});
