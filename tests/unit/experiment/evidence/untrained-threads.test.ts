import { expect, it } from 'vitest';
import { onnxEngine } from '../../../../runner/engines/onnx/engine.ts';
import { type UntrainedTask, untrainedNetworks } from '../../../../runner/experiment/evidence/untrained-networks.ts';
import { threadedNetworks } from '../../../../runner/experiment/evidence/untrained-threads.ts';

const tokens = 4096;
const task: UntrainedTask = {
  engine: onnxEngine(),
  architecture: { cell: 'rnn', layers: 1, units: 64, embedding: 32, vocabulary: 2000 },
  initialization: 'glorot',
  seed: 4,
  networks: 3,
  ids: Int32Array.from({ length: tokens }, (_, t) => (t * 37) % 2000),
  segments: Array.from({ length: tokens / 64 }, (_, s) => [s * 64, 64] as const),
  arrays: ['hidden.1'],
  view: { positions: Int32Array.from({ length: tokens / 2 }, (_, t) => 2 * t) },
};

const shares: number[] = [];
const copies = async (networks: AsyncIterable<readonly Float32Array[]>) => {
  const all: Float32Array[][] = [];
  for await (const network of networks) all.push(network.map((row) => row.slice()));
  return all;
};

it('threads read what one network after the other reads, in order', async () => {
  const threaded = await copies(
    threadedNetworks({ ...task, onProgress: (done, all) => shares.push(done / all) }, 2, 0),
  );
  const plain = await copies(untrainedNetworks(task));
  expect(threaded).toHaveLength(3);
  for (const [n, network] of plain.entries())
    for (const [unit, row] of network.entries())
      for (let t = 0; t < row.length; t++) expect(threaded[n]?.[unit]?.[t]).toBeCloseTo(row[t] as number, 5);
  expect(shares.at(-1)).toBe(1);
});

it('threads end when the reader stops', async () => {
  const pause = async () => {
    throw new Error('stopped');
  };
  await expect(copies(threadedNetworks({ ...task, pause }, 2, 0))).rejects.toThrow('stopped');
});
