/** What TensorFlow.js alone can get wrong: memory, copies, its detours for wasm, and what it says when it is missing. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { tensorflowEngine } from '../../../../runner/nn/engines/tensorflow/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import type { Program } from '../../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';
import type { TrainingStep } from '../../../../runner/nn/train/training-program.ts';

const tf = await import('@tensorflow/tfjs-core');
const engine = await tensorflowEngine('wasm');

it('memory on TensorFlow.js is flat over 40 training steps, and all of it is given back', async () => {
  const before = tf.memory();
  const architecture: Architecture = { cell: 'lstm', layers: 2, units: 8, embedding: 4, vocabulary: 300 };
  const step: TrainingStep = {
    architecture,
    objective: 'every',
    batch: 4,
    steps: 6,
    optimizer: optimizer({ name: 'adam' }),
    clipNorm: 1,
    clipValue: null,
    trainEmbedding: true,
    dropout: 0.3,
    carry: true,
  };
  const trainer = await createTrainer(engine, step, { weights: initialWeights(architecture, 'glorot', 1), seed: 0 });
  const source = random(3);
  const ids = () => Int32Array.from({ length: 4 * 6 }, () => source.below(architecture.vocabulary));
  const held = new Set<string>();
  for (let time = 0; time < 40; time++) {
    await trainer.train([{ batch: { tokens: ids(), targets: ids() }, learningRate: 1e-3 }]);
    const { numTensors, numBytes } = tf.memory();
    held.add(`${numTensors} tensors, ${numBytes} bytes`);
  }
  expect(held.size).toBe(1);
  await trainer.release();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
});

/** A state that counts, given as an output too: one value under two names. */
const counting: Program = {
  name: 'counting',
  inputs: { by: { shape: [2], type: 'uint8' } },
  state: { total: [2], untouched: [2] },
  constants: {},
  build(ops, { total, by }) {
    if (total === undefined || by === undefined) throw new Error('missing');
    const sum = ops.add(total, ops.toFloat(by));
    return { total: sum, seen: sum };
  },
};

it('the state of a program on TensorFlow.js is a copy of what was written, and is given out as a copy', async () => {
  const executable = await engine.compile(counting);
  const mine = Float32Array.of(5, 6);
  await executable.writeState('total', mine);
  mine.fill(0);
  const given = await executable.readState('total');
  expect(given).toEqual(Float32Array.of(5, 6));
  given.fill(0);
  expect((await executable.run({ by: Uint8Array.of(0, 0) })).seen).toEqual(Float32Array.of(5, 6));
  await executable.release();
});

describe('where TensorFlow.js cannot run as asked, the error', () => {
  const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node', '@tensorflow/tfjs-core'];
  /** In the place of the packages; by default as tfjs-node looks once it has loaded. */
  const mocked = (isUsingGpuDevice: boolean, other: object = {}) => {
    const loaded = { ready: async () => {}, getBackend: () => 'tensorflow', backend: () => ({ isUsingGpuDevice }) };
    for (const name of packages) vi.doMock(name, () => ({ default: { ...loaded, ...other } }));
  };
  afterEach(() => {
    for (const name of packages) vi.doUnmock(name);
  });

  it.each([
    ['node-gpu', /tfjs-node-gpu, which is optional, does not load. libcudart\.so\.11\.0: cannot open.*onnx engine/],
    [
      'node-gpu',
      / --no-save @tensorflow\/tfjs-node-gpu@4\.22\.0 && npm --prefix node_modules\/@tensorflow\/tfjs-node-gpu run i/,
    ],
    ['wasm', /npm install --no-save @tensorflow\/tfjs-backend-wasm@4\.22\.0/],
  ] as const)('gives the cause, and names the package to install: %s, %s', async (where, why) => {
    const broken = async () => Promise.reject(new Error('libcudart.so.11.0: cannot open shared object file'));
    mocked(true, { ready: broken, setBackend: broken });
    await expect(tensorflowEngine(where)).rejects.toThrow(why);
  });

  it.each([
    [false, 'node-gpu', /found no GPU that it can use.*docs\/gpu\.md/, 'node', 'cpu'],
    [true, 'node', /already running on the GPU in this process/, 'node-gpu', 'cuda'],
  ] as const)('calls no device by the name of another (on a GPU: %s)', async (isOnGpu, where, why, other, device) => {
    mocked(isOnGpu);
    await expect(tensorflowEngine(where)).rejects.toThrow(why);
    expect((await tensorflowEngine(other)).device).toBe(device);
  });
});
