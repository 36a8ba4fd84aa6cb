import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';

const architecture = { cell: 'lstm', layers: 1, units: 64, embedding: 32, vocabulary: 500 } as const;
const spread = (data: Float32Array) => Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length);
const largest = (data: Float32Array) => data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
const dataOf = (weights: ReturnType<typeof initialWeights>, name: string) => weights[name]?.data ?? new Float32Array(0);

describe('first weights', () => {
  it('are uniform within sqrt(6 / (in + out)) for glorot, gate by gate', () => {
    const weights = initialWeights(architecture, 'glorot', 1);
    const limit = Math.sqrt(6 / (32 + 64));
    expect(largest(dataOf(weights, 'rnn.weight_ih_l0'))).toBeLessThanOrEqual(limit);
    expect(spread(dataOf(weights, 'rnn.weight_ih_l0')) / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
    expect(largest(dataOf(weights, 'decoder.weight'))).toBeLessThanOrEqual(Math.sqrt(6 / 564));
    expect(largest(dataOf(weights, 'embedding.weight'))).toBeLessThanOrEqual(0.1);
  });

  it('are normal with sqrt(2 / in) for he and with the given deviation for normal', () => {
    expect(spread(dataOf(initialWeights(architecture, 'he', 1), 'rnn.weight_hh_l0')) / Math.sqrt(2 / 64)).toBeCloseTo(
      1,
      1,
    );
    expect(spread(dataOf(initialWeights(architecture, { normal: 0.01 }, 1), 'embedding.weight'))).toBeCloseTo(0.01, 3);
  });

  it('have zero biases, but 1 for the forget gate', () => {
    const bias = dataOf(initialWeights(architecture, 'glorot', 1), 'rnn.bias_ih_l0');
    expect([...bias.subarray(0, 64), ...bias.subarray(128)].every((v) => v === 0)).toBe(true);
    expect(bias.subarray(64, 128).every((v) => v === 1)).toBe(true);
  });

  it('follow the seed', () => {
    const first = (seed: number) => dataOf(initialWeights(architecture, 'glorot', seed), 'decoder.weight')[0];
    expect(first(1)).toBe(first(1));
    expect(first(1)).not.toBe(first(2));
  });
});
