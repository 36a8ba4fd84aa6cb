import { expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { matchedNeurons, neuronProfiles } from '../../../runner/ladder/matched-neurons.ts';

/** Noise with a mean, a spread and a correlation with the token before. */
function neuron(mean: number, deviation: number, lagOne: number, seed: number): Float32Array {
  const source = random(seed);
  let state = source.normal();
  return Float32Array.from({ length: 4000 }, () => {
    state = lagOne * state + Math.sqrt(1 - lagOne ** 2) * source.normal();
    return mean + deviation * state;
  });
}

it('the nearest neurons are those of like mean, spread, memory and weight', () => {
  const activations = [
    neuron(0, 1, 0.5, 1),
    neuron(3, 1, 0.5, 2), // another mean
    neuron(0, 9, 0.5, 3), // another spread
    neuron(0, 1, -0.5, 4), // another memory
    neuron(0, 1, 0.5, 5), // another weight
    neuron(0, 1.1, 0.55, 6),
    neuron(0.1, 1, 0.5, 7),
  ];
  const profiles = neuronProfiles(activations, 100, [1, 1, 1, 1, 50, 1, 1]);
  expect(matchedNeurons(profiles, 0, [], 2).sort()).toEqual([5, 6]);
  expect(matchedNeurons(profiles, 0, [5], 1)).toEqual([6]);
  expect(matchedNeurons(profiles, 0, [], 40)).toHaveLength(6);
});

it('the correlation with the token before stays within segments', () => {
  // Two neurons that alternate within segments of 2: one keeps the segment's sign, one flips inside it.
  const keeps = Float32Array.from({ length: 400 }, (_, t) => (Math.floor(t / 2) % 2 === 0 ? 1 : -1));
  const flips = Float32Array.from({ length: 400 }, (_, t) => (t % 2 === 0 ? 1 : -1));
  const [a, b] = neuronProfiles([keeps, flips], 2, [1, 1]);
  // Standardised over two neurons: correlations 1 and -1 stay 1 and -1.
  expect(a?.[2]).toBeCloseTo(1, 6);
  expect(b?.[2]).toBeCloseTo(-1, 6);
});

it('a neuron that never moves has a profile too', () => {
  const profiles = neuronProfiles([new Float32Array(100), neuron(0, 1, 0, 1), neuron(0, 1, 0, 2)], 10, [0, 1, 1]);
  expect(profiles.flatMap((profile) => [...profile]).every(Number.isFinite)).toBe(true);
  expect(matchedNeurons(profiles, 1, [], 1)).toEqual([2]);
});
