/**
 * How fast an engine trains: a middle-sized LSTM by plain gradient descent, its first losses compared with those of
 * the reference engine, so that an engine that is quick and wrong does not pass. The clock is given.
 */
import { type Architecture, parameterShapes } from '../models/architecture.ts';
import { networkBackward, networkForward, statesFrom } from '../models/network.ts';
import { type Engine, type Program, sizeOf, valueNamed } from '../models/program.ts';
import { stateShapes } from '../models/reading.ts';

const architecture: Architecture = { cell: 'lstm', layers: 1, units: 128, embedding: 64, vocabulary: 2000 };
const batch = 32;
const steps = 16;
const learningRate = 10;

/** Mean losses (nats) before the first and the second step, on the reference engine; the tests compute them anew. */
export const expectedLosses: readonly number[] = [7.62143, 7.53944];
const tolerance = 1e-4;

/**
 * Trains for about so many seconds after two steps of warming up.
 * @returns tokens read per second.
 * @throws Error when the losses are not those that they should be.
 */
export async function trainingSpeed(engine: Engine, seconds: number, now: () => number): Promise<number> {
  const executable = await engine.compile(descent);
  try {
    for (const [name, shape] of Object.entries(parameterShapes(architecture))) {
      await executable.writeState(name, spread(sizeOf(shape)));
    }
    const step = async () => (await executable.run({ tokens: ids(0), targets: ids(1) })).loss?.[0] ?? Number.NaN;
    for (const expected of expectedLosses) {
      const loss = await step();
      if (!(Math.abs(loss - expected) < tolerance))
        throw new Error(`it gives wrong numbers: a loss of ${loss} instead of ${expected}`);
    }
    const began = now();
    let done = 0;
    do {
      await step();
      done++;
    } while (now() - began < 1000 * seconds);
    return (1000 * done * steps * batch) / (now() - began);
  } finally {
    await executable.release();
  }
}

const descent: Program = {
  name: 'descent',
  inputs: { tokens: { shape: [steps * batch], type: 'int32' }, targets: { shape: [steps * batch], type: 'int32' } },
  state: parameterShapes(architecture),
  constants: {},
  build(ops, values) {
    const initial = Object.entries(stateShapes(architecture, batch)).map(
      ([name, shape]) => [name, ops.zeros(shape)] as const,
    );
    const input = {
      tokens: valueNamed(values, 'tokens'),
      steps,
      batch,
      initial: statesFrom(architecture, { ...values, ...Object.fromEntries(initial) }),
    };
    const forward = networkForward(ops, architecture, values, input, false);
    const { loss, gradient } = ops.softmaxCrossEntropy(forward.logits, valueNamed(values, 'targets'));
    const gradients = networkBackward(ops, architecture, values, forward, gradient, true);
    const moved = Object.entries(gradients).map(([name, slope]) => {
      const change = ops.mul(slope, ops.scalar(learningRate));
      return [name, ops.sub(valueNamed(values, name), change)] as const;
    });
    return { loss: ops.mul(ops.reduceSum(loss), ops.scalar(1 / (steps * batch))), ...Object.fromEntries(moved) };
  },
};

/** Weights between -0.1 and 0.1 without a random generator: multiples of an irrational number, wrapped. */
const spread = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.2 * ((i * Math.SQRT2) % 1) - 0.1);

/** Token ids of a short cycle, so that the loss falls. */
const ids = (offset: number): Int32Array =>
  Int32Array.from({ length: steps * batch }, (_, i) => ((Math.floor(i / batch) + offset + 7 * (i % batch)) * 37) % 500);
