/**
 * A compiled training step with its counter: feeds batches, scalars and dropout masks, and reads the parameters and
 * slots back. Imports the training program and an engine's interface; no corpus, no files.
 */

import { item } from '../../core/at.ts';
import { random } from '../../core/random.ts';

import type { Shape } from '../models/operations.ts';
import { type Engine, type Numbers, runAll, sizeOf, type Tensor, valueNamed } from '../models/program.ts';
import { parametersOf, stateShapes, type Weights } from '../models/reading.ts';
import { createMasks, keptScale, type StepMasks } from './dropout.ts';
import { type HeldTraining, openOnePass, type StepInputs, type StepOutcome } from './one-pass.ts';
import {
  keepState,
  maskShapes,
  operationsPerStep,
  slotShapes,
  type TrainingStep,
  trainingProgram,
} from './training-program.ts';
import { held, released } from './transposed.ts';

export interface Batch {
  /** Token ids read, [steps x batch], time-major. */
  tokens: Int32Array;
  /** Ids to predict: [steps x batch], or [batch] with the objective `last`. */
  targets: Int32Array;
}

export interface TrainerStep {
  batch: Batch;
  learningRate: number;
}

export interface Trainer {
  /**
   * Trains one step per batch, at the learning rate beside it. A step's loss is the mean before it (nats), its norm that
   * of the gradients before clipping.
   */
  train(steps: readonly TrainerStep[]): Promise<StepOutcome[]>;
  /** How many steps are worth giving at a time, now: on some devices it changes from time to time. */
  readonly stepsAtOnce: number;
  /** Sets the carried hidden states to zero. */
  reset(): Promise<void>;
  parameters(): Promise<Record<string, Tensor>>;
  /** The optimizer's slots, by `slotName`. */
  slots(): Promise<Record<string, Tensor>>;
  /** The carried hidden states; empty when every step starts from the zero state. */
  carried(): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

export interface TrainerStart {
  weights: Weights;
  /** Slots to go on from; absent: zeros. */
  slots?: Weights;
  /** Hidden states to go on from; absent: zeros. */
  carried?: Weights;
  /** Steps already done: the optimizers' corrections and the dropout masks depend on it. */
  stepsDone?: number;
  /** Seed of the dropout masks. */
  seed: number;
}

export async function createTrainer(engine: Engine, step: TrainingStep, start: TrainerStart): Promise<Trainer> {
  const training = await openHeld(engine, step);
  const parameters = parametersOf(step.architecture);
  const slots = slotShapes(step);
  const carried = step.carry ? stateShapes(step.architecture, step.batch) : {};
  const write = async (
    shapes: typeof parameters,
    data: (name: string, shape: Shape) => Float32Array,
  ): Promise<void> => {
    for (const [name, shape] of Object.entries(shapes)) await training.write(name, data(name, shape));
  };
  const from = (tensors: Weights) => (name: string, shape: Shape) => held(name, shape, valueNamed(tensors, name).data);
  const read = async (shapes: typeof parameters, layout = released): Promise<Record<string, Tensor>> => {
    const tensors: Record<string, Tensor> = {};
    for (const [name, shape] of Object.entries(shapes))
      tensors[name] = { shape, data: layout(name, shape, await training.read(name)) };
    return tensors;
  };
  try {
    await write(parameters, from(start.weights));
    if (start.slots !== undefined) await write(slots, from(start.slots));
    const { carried: before } = start;
    if (before !== undefined) await write(carried, (name) => valueNamed(before, name).data);
  } catch (error) {
    await training.release();
    throw error;
  }
  const masks = createMasks(start.seed, step.dropout, maskShapes(step));
  let done = start.stepsDone ?? 0;

  const given = ({ batch, learningRate }: TrainerStep, before: number, drawn: StepMasks): StepInputs => {
    const inputs: Record<string, Numbers> = { tokens: batch.tokens, targets: batch.targets, ...drawn };
    if (step.dropout > 0) inputs.keep = Float32Array.of(keptScale(step.dropout));
    if (step.carry) inputs[keepState] = keptStreams(step.batch, [start.seed, before]);
    return { inputs, scalars: step.optimizer.scalars(before + 1, learningRate) };
  };

  return {
    get stepsAtOnce() {
      return training.stepsAtOnce;
    },
    async train(steps) {
      const drawn = await masks(done, steps.length);
      const outcomes = await training.train(steps.map((each, index) => given(each, done + index, item(drawn, index))));
      done += steps.length;
      return outcomes;
    },
    reset: () => write(carried, (_name, shape) => new Float32Array(sizeOf(shape))),
    parameters: () => read(parameters),
    slots: () => read(slots),
    carried: () => read(carried, (_name, _shape, data) => data),
    release: training.release,
  };
}

/**
 * Holds the parameters and slots in the engine, as one program with its update, or, where that is quicker, in memory of its
 * own, to which the engine writes the gradients (one-pass.ts).
 */
async function openHeld(engine: Engine, step: TrainingStep): Promise<HeldTraining> {
  // In sequence: forward, backward, and the weights' own gradients.
  const workload = { operations: operationsPerStep(step), sequence: 3 * step.steps };
  const program = trainingProgram(step);
  const numbers = Object.values(program.state).reduce((sum, shape) => sum + sizeOf(shape), 0);
  const { inPlace } = engine;
  const inOnePass =
    inPlace !== undefined && numbers >= inPlace.from ? await openOnePass(inPlace, step, workload) : null;
  if (inOnePass !== null) return inOnePass;
  const executable = await engine.compile(program, { ...workload, repeated: true });
  return {
    get stepsAtOnce() {
      return executable.runsAtOnce ?? 1;
    },
    async train(steps) {
      const all = steps.map(({ inputs, scalars }) => ({
        ...inputs,
        ...Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)])),
      }));
      const number = (values: Record<string, ArrayLike<number>>, name: string) =>
        valueNamed(values, name)[0] ?? Number.NaN;
      return (await runAll(executable, all)).map((values) => ({
        loss: number(values, 'loss'),
        gradientNorm: number(values, 'gradientNorm'),
      }));
    },
    read: executable.readState,
    write: executable.writeState,
    release: executable.release,
  };
}

/** Chance that a stream is set to zero before a step. */
const resetProbability = 0.01;

/** Separates these random numbers from those of other uses of the same seed. */
const stream = 0x7a65726f;

/**
 * Which parallel streams keep their carried state at a step. A model that starts from the zero state only once an epoch
 * never learns to: one of 672 units had a loss of 2.5 nats with the carried state and of 3.4 from zero. So each stream
 * is set to zero now and then, at random. Source: Melis, Dyer & Blunsom 2018, section 4.
 * 1 keeps a stream's state, 0 sets it to zero: [streams].
 */
export function keptStreams(streams: number, seeds: readonly number[]): Float32Array {
  const { uniform } = random(...seeds, stream);
  return Float32Array.from({ length: streams }, () => (uniform() < resetProbability ? 0 : 1));
}
