/**
 * What an engine is worth: whether its numbers are right, and how fast it does a job of an experiment's own sizes. The
 * clock is given. Imports the networks and the engines' interface.
 */
import { at, item } from '../../core/at.ts';
import { type Architecture, parameterShapes } from '../models/architecture.ts';
import { cellNames } from '../models/cells/cells.ts';
import { differentiate } from '../models/differentiate.ts';
import { maskShapesByPlace, networkForward, statesFrom } from '../models/network.ts';
import {
  type Engine,
  type Executable,
  type Numbers,
  type Program,
  runAll,
  sizeOf,
  valueNamed,
} from '../models/program.ts';
import { operationsPerToken, parametersOf, type Readable, readingProgram, stateShapes } from '../models/reading.ts';
import { rowProductsProgram } from '../models/row-products.ts';
import { referenceEngine } from './reference/engine.ts';

/** Work of an experiment that an engine can be measured at. */
export type Work =
  | {
      job: 'training';
      architecture: Architecture;
      objective: 'every' | 'last';
      batch: number;
      steps: number;
      /** Share of elements dropped; 0: no masks. */
      dropout: number;
      /** How many tensors the optimizer keeps beside each parameter. */
      slots: number;
    }
  | { job: 'reading'; architecture: Readable; streams: number }
  | { job: 'profiling'; neurons: number; width: number };

type Training = Extract<Work, { job: 'training' }>;

/** Small enough for every engine, the plain one too: what `doctor` measures, and at what the numbers are looked at. */
export const smallTraining: Training = {
  job: 'training',
  architecture: { cell: 'lstm', layers: 1, units: 128, embedding: 64, vocabulary: 2000 },
  objective: 'every',
  batch: 32,
  steps: 16,
  dropout: 0,
  slots: 0,
};
/** Large enough that a GPU shows what it can: the small one measures how fast its operations are started. */
export const largeTraining: Training = {
  ...smallTraining,
  architecture: { cell: 'lstm', layers: 1, units: 512, embedding: 256, vocabulary: 5000 },
};
const checkedRate = 10;

/** Mean losses (nats) before the first and the second step, on the reference engine; the tests compute them anew. */
export const expectedLosses: readonly number[] = [7.62143, 7.53944];
const tolerance = 1e-4;

/** @throws Error when the first losses of the small training are not those that they should be. */
export async function checkLosses(engine: Engine): Promise<void> {
  const executable = await engine.compile(descent(smallTraining, checkedRate));
  try {
    await writeWeights(executable, smallTraining.architecture);
    for (const expected of expectedLosses) {
      const loss = at(valueNamed(await executable.run(batchOf(smallTraining)), 'loss'), 0);
      if (!(Math.abs(loss - expected) < tolerance))
        throw new Error(`it gives wrong numbers: a loss of ${loss} instead of ${expected}`);
    }
  } finally {
    await executable.release();
  }
}

const recordedTolerance = 1e-5;
const [checkedStreams, checkedTokens] = [4, 8];

/** @throws Error when what is recorded of some cell's network is not what the reference engine has. */
export async function checkRecordings(engine: Engine): Promise<void> {
  for (const cell of cellNames) {
    const architecture: Architecture = { cell, layers: 2, units: 24, embedding: 12, vocabulary: 60 };
    const [found, expected] = [await recordedBy(engine, architecture), await recordedBy(referenceEngine, architecture)];
    for (const [name, values] of Object.entries(expected)) {
      const own = valueNamed(found, name);
      const most = values.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (own[i] ?? Number.NaN))), 0);
      if (!(most < recordedTolerance))
        throw new Error(`it gives wrong numbers: of ${cell}, ${name} deviates by ${most.toExponential(1)}`);
    }
  }
}

