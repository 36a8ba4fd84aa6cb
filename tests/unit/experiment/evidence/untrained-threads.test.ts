import { expect, it } from 'vitest';
import { memorySink, observe } from '../../../../runner/analysis/reading/observe.ts';
import { random } from '../../../../runner/core/random.ts';
import { untrainedNetwork } from '../../../../runner/experiment/evidence/untrained-networks.ts';
import {
  readersWithin,
  type UntrainedTask,
  untrainedNetworks,
} from '../../../../runner/experiment/evidence/untrained-threads.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';

const deep = { cell: 'gru', layers: 2, units: 5, embedding: 3, vocabulary: 11 } as const;
/** No state hangs on the decoder. */
const drawnOf = (network: number): ReturnType<typeof initialWeights> => ({
  ...initialWeights(deep, 'glorot', random(9, 0x756e7472, network).bits()),
  'decoder.weight': { shape: [11, 5], data: new Float32Array(55) },
});
const unlearntDeep = { architecture: deep, initialization: 'glorot', seed: 9 } as const;

it('each network has weights of its own, drawn as a training draws its first', () => {
  const drawn = Array.from({ length: 5 }, (_, network) => untrainedNetwork(unlearntDeep, network).weights);
  expect(drawn).toEqual([0, 1, 2, 3, 4].map(drawnOf));
  expect(new Set(drawn.map((weights) => weights['rnn.weight_hh_l0']?.data.join())).size).toBe(5);
});

it('a network has the token vectors that the trained one was given, and its own where there are none', () => {
  const rows = Float32Array.from({ length: 33 }, (_, index) => Math.sin(index));
  // Token 7 has none.
  const how = new Uint8Array(11).fill(1).fill(0, 7, 8);
  const vectors = { from: 'a.txt', format: 'GloVe text', words: 10, size: 3, rows, how };
  const weights = drawnOf(0);
  const table = weights['embedding.weight']?.data ?? new Float32Array(0);
  for (const [index, value] of rows.entries()) if (Math.floor(index / 3) !== 7) table[index] = value;
  expect(untrainedNetwork({ ...unlearntDeep, vectors }, 0).weights).toEqual(weights);
  expect(weights).not.toEqual(drawnOf(0));
});

const tokens = 1024;
const units = 24;
const task: UntrainedTask = {
  engine: onnxEngine(),
  unlearnt: {
    architecture: { cell: 'rnn', layers: 1, units, embedding: 8, vocabulary: 200 },
    initialization: 'glorot',
    seed: 4,
  },
  networks: 3,
  ids: Int32Array.from({ length: tokens }, (_, t) => (t * 37) % 200),
  segments: Array.from({ length: tokens / 64 }, (_, s) => [s * 64, 64] as const),
  arrays: ['hidden.1'],
  // The last tokens first.
  view: { positions: Int32Array.from({ length: tokens / 2 }, (_, t) => tokens - 2 - 2 * t) },
};

const copies = (networks: AsyncIterable<readonly Float32Array[]>) =>
  Array.fromAsync(networks, (network) => network.map((row) => row.slice()));
const all = await copies(untrainedNetworks(task));

/** The largest difference between the activations of networks, each [units] of [positions]. */
const distance = (some: readonly Float32Array[][], others: readonly Float32Array[][]): number => {
  const lengths = (of: typeof some) => of.map((network) => network.map((row) => row.length));
  expect(lengths(some)).toEqual(lengths(others));
  const [a, b] = [some, others].map((of) => of.flat().flatMap((row) => [...row]));
  return Math.max(...(a?.map((value, i) => Math.abs(value - (b?.[i] ?? Number.NaN))) ?? [Number.NaN]));
};

it('each network reads the text as the trained one does, and overwrites the one before', async () => {
  const sink = memorySink(tokens, units);
  await observe({ ...task, checkpoint: untrainedNetwork(task.unlearnt, 1), sink, onProgress: () => {} });
  const values = sink.arrays.get('hidden.1');
  const expected = Array.from({ length: units }, (_, unit) =>
    Float32Array.from(task.view.positions, (position) => values?.[position * units + unit] ?? Number.NaN),
  );
  expect(distance(all.slice(1, 2), [expected])).toBeLessThan(5e-6);
  const [same, other] = await Array.fromAsync(untrainedNetworks({ ...task, networks: 2 }), ([row]) => row?.buffer);
  expect(same).toBe(other);
});

it.each([
  ['all networks', 'in threads', 0, 2],
  ['those behind the first, where it is known,', 'in threads', 1, 2],
  ['those behind the first, where it is known,', 'one after the other', 1, 1],
])('%s are read %s, in order, with the work that is done', async (_, _how, from, threads) => {
  const shares: number[] = [];
  const onProgress = (done: number, of: number) => shares.push(done / of);
  const read = await copies(untrainedNetworks({ ...task, from, onProgress }, threads, 0));
  expect(read).toHaveLength(3 - from);
  expect(distance(read, all.slice(from))).toBeLessThan(5e-6);
  expect(shares.at(-1)).toBe(1);
  expect(Math.min(...shares)).toBeGreaterThan(from / 3);
});

it('threads end when the reader stops', async () => {
  const pause = async () => {
    throw new Error('stopped');
  };
  await expect(copies(untrainedNetworks({ ...task, pause }, 2, 0))).rejects.toThrow('stopped');
});

it.each([
  [2, 80e6, 1e6, 2],
  [14, 80e6, 1e6, 64],
  [1, 1e9, 1e6, 2],
  // Three copies of so many weights are 2 GB.
  [1, 80e6, 169e6, 2],
])('%i are read at once where memory is left for their activations and weights, at least one', (readers, ...asked) => {
  expect(readersWithin(...asked)).toBe(readers);
});
