/**
 * What an engine is worth: whether its numbers are right, and how fast it does a job of an experiment's own sizes. The
 * clock is given.
 */
import type { Architecture } from '../models/architecture.ts';
import {
  type Engine,
  type Executable,
  mapValues,
  type Numbers,
  runAll,
  sizeOf,
  valueNamed,
} from '../models/program.ts';
import { operationsPerToken, parametersOf, type Readable, readingProgram } from '../models/reading.ts';
import { rowProductsProgram } from '../models/row-products.ts';
import { type OptimizerSettings, optimizer } from '../train/optimizers/optimizers.ts';
import { type Batch, createTrainer, type Trainer } from '../train/trainer.ts';
import type { StepShape } from '../train/training-program.ts';

interface Training extends StepShape {
  job: 'training';
  /** Share of elements dropped; 0: no masks. */
  dropout: number;
  optimizer: OptimizerSettings;
}

/** Work of an experiment that an engine can be measured at. */
export type Work =
  | Training
  | { job: 'reading'; architecture: Readable; streams: number }
  | { job: 'profiling'; neurons: number; width: number };

/** Small enough for every engine, the plain one too: what `doctor` measures, and at what the numbers are looked at. */
export const smallTraining: Training & { architecture: Architecture } = {
  job: 'training',
  architecture: { cell: 'lstm', layers: 1, units: 128, embedding: 64, vocabulary: 2000 },
  objective: 'every',
  batch: 32,
  steps: 16,
  dropout: 0,
  optimizer: { name: 'sgd' },
};
/** Large enough that a GPU shows what it can: the small one measures how fast its operations are started. */
export const largeTraining: typeof smallTraining = {
  ...smallTraining,
  architecture: { cell: 'lstm', layers: 1, units: 512, embedding: 256, vocabulary: 5000 },
};
const checkedRate = 10;

/** Mean losses (nats) before the first and the second step, on the reference engine; the tests compute them anew. */
export const expectedLosses: readonly number[] = [7.62143, 7.53944];
const tolerance = 1e-4;

/** @throws Error when the first losses of the small training, forward and back, are not those that they should be. */
export async function checkLosses(engine: Engine): Promise<void> {
  const trainer = await trainerOf(engine, smallTraining, { clipNorm: null, carry: false });
  const step = { batch: batchOf(smallTraining), learningRate: checkedRate };
  try {
    for (const expected of expectedLosses) {
      const [outcome] = await trainer.train([step]);
      const loss = outcome?.loss ?? Number.NaN;
      if (!(Math.abs(loss - expected) < tolerance))
        throw new Error(`it gives wrong numbers: a loss of ${loss} instead of ${expected}`);
    }
  } finally {
    await trainer.release();
  }
}

/** Larger deviations are not single precision: TF32 and bfloat16 keep 10 and 7 bits, and deviate by 2.4e-4 here. */
export const singlePrecision = 1e-6;
const productSize = 128;
/** The last bit is beyond the 10 of TF32; sums of up to 128 of them are exact in single precision. */
const element = 1 + 2 ** -12;

/** Relative deviation of a product of two matrices [128, 128] whose exact value is known: 0 in single precision. */
export async function productDeviation(engine: Engine): Promise<number> {
  const shape = [productSize, productSize];
  const executable = await engine.compile({
    name: 'product',
    inputs: { a: { shape, type: 'float32' }, b: { shape, type: 'float32' } },
    state: {},
    constants: {},
    build: (ops, values) => ({ product: ops.matmul(valueNamed(values, 'a'), valueNamed(values, 'b')) }),
  });
  try {
    const filled = (value: number) => new Float32Array(sizeOf(shape)).fill(value);
    const { product } = await executable.run({ a: filled(element), b: filled(1) });
    if (product?.length !== sizeOf(shape)) throw new Error('it gives no product of two matrices');
    const exact = productSize * element;
    let most = 0;
    for (const value of product) most = Math.max(most, Math.abs(value / exact - 1));
    return most;
  } finally {
    await executable.release();
  }
}

