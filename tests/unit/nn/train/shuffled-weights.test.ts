import { expect, it } from 'vitest';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { shuffledWeights } from '../../../../runner/nn/train/shuffled-weights.ts';
import { networkAt } from '../models/readers/reference-networks.ts';

const architecture = { cell: 'lstm' as const, layers: 2, units: 6, embedding: 4, vocabulary: 9 };
const weights = initialWeights(architecture, { normal: 1 }, 3);
const shuffled = shuffledWeights(architecture, weights, 7);
const sorted = (values: Iterable<number> = []) => [...values].sort((a, b) => a - b);

it('shuffled weights keep each gate its entries, in another order', () => {
  for (const name of ['rnn.weight_ih_l0', 'rnn.weight_hh_l0', 'rnn.weight_ih_l1', 'rnn.weight_hh_l1']) {
    const [before, after] = [weights[name], shuffled[name]];
    const size = 6 * (before?.shape[1] ?? 0);
    expect(after?.shape).toEqual(before?.shape);
    for (let gate = 0; gate < 4; gate++) {
      const [was, is] = [before, after].map((each) => [...(each?.data.subarray(gate * size, (gate + 1) * size) ?? [])]);
      expect(sorted(is)).toEqual(sorted(was));
      expect(is).not.toEqual(was);
    }
  }
});

it('shuffled weights keep vectors, token vectors and the decoder, leave the given network as it is, and follow the seed', () => {
  for (const name of ['embedding.weight', 'decoder.weight', 'rnn.bias_ih_l0', 'rnn.bias_hh_l1', 'decoder.bias'])
    expect(shuffled[name]?.data).toEqual(weights[name]?.data);
  expect(weights).toEqual(initialWeights(architecture, { normal: 1 }, 3));
  expect(shuffledWeights(architecture, weights, 7)).toEqual(shuffled);
  expect(shuffledWeights(architecture, weights, 8)).not.toEqual(shuffled);
});

it('of a whole network: each matrix keeps its entries in another order, vectors and token vectors stay', async () => {
  const network = await networkAt('slstm');
  const own = shuffledWeights(network.architecture, network.weights, 7);
  expect(Object.keys(own)).toEqual(Object.keys(network.weights));
  let moved = 0;
  for (const [name, { shape, data }] of Object.entries(network.weights)) {
    const after = own[name]?.data;
    expect(sorted(after)).toEqual(sorted(data));
    const isMatrix = shape.filter((length) => length > 1).length > 1;
    if (!isMatrix || name === 'token_embedding.weight' || name === 'lm_head.weight') expect(after, name).toEqual(data);
    else expect(after, name).not.toEqual(data);
    moved += Number(after?.some((value, i) => value !== data[i]));
    // Of several in one each by itself.
    if (!name.endsWith('recurrent_kernel_')) continue;
    const size = (shape.at(-1) ?? 0) * (shape.at(-2) ?? 0);
    for (let from = 0; from < data.length; from += size)
      expect(sorted(after?.subarray(from, from + size))).toEqual(sorted(data.subarray(from, from + size)));
  }
  expect(moved).toBeGreaterThan(10);
});
