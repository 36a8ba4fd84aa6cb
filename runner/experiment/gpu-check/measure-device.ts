/** Looks at an engine's numbers beside those of the reference engine, and at its speed, with small networks. The clock is given. */

import { memorySink, observe } from '../../analysis/reading/observe.ts';
import { sample } from '../../analysis/reading/sample.ts';
import { random } from '../../core/random.ts';
import { productDeviation } from '../../engines/measure.ts';
import { referenceEngine } from '../../engines/reference/engine.ts';
import type { Architecture } from '../../models/architecture.ts';
import { type CellName, cellNames } from '../../models/cells/cells.ts';
import { type Engine, sizeOf, valueNamed } from '../../models/program.ts';
import { recordedArrays, type Weights } from '../../models/reading.ts';
import { drawMask } from '../../training/dropout.ts';
import { initialWeights } from '../../training/initialization.ts';
import { optimizer } from '../../training/optimizers/optimizers.ts';
import { createTrainer, type Trainer } from '../../training/trainer.ts';
import { maskShapes, type TrainingStep } from '../../training/training-program.ts';
import { trainedThrough } from './interruption.ts';
import type { Deviations, GpuMeasurements, MemoryAt, TrainingSpeed } from './report.ts';

const seed = 1;

/** Small enough for the reference engine. */
const looked = (cell: CellName): Architecture => ({ cell, layers: 2, units: 24, embedding: 12, vocabulary: 60 });
const lookedTokens = 40;

function step(architecture: Architecture, changes: Partial<TrainingStep> = {}): TrainingStep {
  return {
    ...{ architecture, objective: 'every', batch: 4, steps: 6, clipNorm: 1, clipValue: null },
    optimizer: optimizer({ name: 'sgd' }),
    ...{ trainEmbedding: true, dropout: 0.4, carry: true },
    ...changes,
  };
}

/** Random token ids, the same on every device. */
function idsOf(length: number, vocabulary: number, use: number): Int32Array {
  const draw = random(seed, use);
  return Int32Array.from({ length }, () => draw.below(vocabulary));
}

function stepsOf({ architecture: { vocabulary }, objective, batch, steps }: TrainingStep, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    batch: {
      tokens: idsOf(steps * batch, vocabulary, 2 * index),
      targets: idsOf(objective === 'last' ? batch : steps * batch, vocabulary, 2 * index + 1),
    },
    learningRate: 0.1,
  }));
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);

/** Of all tensors. */
const largestOf = (a: Weights, b: Weights): number =>
  Math.max(...Object.entries(a).map(([name, { data }]) => largest(data, valueNamed(b, name).data)));

async function recordedBy(engine: Engine, architecture: Architecture) {
  const ids = idsOf(lookedTokens, architecture.vocabulary, 0);
  const sink = memorySink(lookedTokens, architecture.units);
  const checkpoint = { architecture, weights: initialWeights(architecture, 'glorot', seed) };
  await observe({ engine, checkpoint, ids, segments: [[0, lookedTokens]], sink });
  return sink.arrays;
}

async function recordedDeviations(engine: Engine): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const cell of cellNames) {
    const architecture = looked(cell);
    const [own, expected] = [await recordedBy(engine, architecture), await recordedBy(referenceEngine, architecture)];
    for (const { name, component } of recordedArrays(architecture)) {
      const [a, b] = [own.get(name), expected.get(name)];
      if (a === undefined || b === undefined) throw new Error(`${name} was not recorded`);
      const key = `${cell} ${component}`;
      found[key] = Math.max(found[key] ?? 0, largest(a, b));
    }
  }
  return found;
}

const trainedSteps = 6;

/** Trains some steps and gives what comes of it. */
async function trained(engine: Engine) {
  const task = step(looked('lstm'));
  const weights = initialWeights(task.architecture, 'glorot', seed);
  const trainer = await createTrainer(engine, task, { weights, seed });
  try {
    const outcomes = await trainer.train(stepsOf(task, trainedSteps));
    return { losses: outcomes.map(({ loss }) => loss), weights: await trainer.parameters() };
  } finally {
    await trainer.release();
  }
}

/** Beside the reference engine. */
export async function numbersOf(engine: Engine): Promise<Omit<Deviations, 'resumed'>> {
  const own = await trained(engine);
  const expected = await trained(referenceEngine);
  return {
    product: await productDeviation(engine),
    recorded: await recordedDeviations(engine),
    loss: largest(own.losses, expected.losses),
    parameter: largestOf(own.weights, expected.weights),
  };
}

/** Of a training that is stopped and taken up again. */
async function resumedDeviation(engine: Engine): Promise<number> {
  const whole = await trainedThrough(engine, looked('lstm'), false);
  const { weights, stoppedAt } = await trainedThrough(engine, looked('lstm'), true);
  return stoppedAt === null ? Number.NaN : largestOf(weights, whole.weights);
}

export const deviationsOf = async (engine: Engine): Promise<Deviations> => ({
  ...(await numbersOf(engine)),
  resumed: await resumedDeviation(engine),
});

interface Size {
  name: string;
  task: TrainingStep;
  /** Steps that are timed, and steps in all, to see whether memory grows. */
  timed: number;
  all: number;
}

const small: Architecture = { cell: 'lstm', layers: 1, units: 128, embedding: 64, vocabulary: 2000 };
/** The thesis' own. */
const thesis: Architecture = { cell: 'lstm', layers: 1, units: 672, embedding: 300, vocabulary: 13_000 };