/** Before the clock starts: caches, shaders and memory are then in place. */
const warmUpRuns = 1;

/**
 * Does the work for about so many seconds, many runs in one go where the engine has a quicker way for that.
 * @returns tokens read per second.
 */
export async function speedOf(engine: Engine, work: Work, seconds: number, now: () => number): Promise<number> {
  const { run, runsAtOnce, tokens, release } = await prepared(engine, work);
  try {
    await run(warmUpRuns);
    const began = now();
    let runs = 0;
    do {
      await run(runsAtOnce);
      runs += runsAtOnce;
    } while (now() - began < 1000 * seconds);
    return (1000 * runs * tokens) / (now() - began);
  } finally {
    await release();
  }
}

interface Prepared {
  run(times: number): Promise<unknown>;
  runsAtOnce: number;
  /** Tokens read in a run. */
  tokens: number;
  release(): Promise<void>;
}

/** Slow enough that no weight runs away, however long it trains. */
const measuredRate = 1e-3;

async function prepared(engine: Engine, work: Work): Promise<Prepared> {
  if (work.job === 'training') {
    const trainer = await trainerOf(engine, work, { clipNorm: 1, carry: work.objective === 'every' });
    const step = { batch: batchOf(work), learningRate: measuredRate };
    return {
      run: (times) => trainer.train(Array.from({ length: times }, () => step)),
      runsAtOnce: trainer.stepsAtOnce,
      tokens: work.steps * work.batch,
      release: () => trainer.release(),
    };
  }
  if (work.job === 'profiling') {
    const { neurons, width } = work;
    const piece = spread(neurons * width);
    const operations = 2 * neurons ** 2 * width;
    const compiled = await engine.compile(rowProductsProgram(neurons, width), { operations });
    return repeatable(compiled, { piece, other: piece }, width);
  }
  const { architecture, streams } = work;
  const program = readingProgram(architecture, spreadWeights(architecture), streams, { predict: 'loss' });
  const compiled = await engine.compile(program, { operations: streams * operationsPerToken(architecture) });
  const ids = Int32Array.from({ length: streams }, (_, stream) => stream % architecture.vocabulary);
  return repeatable(compiled, { token: ids, next: ids }, streams);
}

const repeatable = (compiled: Executable, inputs: Readonly<Record<string, Numbers>>, tokens: number): Prepared => ({
  run: (times) => runAll(compiled, Array<typeof inputs>(times).fill(inputs)),
  runsAtOnce: compiled.runsAtOnce ?? 1,
  tokens,
  release: compiled.release,
});

const trainerOf = (
  engine: Engine,
  work: Training,
  own: { clipNorm: number | null; carry: boolean },
): Promise<Trainer> =>
  createTrainer(
    engine,
    { ...work, ...own, optimizer: optimizer(work.optimizer), clipValue: null, trainEmbedding: true },
    { weights: spreadWeights(work.architecture), seed: 0 },
  );

const spreadWeights = (network: Readable) =>
  mapValues(parametersOf(network), (shape) => ({ shape, data: spread(sizeOf(shape)) }));

/** Weights between -0.1 and 0.1 without a random generator: multiples of an irrational number, wrapped. */
const spread = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.2 * ((i * Math.SQRT2) % 1) - 0.1);

/** Token ids of a short cycle, so that the loss falls. */
function batchOf({ architecture: { vocabulary }, objective, batch, steps }: Training): Batch {
  const most = Math.min(500, vocabulary);
  const id = (i: number, offset: number) => ((Math.floor(i / batch) + offset + 7 * (i % batch)) * 37) % most;
  const ids = (offset: number) => Int32Array.from({ length: steps * batch }, (_, i) => id(i, offset));
  const targets = ids(1);
  return { tokens: ids(0), targets: objective === 'last' ? targets.subarray(-batch) : targets };
}
