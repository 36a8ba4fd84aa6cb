import { expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { untrainedNetwork } from '../../../../runner/experiment/evidence/untrained-networks.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';

const architecture = { cell: 'gru', layers: 2, units: 5, embedding: 3, vocabulary: 11 } as const;
const unlearnt = { architecture, initialization: 'glorot', seed: 9 } as const;
const first = (network: number) => initialWeights(architecture, 'glorot', random(9, 0x756e7472, network).bits());

it('each network has weights of its own, drawn as a training draws its first', () => {
  const drawn = Array.from({ length: 5 }, (_, network) => untrainedNetwork(unlearnt, network).weights);
  expect(drawn).toEqual([0, 1, 2, 3, 4].map(first));
  expect(new Set(drawn.map((weights) => weights['decoder.weight']?.data.join())).size).toBe(5);
});

it('has the token vectors that the trained network was given', () => {
  const rows = Float32Array.from({ length: 33 }, (_, index) => Math.sin(index));
  // Token 7 has none: it keeps the drawn one.
  const how = new Uint8Array(11).fill(1).fill(0, 7, 8);
  const vectors = { from: 'a.txt', format: 'GloVe text', words: 10, size: 3, rows, how };
  const weights = first(0);
  const table = weights['embedding.weight']?.data ?? new Float32Array(0);
  rows.forEach((value, index) => {
    if (Math.floor(index / 3) !== 7) table[index] = value;
  });
  expect(untrainedNetwork({ ...unlearnt, vectors }, 0).weights).toEqual(weights);
  expect(weights).not.toEqual(first(0));
});