function sizes(short: boolean): Size[] {
  const adam = { optimizer: optimizer({ name: 'adam' }) };
  const smallTask = step(small, { ...adam, batch: 32, steps: 16 });
  if (short) return [{ name: '128 units', task: smallTask, timed: 2, all: 4 }];
  return [
    { name: '128 units', task: smallTask, timed: 40, all: 200 },
    {
      name: '672 units (thesis)',
      task: step(thesis, { ...adam, objective: 'last', batch: 352, steps: 8, carry: false }),
      timed: 40,
      all: 40,
    },
  ];
}

/** Megabytes that the process holds of a GPU's memory; null where that cannot be told. */
type GpuMemory = () => Promise<number | null>;

const memoryAt = async (step: number, gpuMemory: GpuMemory): Promise<MemoryAt> => ({
  step,
  megabytes: process.memoryUsage().rss / 1e6,
  gpuMegabytes: await gpuMemory(),
});

async function speedOf(
  engine: Engine,
  { name, task, timed, all }: Size,
  now: () => number,
  gpuMemory: GpuMemory,
): Promise<TrainingSpeed> {
  const clock: Clock = async (work) => {
    const began = now();
    return [await work(), now() - began];
  };
  const weights = initialWeights(task.architecture, 'glorot', seed);
  const [trainer, start] = await clock(() => createTrainer(engine, task, { weights, seed }));
  try {
    const early = Math.min(10, timed);
    await inGroups(trainer, task, early);
    const memory = [await memoryAt(early, gpuMemory)];
    const [, took] = await clock(() => inGroups(trainer, task, timed));
    await inGroups(trainer, task, all - timed - early);
    memory.push(await memoryAt(Math.max(all, timed + early), gpuMemory));
    const [, masks] = await clock(async () => {
      Object.values(maskShapes(task)).forEach((shape, place) => {
        drawMask(new Uint8Array(sizeOf(shape)), task.dropout, [seed, 0, place]);
      });
    });
    const [, download] = await clock(() => trainer.parameters());
    const inputs = await handingOver(engine, task, clock);
    const tokensPerSecond = (1000 * timed * task.batch * task.steps) / took;
    const stops = (took / timed) * trainer.stepsAtOnce;
    return { size: name, tokensPerSecond, masks, inputs, step: took / timed, stops, start, download, memory };
  } finally {
    await trainer.release();
  }
}

type Clock = <T>(work: () => Promise<T>) => Promise<[T, number]>;

const handovers = 5;

/** Milliseconds to give the device a step's masks: the shortest time of a program that only adds them up. */
async function handingOver(engine: Engine, task: TrainingStep, clock: Clock): Promise<number> {
  const masks = maskShapes(task);
  const executable = await engine.compile({
    name: 'inputs',
    inputs: Object.fromEntries(Object.entries(masks).map(([name, shape]) => [name, { shape, type: 'uint8' }])),
    state: {},
    constants: {},
    build: (ops, values) => ({
      sum: Object.keys(masks)
        .map((name) => ops.reduceSum(ops.toFloat(valueNamed(values, name))))
        .reduce((sum, each) => ops.add(sum, each)),
    }),
  });
  try {
    const given = Object.fromEntries(
      Object.entries(masks).map(([name, shape]) => [name, new Uint8Array(sizeOf(shape)).fill(1)]),
    );
    const times: number[] = [];
    for (let time = 0; time < handovers; time++) times.push((await clock(() => executable.run(given)))[1]);
    return Math.min(...times);
  } finally {
    await executable.release();
  }
}

async function inGroups(trainer: Trainer, task: TrainingStep, count: number): Promise<void> {
  for (let left = count; left > 0; ) {
    const group = Math.min(left, trainer.stepsAtOnce);
    await trainer.train(stepsOf(task, group));
    left -= group;
  }
}

const streams = 64;

export async function measureDevice(
  engine: Engine,
  short: boolean,
  now: () => number,
  gpuMemory: GpuMemory,
): Promise<GpuMeasurements> {
  const deviations = await deviationsOf(engine);
  const training: TrainingSpeed[] = [];
  for (const size of sizes(short)) training.push(await speedOf(engine, size, now, gpuMemory));
  const checkpoint = { architecture: small, weights: initialWeights(small, 'glorot', seed) };
  const length = short ? 8 : 128;
  const ids = idsOf(streams * length, small.vocabulary, 0);
  const segments = Array.from({ length: streams }, (_, s): [number, number] => [s * length, length]);
  const readBegan = now();
  await observe({ engine, checkpoint, ids, segments, sink: memorySink(ids.length, small.units) });
  const sampleBegan = now();
  const drawn = short ? 20 : 400;
  await sample({
    ...{ engine, checkpoint, prompt: ids.subarray(0, 2), length: drawn, temperature: 1, never: [] },
    random: random(seed),
  });
  const perSecond = (tokens: number, took: number) => (1000 * tokens) / took;
  return {
    deviations,
    training,
    reading: perSecond(ids.length, sampleBegan - readBegan),
    sampling: perSecond(drawn, now() - sampleBegan),
  };
}

/** One step and one reading, so that ONNX Runtime prints where it places their nodes. */
export async function placeNodes(engine: Engine): Promise<void> {
  const task = step(looked('lstm'));
  const weights = initialWeights(task.architecture, 'glorot', seed);
  const trainer = await createTrainer(engine, task, { weights, seed });
  await trainer.train(stepsOf(task, 1));
  await trainer.release();
  await recordedBy(engine, task.architecture);
}
