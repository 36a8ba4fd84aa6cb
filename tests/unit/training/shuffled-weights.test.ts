import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../../runner/training/initialization.ts';
import { shuffledWeights } from '../../../runner/training/shuffled-weights.ts';

const architecture = { cell: 'lstm' as const, layers: 2, units: 6, embedding: 4, vocabulary: 9 };
const weights = initialWeights(architecture, { normal: 1 }, 3);
const shuffled = shuffledWeights(architecture, weights, 7);
const sorted = (values: Iterable<number> = []) => [...values].sort((a, b) => a - b);

describe('shuffled weights', () => {
  it('keep each gate its entries, in another order', () => {
    for (const name of ['rnn.weight_ih_l0', 'rnn.weight_hh_l0', 'rnn.weight_ih_l1', 'rnn.weight_hh_l1']) {
      const [before, after] = [weights[name], shuffled[name]];
      const size = 6 * (before?.shape[1] ?? 0);
      expect(after?.shape).toEqual(before?.shape);
      for (let gate = 0; gate < 4; gate++) {
        const of = (data?: Float32Array) => data?.subarray(gate * size, (gate + 1) * size);
        expect(sorted(of(after?.data))).toEqual(sorted(of(before?.data)));
        expect([...(of(after?.data) ?? [])]).not.toEqual([...(of(before?.data) ?? [])]);
      }
    }
  });

  it('keep vectors, token vectors and the decoder, and leave the given network as it is', () => {
    for (const name of ['embedding.weight', 'decoder.weight', 'rnn.bias_ih_l0', 'rnn.bias_hh_l1', 'decoder.bias']) {
      expect(shuffled[name]?.data).toEqual(weights[name]?.data);
    }
    expect(weights).toEqual(initialWeights(architecture, { normal: 1 }, 3));
  });

  it('follow from the seed', () => {
    expect(shuffledWeights(architecture, weights, 7)).toEqual(shuffled);
    expect(shuffledWeights(architecture, weights, 8)).not.toEqual(shuffled);
  });
});
