/**
 * Where a neuron's activations lie, finely at both ends: how unusual an activation is on the whole observed text can be
 * read from it. Pure; imports nothing of what varies.
 */
import { at } from '../core/at.ts';

const half = [0, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45];
/** Shares of the tokens that lie below; the median in the middle. */
export const quantileLevels: readonly number[] = [
  ...half,
  0.5,
  ...half.toReversed().map((level) => Math.round(1e4 * (1 - level)) / 1e4),
];

/**
 * @param activation [scored] of the neuron; @param rising [scored] its indices from the lowest value to the highest.
 * @returns [quantileLevels.length] The values nearest to each level.
 */
export const quantilesOf = (activation: Float32Array, rising: Uint32Array): Float32Array =>
  Float32Array.from(quantileLevels, (level) => at(activation, at(rising, Math.round(level * (rising.length - 1)))));
