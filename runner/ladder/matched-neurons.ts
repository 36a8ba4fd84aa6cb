/**
 * The neurons that a claimed one is compared with when it is taken away: like it in all that makes a neuron matter
 * whatever it means. Pure.
 * Source: Morcos et al. 2018 (selective neurons are not more important than others); matching by standardised distance.
 */
import type { Activations } from '../stats/tested-text.ts';

/** Fewest neurons with which a neuron that is first among them has p < .05 with room for one tie: 2 / 41. */
export const matchedCount = 40;

/**
 * What neurons are matched on: mean, logarithm of the standard deviation, correlation with the token before in the same
 * segment, logarithm of the norm of what reads the neuron; each standardised over the neurons.
 * @param activations of all neurons, on the discovery half.
 * @param length tokens of a segment.
 * @param norms [neurons] Euclidean norm of the weights that read each neuron's hidden state (see `readerNorms`).
 * @returns [neurons] each [4].
 */
export function neuronProfiles(activations: Activations, length: number, norms: ArrayLike<number>): Float64Array[] {
  const raw = activations.map((activation, neuron) => {
    const { mean, deviation, lagOne } = moments(activation, length);
    return [mean, logarithm(deviation), lagOne, logarithm(norms[neuron] ?? 0)];
  });
  const profiles = raw.map(() => new Float64Array(4));
  for (let trait = 0; trait < 4; trait++) {
    const values = raw.map((each) => each[trait] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    profiles.forEach((profile, neuron) => {
      profile[trait] = deviation === 0 ? 0 : ((values[neuron] ?? 0) - mean) / deviation;
    });
  }
  return profiles;
}

/**
 * The `count` neurons nearest to one, by Euclidean distance between profiles; the nearest first.
 * @param exclude neurons that may not be chosen: those that are claimed for the same feature.
 */
export function matchedNeurons(
  profiles: readonly Float64Array[],
  neuron: number,
  exclude: readonly number[],
  count = matchedCount,
): number[] {
  const own = profiles[neuron];
  if (own === undefined) throw new RangeError(`matchedNeurons: there is no neuron ${neuron} of ${profiles.length}`);
  return profiles
    .map((profile, other) => ({ other, distance: profile.reduce((sum, x, i) => sum + (x - (own[i] ?? 0)) ** 2, 0) }))
    .filter(({ other }) => other !== neuron && !exclude.includes(other))
    .sort((a, b) => a.distance - b.distance || a.other - b.other)
    .slice(0, count)
    .map(({ other }) => other);
}

/** The smallest number with a logarithm that stays comparable: a neuron that never moves, or that nothing reads. */
const logarithm = (value: number): number => Math.log(Math.max(value, 1e-12));

function moments(activation: Float32Array, length: number): { mean: number; deviation: number; lagOne: number } {
  const n = activation.length;
  let sum = 0;
  for (let t = 0; t < n; t++) sum += activation[t] as number;
  const mean = sum / n;
  let squares = 0;
  let products = 0;
  for (let t = 0; t < n; t++) {
    const centred = (activation[t] as number) - mean;
    squares += centred ** 2;
    if (t % length !== 0) products += centred * ((activation[t - 1] as number) - mean);
  }
  const pairs = n - Math.ceil(n / length);
  const lagOne = squares === 0 || pairs === 0 ? 0 : products / pairs / (squares / n);
  return { mean, deviation: Math.sqrt(squares / n), lagOne };
}
