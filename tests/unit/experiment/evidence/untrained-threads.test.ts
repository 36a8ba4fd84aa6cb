import { expect, it } from 'vitest';
import { memorySink, observe } from '../../../../runner/analysis/reading/observe.ts';
import { untrainedNetwork } from '../../../../runner/experiment/evidence/untrained-networks.ts';
import {
  readersWithin,
  type UntrainedTask,
  untrainedNetworks,
} from '../../../../runner/experiment/evidence/untrained-threads.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';

const tokens = 1024;
const task: UntrainedTask = {
  engine: onnxEngine(),
  unlearnt: {
    architecture: { cell: 'rnn', layers: 1, units: 24, embedding: 8, vocabulary: 200 },
    initialization: 'glorot',
    seed: 4,
  },
  networks: 3,
  ids: Int32Array.from({ length: tokens }, (_, t) => (t * 37) % 200),
  segments: Array.from({ length: tokens / 64 }, (_, s) => [s * 64, 64] as const),
  arrays: ['hidden.1'],
  view: { positions: Int32Array.from({ length: tokens / 2 }, (_, t) => 2 * t) },
};

const shares: number[] = [];
/** The largest difference between the activations of networks, each [units] of [positions]. */
const distance = (some: readonly Float32Array[][], others: readonly Float32Array[][]): number => {
  expect(some.map((network) => network.map((row) => row.length))).toEqual(
    others.map((network) => network.map((row) => row.length)),
  );
  const all = some
    .flat()
    .map((row, place) =>
      row.reduce((most, value, t) => Math.max(most, Math.abs(value - (others.flat()[place]?.[t] ?? Number.NaN))), 0),
    );
  return Math.max(...all);
};
const copies = (networks: AsyncIterable<readonly Float32Array[]>) =>
  Array.fromAsync(networks, (network) => network.map((row) => row.slice()));

it('each network reads the text as the trained one does, and overwrites the one before', async () => {
  // The last tokens first.
  const view = { positions: task.view.positions.toReversed() };
  const read = await copies(untrainedNetworks({ ...task, view }));
  const sink = memorySink(tokens, 24);
  const checkpoint = untrainedNetwork(task.unlearnt, 1);
  await observe({ ...task, checkpoint, sink, onProgress: () => {} });
  const values = sink.arrays.get('hidden.1');
  const expected = Array.from({ length: 24 }, (_, unit) =>
    Float32Array.from(view.positions, (position) => values?.[position * 24 + unit] ?? Number.NaN),
  );
  expect(distance(read.slice(1, 2), [expected])).toBeLessThan(5e-6);
  const [same, other] = await Array.fromAsync(untrainedNetworks({ ...task, networks: 2 }), ([row]) => row?.buffer);
  expect(same).toBe(other);
});

it('threads read what one network after the other reads, in order', async () => {
  const threaded = await copies(
    untrainedNetworks({ ...task, onProgress: (done, all) => shares.push(done / all) }, 2, 0),
  );
  const plain = await copies(untrainedNetworks(task));
  expect(threaded).toHaveLength(3);
  expect(distance(threaded, plain)).toBeLessThan(5e-6);
  expect(shares.at(-1)).toBe(1);
});

it('threads end when the reader stops', async () => {
  const pause = async () => {
    throw new Error('stopped');
  };
  await expect(copies(untrainedNetworks({ ...task, pause }, 2, 0))).rejects.toThrow('stopped');
});

it('those behind the first are read alone where the first are known, in threads as one after the other', async () => {
  const all = await copies(untrainedNetworks(task));
  const shared: number[] = [];
  const onProgress = (done: number, of: number) => shared.push(done / of);
  for (const networks of [
    untrainedNetworks({ ...task, from: 1 }),
    untrainedNetworks({ ...task, from: 1, onProgress }, 2, 0),
  ]) {
    const rest = await copies(networks);
    expect(rest).toHaveLength(2);
    expect(distance(rest, all.slice(1))).toBeLessThan(5e-6);
  }
  expect([Math.min(...shared) > 1 / 3, shared.at(-1)]).toEqual([true, 1]);
});

it('as many are read at once as their activations and their weights leave memory for, at least one', () => {
  const [small, large] = [1e6, 169e6];
  expect(readersWithin(80e6, small, 2)).toBe(2);
  expect(readersWithin(80e6, small, 64)).toBe(14);
  expect(readersWithin(1e9, small, 2)).toBe(1);
  // Three copies of so many weights are 2 GB.
  expect(readersWithin(80e6, large, 2)).toBe(1);
});
