/** What TensorFlow.js alone can get wrong: memory, copies, its detours for wasm, and what it says when it is missing. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { tensorflowEngine } from '../../../../runner/nn/engines/tensorflow/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import type { Program } from '../../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';

const tf = await import('@tensorflow/tfjs-core');
const engine = await tensorflowEngine('wasm');

describe('memory on TensorFlow.js', () => {
  it('is flat over 200 training steps, and all of it is given back', async () => {
    const before = tf.memory();
    const architecture: Architecture = { cell: 'lstm', layers: 2, units: 8, embedding: 4, vocabulary: 300 };
    const [batch, steps] = [4, 6];
    const trainer = await createTrainer(
      engine,
      {
        ...{ architecture, objective: 'every', batch, steps, optimizer: optimizer({ name: 'adam' }) },
        ...{ clipNorm: 1, clipValue: null, trainEmbedding: true, dropout: 0.3, carry: true },
      },
      { weights: initialWeights(architecture, 'glorot', 1), seed: 0 },
    );
    const source = random(3);
    const ids = () => Int32Array.from({ length: batch * steps }, () => source.below(architecture.vocabulary));
    const held = new Set<string>();
    for (let step = 0; step < 200; step++) {
      await trainer.train([{ batch: { tokens: ids(), targets: ids() }, learningRate: 1e-3 }]);
      const { numTensors, numBytes } = tf.memory();
      held.add(`${numTensors} tensors, ${numBytes} bytes`);
    }
    expect(held.size).toBe(1);
    await trainer.release();
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  });
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

describe('the state of a program on TensorFlow.js', () => {
  it('is a copy of what was written, and is given out as a copy', async () => {
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

  it('gives the cause, and names the package to install', async () => {
    const broken = async () => Promise.reject(new Error('libcudart.so.11.0: cannot open shared object file'));
    mocked(true, { ready: broken, setBackend: broken });
    await expect(tensorflowEngine('node-gpu')).rejects.toThrow(
      /tfjs-node-gpu, which is optional, does not load. libcudart\.so\.11\.0: cannot open.*npm install --no-save @tensorflow\/tfjs-node-gpu@4\.22\.0 && npm --prefix node_modules\/@tensorflow\/tfjs-node-gpu run install.*onnx engine/,
    );
    await expect(tensorflowEngine('node')).rejects.toThrow(
      /npm install --no-save @tensorflow\/tfjs-node@4\.22\.0.*npm --prefix node_modules\/@tensorflow\/tfjs-node run install/,
    );
    await expect(tensorflowEngine('wasm')).rejects.toThrow(
      /npm install --no-save @tensorflow\/tfjs-backend-wasm@4\.22\.0/,
    );
  });

  it('says that there is no GPU instead of running on the CPU', async () => {
    mocked(false);
    await expect(tensorflowEngine('node-gpu')).rejects.toThrow(/found no GPU that it can use.*docs\/gpu\.md/);
    expect((await tensorflowEngine('node')).device).toBe('cpu');
  });

  it('says that the GPU is taken instead of calling it the CPU', async () => {
    mocked(true);
    await expect(tensorflowEngine('node')).rejects.toThrow(/already running on the GPU in this process/);
    expect((await tensorflowEngine('node-gpu')).device).toBe('cuda');
  });

  it('comes from the installed packages too: on the GPU, or not at all', async () => {
    const outcome = await tensorflowEngine('node-gpu').then(
      ({ device }) => device,
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/^cuda$|^The tensorflow engine (cannot start|found no GPU)/);
  });
});