/** [tokens x streams x neurons] of each array, by its name. */
async function recordedBy(engine: Engine, architecture: Architecture): Promise<Record<string, number[]>> {
  const executable = await engine.compile(
    readingProgram(architecture, spreadWeights(architecture), checkedStreams, { predict: 'nothing' }),
  );
  try {
    const recorded: Record<string, number[]> = {};
    for (let t = 0; t < checkedTokens; t++) {
      const token = Int32Array.from({ length: checkedStreams }, (_, s) => (7 * t + 11 * s) % architecture.vocabulary);
      for (const [name, values] of Object.entries(await executable.run({ token }))) {
        recorded[name] = [...(recorded[name] ?? []), ...values];
      }
    }
    return recorded;
  } finally {
    await executable.release();
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
  const { executable, inputs, tokens } = await prepared(engine, work);
  try {
    const group = (runs: number) => Array.from({ length: runs }, () => inputs);
    await runAll(executable, group(warmUpRuns));
    const began = now();
    let runs = 0;
    do {
      const atOnce = executable.runsAtOnce ?? 1;
      await runAll(executable, group(atOnce));
      runs += atOnce;
    } while (now() - began < 1000 * seconds);
    return (1000 * runs * tokens) / (now() - began);
  } finally {
    await executable.release();
  }
}

interface Prepared {
  executable: Executable;
  inputs: Readonly<Record<string, Numbers>>;
  /** Tokens read in a run. */
  tokens: number;
}

/** Slow enough that no weight runs away, however long it trains. */
const measuredRate = 1e-3;

async function prepared(engine: Engine, work: Work): Promise<Prepared> {
  if (work.job === 'profiling') {
    const { neurons, width } = work;
    const executable = await engine.compile(rowProductsProgram(neurons, width), {
      operations: 2 * neurons ** 2 * width,
    });
    const piece = spread(neurons * width);
    return { executable, inputs: { piece, other: piece }, tokens: width };
  }
  if (work.job === 'reading') {
    const { architecture, streams } = work;
    const program = readingProgram(architecture, spreadWeights(architecture), streams, { predict: 'loss' });
    const executable = await engine.compile(program, { operations: streams * operationsPerToken(architecture) });
    const ids = Int32Array.from({ length: streams }, (_, stream) => stream % architecture.vocabulary);
    return { executable, inputs: { token: ids, next: ids }, tokens: streams };
  }
  const { architecture } = work;
  const tokens = work.steps * work.batch;
  const executable = await engine.compile(descent(work, measuredRate), {
    operations: 3 * tokens * operationsPerToken(architecture),
    // Forward, backward, and the weights' own gradients.
    sequence: 3 * work.steps,
    repeated: true,
  });
  await writeWeights(executable, architecture);
  // The masks of every step are the same: an experiment's are drawn beside its steps, and what is in them costs nothing.
  const masks = Object.entries(masksOf(work)).map(([name, { shape }]) => [name, new Uint8Array(sizeOf(shape)).fill(1)]);
  return { executable, inputs: { ...batchOf(work), ...Object.fromEntries(masks) }, tokens };
}

async function writeWeights(executable: Executable, architecture: Architecture): Promise<void> {
  for (const [name, shape] of Object.entries(parameterShapes(architecture))) {
    await executable.writeState(name, spread(sizeOf(shape)));
  }
}

function masksOf({ architecture, objective, batch, steps, dropout }: Training): Program['inputs'] {
  if (dropout === 0) return {};
  const shapes = maskShapesByPlace(architecture, { batch, steps, lastOnly: objective === 'last' });
  return Object.fromEntries(shapes.map((shape, place) => [`mask.${place}`, { shape, type: 'uint8' }]));
}

const slotName = (slot: number, parameter: string): string => `slot.${slot} ${parameter}`;

/** What is kept of a slot from step to step. */
const kept = 0.9;

/**
 * A step of gradient descent: the products, gates and gradients that every optimizer needs, and beside each parameter as
 * many running means of its gradient as an optimizer keeps tensors.
 */
function descent(work: Training, learningRate: number): Program {
  const { architecture, objective, batch, steps, dropout, slots } = work;
  const rows = objective === 'last' ? batch : steps * batch;
  const masks = masksOf(work);
  const parameters = Object.entries(parameterShapes(architecture));
  const changing = (name: string) => [name, ...Array.from({ length: slots }, (_, slot) => slotName(slot, name))];
  return {
    name: 'descent',
    inputs: { tokens: { shape: [steps * batch], type: 'int32' }, targets: { shape: [rows], type: 'int32' }, ...masks },
    state: Object.fromEntries(parameters.flatMap(([name, shape]) => changing(name).map((each) => [each, shape]))),
    constants: {},
    build(ops, values) {
      const names = parameters.map(([name]) => name);
      const { results, gradients } = differentiate(ops, values, names, (ops, values) => {
        const initial = Object.entries(stateShapes(architecture, batch)).map(
          ([name, shape]) => [name, ops.zeros(shape)] as const,
        );
        const { logits } = networkForward(ops, architecture, values, {
          tokens: valueNamed(values, 'tokens'),
          steps,
          batch,
          initial: statesFrom(architecture, Object.fromEntries(initial)),
          lastOnly: objective === 'last',
          masks: Object.keys(masks).map((name) =>
            ops.mul(ops.toFloat(valueNamed(values, name)), ops.scalar(1 / (1 - dropout))),
          ),
        });
        const { loss } = ops.softmaxCrossEntropy(logits, valueNamed(values, 'targets'));
        return { loss: ops.mul(ops.reduceSum(loss), ops.scalar(1 / rows)) };
      });
      const moved = Object.entries(gradients).flatMap(([name, slope]) => {
        const names = changing(name);
        const before = names.map((each) => valueNamed(values, each));
        const after = ops.elementwise([slope, ...before], (each, pieces) => {
          const [gradient, parameter, ...means] = [item(pieces, 0), item(pieces, 1), ...pieces.slice(2)];
          return [
            each.sub(parameter, each.mul(gradient, each.scalar(learningRate))),
            ...means.map((mean) => {
              const share = each.mul(gradient, each.scalar(1 - kept));
              return each.add(each.mul(mean, each.scalar(kept)), share);
            }),
          ];
        });
        return names.map((each, index) => [each, item(after, index)] as const);
      });
      return { ...results, ...Object.fromEntries(moved) };
    },
  };
}

const spreadWeights = (network: Readable) =>
  Object.fromEntries(
    Object.entries(parametersOf(network)).map(([name, shape]) => [name, { shape, data: spread(sizeOf(shape)) }]),
  );

/** Weights between -0.1 and 0.1 without a random generator: multiples of an irrational number, wrapped. */
const spread = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.2 * ((i * Math.SQRT2) % 1) - 0.1);

/** Token ids of a short cycle, so that the loss falls. */
function batchOf({ architecture: { vocabulary }, objective, batch, steps }: Training): Record<string, Int32Array> {
  const most = Math.min(500, vocabulary);
  const id = (i: number, offset: number) => ((Math.floor(i / batch) + offset + 7 * (i % batch)) * 37) % most;
  const ids = (offset: number) => Int32Array.from({ length: steps * batch }, (_, i) => id(i, offset));
  const targets = ids(1);
  return { tokens: ids(0), targets: objective === 'last' ? targets.subarray(-batch) : targets };
}
