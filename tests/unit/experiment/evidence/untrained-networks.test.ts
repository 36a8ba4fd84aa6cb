import { expect, it } from 'vitest';
import { memorySink, observe, type Segment } from '../../../../runner/analysis/reading/observe.ts';
import { random } from '../../../../runner/core/random.ts';
import type { FoundVectors } from '../../../../runner/embeddings/find-vectors.ts';
import { referenceEngine as engine } from '../../../../runner/engines/reference/engine.ts';
import { untrainedNetworks } from '../../../../runner/experiment/evidence/untrained-threads.ts';
import { initialWeights } from '../../../../runner/training/initialization.ts';

const architecture = { cell: 'gru', layers: 2, units: 5, embedding: 3, vocabulary: 11 } as const;
const ids = Int32Array.from({ length: 24 }, (_, t) => (t * 7) % 11);
const segments: Segment[] = [
  [0, 8],
  [8, 8],
  [16, 8],
];
/** The last segment's scored tokens first. */
const positions = Int32Array.of(18, 19, 20, 21, 22, 23, 2, 3, 4, 5, 6, 7);
const task = {
  engine,
  ids,
  segments,
  arrays: ['update.2'],
  view: { positions },
} as const;

function all({ networks = 5, vectors = null }: { networks?: number; vectors?: FoundVectors | null } = {}) {
  const unlearnt = { architecture, initialization: 'glorot', seed: 9, vectors } as const;
  const copy = (activations: readonly Float32Array[]) => activations.map((neuron) => [...neuron]);
  return Array.fromAsync(untrainedNetworks({ ...task, unlearnt, networks }), copy);
}

it('each network has weights of its own, drawn as a training draws its first, and reads the text as the trained one does', async () => {
  const read = await all();
  expect(read).toHaveLength(5);
  expect(new Set(read.map((network) => JSON.stringify(network))).size).toBe(5);
  const weights = initialWeights(architecture, 'glorot', random(9, 0x756e7472, 1).bits());
  const sink = memorySink(24, 5);
  await observe({ engine, checkpoint: { architecture, weights }, ids, segments, sink });
  const expected = Array.from({ length: 5 }, (_, unit) =>
    Array.from(positions, (position) => sink.arrays.get('update.2')?.[position * 5 + unit]),
  );
  expect(read[1]).toEqual(expected);
});

it('gives them the token vectors that the trained network was given', async () => {
  const rows = Float32Array.from({ length: 33 }, (_, index) => Math.sin(index));
  // Token 7 has none: it keeps the drawn one.
  const how = new Uint8Array(11).fill(1).fill(0, 7, 8);
  const vectors = { from: 'a.txt', format: 'GloVe text', words: 10, size: 3, rows, how };
  const [network] = await all({ vectors, networks: 1 });
  const weights = initialWeights(architecture, 'glorot', random(9, 0x756e7472, 0).bits());
  const table = weights['embedding.weight']?.data ?? new Float32Array(0);
  rows.forEach((value, index) => {
    if (Math.floor(index / 3) !== 7) table[index] = value;
  });
  const sink = memorySink(24, 5);
  await observe({ engine, checkpoint: { architecture, weights }, ids, segments, sink });
  const expected = Array.from({ length: 5 }, (_, unit) =>
    Array.from(positions, (position) => sink.arrays.get('update.2')?.[position * 5 + unit]),
  );
  expect(network).toEqual(expected);
  expect(network).not.toEqual((await all({ networks: 1 }))[0]);
});
