import { expect, it } from 'vitest';
import { at, item } from '../../../../runner/core/at.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { type InPlace, type Program, valueNamed } from '../../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { kernelOf } from '../../../../runner/nn/train/optimizers/kernel.ts';
import { type OptimizerSettings, optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer, openOnePass, type TrainerStart } from '../../../../runner/nn/train/trainer.ts';
import type { TrainingStep } from '../../../../runner/nn/train/training-program.ts';

const rules: readonly OptimizerSettings[] = [
  { name: 'sgd' },
  { name: 'sgd', momentum: 0.9 },
  { name: 'adam' },
  { name: 'adam', beta1: 0.5, beta2: 0.75, epsilon: 0.1 },
  { name: 'rmsprop' },
  { name: 'adagrad' },
  { name: 'adadelta', rho: 0.5 },
];
type Clip = Pick<TrainingStep, 'clipNorm' | 'clipValue'>;
const both: Clip = { clipNorm: 0.5, clipValue: 1e-3 };
const clippings: readonly Clip[] = [
  { clipNorm: null, clipValue: null },
  { ...both, clipValue: null },
  { ...both, clipNorm: null },
];

it('a kernel leaves what is not a number not a number, whatever the limit', async () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const [parameter, gradient] = [new Float32Array(memory.buffer, 0, 4), new Float32Array(memory.buffer, 16, 4)];
  gradient.set([Number.NaN, 1, -5, 5]);
  const run = kernelOf(memory, optimizer({ name: 'sgd' }));
  run([parameter, gradient], { factor: 1, limit: 2, scalars: { rate: 1 } });
  expect([...parameter]).toEqual([Number.NaN, -1, 2, -2]);
});

const architecture = { cell: 'lstm', layers: 2, units: 12, embedding: 6, vocabulary: 301 } as const;
const task: Omit<TrainingStep, 'optimizer' | 'clipNorm' | 'clipValue'> = {
  architecture,
  objective: 'every',
  batch: 5,
  steps: 3,
  trainEmbedding: true,
  dropout: 0.4,
  carry: true,
};
const weights = initialWeights(architecture, 'glorot', 1);
const ids = (step: number) => Int32Array.from({ length: 15 }, (_, i) => (step * 11 + i * 7) % architecture.vocabulary);
const stepsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({
    batch: { tokens: ids(from + i), targets: ids(from + i + 1) },
    learningRate: 0.01,
  }));

/** All that a training holds after the steps, and its losses. */
async function trained(
  inPlaceFrom: number,
  step: TrainingStep,
  [from, to]: readonly [number, number],
  start: Partial<TrainerStart> = {},
) {
  const engine = onnxEngine(2, 'cpu', { inPlaceFrom });
  const trainer = await createTrainer(engine, step, { weights, seed: 3, stepsDone: from, ...start });
  const outcomes = await trainer.train(stepsOf(from, to));
  const held = { weights: await trainer.parameters(), slots: await trainer.slots(), carried: await trainer.carried() };
  await trainer.release();
  return { outcomes, held };
}

const cases: readonly (readonly [OptimizerSettings, Clip])[] = [
  ...rules.map((settings) => [settings, both] as const),
  ...clippings.map((clip) => [{ name: 'adam' }, clip] as const),
];
it.each(cases)('in one pass by %j, %j it is that of the graph to the bit', async (settings, clip) => {
  const step = { ...task, ...clip, optimizer: optimizer(settings) };
  const graph = await trained(Number.POSITIVE_INFINITY, step, [0, 6]);
  const own = await trained(0, step, [0, 6]);
  expect(own.outcomes).toEqual(graph.outcomes);
  expect(own.held).toEqual(graph.held);
  expect(Object.keys(own.held.carried)).toHaveLength(4);
});

it.each([0, Number.POSITIVE_INFINITY])('clips by the norm first, then by value (in one pass from %s)', async (from) => {
  const changesBy = async (clip: Clip) => {
    const step = { ...task, ...clip, optimizer: optimizer({ name: 'sgd' }) };
    const { held } = await trained(from, step, [0, 1]);
    return Object.entries(held.weights).flatMap(([name, { data }]) =>
      Array.from(data, (value, place) => (value - at(valueNamed(weights, name).data, place)) / 0.01),
    );
  };
  const [most, norm] = [1e-4, 0.05];
  const plain = await changesBy({ clipNorm: null, clipValue: null });
  const [byNorm, byBoth] = [
    await changesBy({ clipNorm: norm, clipValue: null }),
    await changesBy({ clipNorm: norm, clipValue: most }),
  ];
  const worst = byBoth.map((change, place) => Math.abs(change - Math.max(-most, Math.min(most, item(byNorm, place)))));
  expect(Math.max(...worst)).toBeLessThan(1e-5);
  expect(byBoth).not.toEqual(byNorm);
  expect(byNorm).not.toEqual(plain);
});

it('a training in one pass goes on from what it held as if it had not stopped, and from what the graph held', async () => {
  const step = { ...task, clipNorm: 1, clipValue: null, optimizer: optimizer({ name: 'adam' }) };
  const whole = await trained(0, step, [0, 8]);
  for (const first of [0, Number.POSITIVE_INFINITY]) {
    const half = await trained(first, step, [0, 5]);
    expect((await trained(0, step, [5, 8], half.held)).held).toEqual(whole.held);
  }
});

it('a training in one pass is not begun where its numbers are more than WebAssembly can address', async () => {
  const never: InPlace = { from: 0, compile: () => Promise.reject(new Error('compiled')) };
  const large = { ...architecture, vocabulary: 2 ** 23, embedding: 64 };
  const step = { ...task, architecture: large, clipNorm: 1, clipValue: null, optimizer: optimizer({ name: 'adam' }) };
  expect(await openOnePass(never, step, {})).toBeNull();
});

it('a program whose results lie in memory of the caller’s reads its state and writes them there', async () => {
  const program: Program = {
    name: 'rows',
    inputs: { ids: { shape: [2], type: 'int32' } },
    state: { table: [3, 2] },
    constants: {},
    build: (ops, values) => ({
      rows: ops.mul(ops.gather(valueNamed(values, 'table'), valueNamed(values, 'ids')), ops.scalar(2)),
    }),
  };
  const compile = onnxEngine(1).inPlace?.compile;
  if (compile === undefined) throw new Error('onnx computes on the CPU in place');
  const { buffer } = new WebAssembly.Memory({ initial: 1 });
  const memory = { table: new Float32Array(buffer, 64, 6), rows: new Float32Array(buffer, 128, 4) };
  memory.table.set([1, 2, 3, 4, 5, 6]);
  const placed = await compile(program, memory);
  await placed.run({ ids: Int32Array.of(2, 0) });
  expect([...memory.rows]).toEqual([10, 12, 2, 4]);
  memory.table[4] = 7;
  await placed.run({ ids: Int32Array.of(2, 2) });
  expect([...memory.rows]).toEqual([14, 12, 14, 12]);
  await expect(placed.run({ ids: Int32Array.of(3, 0) })).rejects.toThrow(/indices|out of/i);
  await expect(placed.run({ ids: Int32Array.of(0) })).rejects.toThrow(RangeError);
  await placed.release();
  await expect(compile(program, { table: new Float32Array(6) })).rejects.toThrow(/rows/);
});
