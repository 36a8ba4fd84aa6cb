/** What an engine is worth: whether its numbers are right, and how fast it trains. */
import type { Architecture } from '../models/architecture.ts';
import { type Engine, mapValues, sizeOf, valueNamed } from '../models/program.ts';
import { parametersOf } from '../models/reading.ts';
import { optimizer } from '../train/optimizers/optimizers.ts';
import { createTrainer, type Trainer } from '../train/trainer.ts';
import type { StepShape } from '../train/training-program.ts';
import { wantsTf32 } from './native-settings.ts';

/** A training that is measured. */
export type Work = StepShape & { architecture: Architecture };

/** Small enough for every engine, the plain one too: what `doctor` measures. */
export const smallTraining: Work = {
  architecture: { cell: 'lstm', layers: 1, units: 128, embedding: 64, vocabulary: 2000 },
  objective: 'every',
  batch: 32,
  steps: 16,
};
/** Large enough that a GPU shows what it can: the small one measures how fast its operations are started. */
export const largeTraining: Work = {
  ...smallTraining,
  architecture: { cell: 'lstm', layers: 1, units: 512, embedding: 256, vocabulary: 5000 },
};

/** At what the numbers are looked at: products of the same sizes, and of them no more than it takes to see that they are right. */
const checkedTraining: Work = { ...smallTraining, steps: 4 };
/** Its mean losses (nats) before the first and the second step, on the reference engine; the tests compute them anew. */
export const expectedLosses: readonly number[] = [7.61822, 7.49955];
const tolerance = 1e-4;
const checkedRate = 10;

/** @throws Error when the first losses of a small training, or the digits of a product, are not what they should be. */
export async function checkNumbers(engine: Engine): Promise<void> {
  const trainer = await trainerOf(engine, checkedTraining);
  try {
    for (const expected of expectedLosses) {
      const [outcome] = await trainer.train([stepOf(checkedTraining, checkedRate)]);
      const loss = outcome?.loss ?? Number.NaN;
      if (!(Math.abs(loss - expected) < tolerance))
        throw new Error(`It gives wrong numbers: a loss of ${loss} instead of ${expected}.`);
    }
  } finally {
    await trainer.release();
  }
  const deviation = await productDeviation(engine);
  if (deviation > singlePrecision && !wantsTf32())
    throw new Error(`Its products deviate by ${deviation.toExponential(1)}: it does not compute in single precision.`);
}

/** Larger deviations are not single precision: TF32 and bfloat16 keep 10 and 7 bits, and deviate by 2.4e-4 here. */
const singlePrecision = 1e-6;
const productSize = 128;
/** The last bit is beyond the 10 of TF32; sums of up to 128 of them are exact in single precision. */
const element = 1 + 2 ** -12;

/** Relative deviation of a product of two matrices [128, 128] whose exact value is known: 0 in single precision. */
async function productDeviation(engine: Engine): Promise<number> {
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
    const exact = productSize * element;
    const product = valueNamed(await executable.run({ a: filled(element), b: filled(1) }), 'product');
    return Math.max(...Array.from(product, (value) => Math.abs(value / exact - 1)));
  } finally {
    await executable.release();
  }
}

/** Slow enough that no weight runs away, however long it trains. */
const measuredRate = 1e-3;

/**
 * Trains for about so many seconds, many steps in one go where the engine has a quicker way for that. One step goes before, by which
 * caches, shaders and memory are in place.
 * @returns tokens read per second.
 */
export async function speedOf(engine: Engine, work: Work, seconds: number): Promise<number> {
  const trainer = await trainerOf(engine, work);
  try {
    const steps = Array<ReturnType<typeof stepOf>>(trainer.stepsAtOnce).fill(stepOf(work, measuredRate));
    await trainer.train(steps.slice(0, 1));
    const began = performance.now();
    let done = 0;
    do {
      await trainer.train(steps);
      done += steps.length;
    } while (performance.now() - began < 1000 * seconds);
    return (1000 * done * work.steps * work.batch) / (performance.now() - began);
  } finally {
    await trainer.release();
  }
}

function trainerOf(engine: Engine, work: Work): Promise<Trainer> {
  const plain = { clipNorm: null, clipValue: null, trainEmbedding: true, dropout: 0, carry: false };
  const weights = mapValues(parametersOf(work.architecture), (shape) => ({ shape, data: spread(sizeOf(shape)) }));
  return createTrainer(engine, { ...work, ...plain, optimizer: optimizer({ name: 'sgd' }) }, { weights, seed: 0 });
}

/** Weights between -0.1 and 0.1 without a random generator: multiples of an irrational number, wrapped. */
const spread = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.2 * ((i * Math.SQRT2) % 1) - 0.1);

/** Token ids of a short cycle, so that the loss falls. */
function stepOf({ architecture: { vocabulary }, batch, steps }: Work, learningRate: number) {
  const most = Math.min(500, vocabulary);
  const id = (i: number, offset: number) => ((Math.floor(i / batch) + offset + 7 * (i % batch)) * 37) % most;
  const ids = (offset: number) => Int32Array.from({ length: steps * batch }, (_, i) => id(i, offset));
  return { batch: { tokens: ids(0), targets: ids(1) }, learningRate };
}
