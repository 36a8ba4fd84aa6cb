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

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(b).reduce((most, value, i) => Math.max(most, Math.abs(value - (a[i] ?? NaN))), 0);

describe('memory on TensorFlow.js', () => {
  it('is flat over 200 training steps, and all of it is given back', async () => {
    const before = tf.memory();
    const architecture: Architecture = { cell: 'lstm', layers: 2, units: 8, embedding: 4, vocabulary: 300 };
    const [batch, steps] = [4, 6];
    const trainer = await createTrainer(
      engine,
      {
        architecture,
        objective: 'every',
        batch,
        steps,
        optimizer: optimizer({ name: 'adam' }),
        clipNorm: 1,
        clipValue: null,
        trainEmbedding: true,
        dropout: 0.3,
        carry: true,
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
  it('goes on from run to run', async () => {
    const executable = await engine.compile(counting);
    const steps = [1, 2, 3].map((by) => ({ by: Uint8Array.of(by, 100 * by - 45) }));
    const alone = [];
    for (const step of steps) alone.push(await executable.run(step));
    expect(alone.map(({ seen }) => [...(seen ?? [])])).toEqual([
      [1, 55],
      [3, 210],
      [6, 465],
    ]);
    expect(await executable.readState('total')).toEqual(Float32Array.of(6, 465));
    expect(await executable.readState('untouched')).toEqual(Float32Array.of(0, 0));
    await executable.release();
  });

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

  it('and the inputs must have the shapes of the program', async () => {
    const executable = await engine.compile(counting);
    await expect(executable.run({ by: Uint8Array.of(1) })).rejects.toThrow('input "by" must be [2], got 1 values');
    await expect(executable.run({})).rejects.toThrow('input "by" must be [2], got 0 values');
    await expect(executable.writeState('total', new Float32Array(3))).rejects.toThrow(
      'state "total" must be [2], got 3 values',
    );
    await expect(executable.readState('sum')).rejects.toThrow('there is no value "sum"');
    await executable.release();
  });
});

describe('products, sums and scatters on TensorFlow.js', () => {
  const [m, k, n] = [7, 5, 3];
  const source = random(5);
  const normal = (length: number) => Float32Array.from({ length }, () => 2 * source.uniform() - 1);
  const spec = (...shape: number[]) => ({ shape, type: 'float32' }) as const;

  it.each([
    ['neither', {}, [m, k], [k, n]],
    ['the first (small)', { transposeA: true }, [k, m], [k, n]],
    ['the first (large)', { transposeA: true }, [k, 40], [k, n]],
    ['the second', { transposeB: true }, [m, k], [n, k]],
    ['both', { transposeA: true, transposeB: true }, [k, m], [n, k]],
  ] as const)('multiply matrices, transposing %s, as loops do', async (_name, transposed, a, b) => {
    const executable = await engine.compile({
      name: 'product',
      inputs: { a: spec(...a), b: spec(...b), add: spec(n) },
      state: {},
      constants: {},
      build: (ops, values) => {
        const { a: left, b: right, add } = values;
        if (left === undefined || right === undefined || add === undefined) throw new Error('missing');
        return { product: ops.matmul(left, right, { ...transposed, scale: 0.5, add }) };
      },
    });
    const [left, right, add] = [normal(a[0] * a[1]), normal(b[0] * b[1]), normal(n)];
    const rows = 'transposeA' in transposed ? a[1] : a[0];
    const at = (x: Float32Array, width: number, i: number, j: number) => x[i * width + j] ?? NaN;
    const wanted = Array.from({ length: rows * n }, (_, index) => {
      const [i, j] = [Math.floor(index / n), index % n];
      let sum = 0;
      for (let p = 0; p < k; p++) {
        const x = 'transposeA' in transposed ? at(left, a[1], p, i) : at(left, k, i, p);
        sum += x * ('transposeB' in transposed ? at(right, k, j, p) : at(right, n, p, j));
      }
      return 0.5 * sum + (add[j] ?? NaN);
    });
    const { product } = await executable.run({ a: left, b: right, add });
    expect(product).toHaveLength(rows * n);
    expect(distance(product ?? [], wanted)).toBeLessThan(1e-6);
    await executable.release();
  });

  it.each([20, 5000])('add up the rows of equal ids in a table of %i rows', async (height) => {
    const executable = await engine.compile({
      name: 'scatter',
      inputs: { rows: spec(4, 2), ids: { shape: [4], type: 'int32' } },
      state: {},
      constants: {},
      build: (ops, { rows, ids }) => {
        if (rows === undefined || ids === undefined) throw new Error('missing');
        const table = ops.scatterAdd(rows, ids, height);
        return { table, columns: ops.reduceSum(table, 0), lines: ops.reduceSum(table, 1), all: ops.reduceSum(table) };
      },
    });
    const rows = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const results = await executable.run({ rows, ids: Int32Array.of(3, 0, 3, 19) });
    const table = new Float32Array(height * 2);
    table.set([3, 4], 0);
    table.set([6, 8], 6);
    table.set([7, 8], 38);
    expect(results.table).toEqual(table);
    expect(results.columns).toEqual(Float32Array.of(16, 20));
    expect([...(results.lines ?? [])].filter((sum) => sum !== 0)).toEqual([7, 14, 15]);
    expect(results.all).toEqual(Float32Array.of(36));
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
      /tfjs-node-gpu, which is optional, does not load. libcudart\.so\.11\.0: cannot open.*`npm run tensorflow`.*onnx engine/,
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
