/**
 * A compiled training step with its counter: feeds batches, scalars and dropout masks, and reads the parameters and slots back.
 *
 * An engine that shares the process's memory has the optimizer go once through it: parameters, slots and gradients lie in one
 * WebAssembly memory, the engine reads the parameters and writes the gradients there, and a kernel (optimizers/kernel.ts)
 * changes them. As a graph the same rule is a dozen operations, each of which reads and writes millions of numbers. The numbers
 * are the graph's. One thread: two of them, which wait for the same memory, took as long for the thesis' fifteen million parameters.
 */
import { at } from '../../core/at.ts';
import { random } from '../../core/random.ts';
import { transposed } from '../../core/tensor.ts';
import type { Shape } from '../models/operations.ts';
import {
  type Engine,
  fitting,
  type InPlace,
  mapValues,
  type Numbers,
  runAll,
  sizeOf,
  type Tensor,
  valueNamed,
  type Workload,
} from '../models/program.ts';
import { firstState, parametersOf, stateShapes, type Weights } from '../models/reading.ts';
import { dropoutMask, keptScale } from './dropout.ts';
import { kernelOf, width } from './optimizers/kernel.ts';
import {
  clippingFactor,
  gradientName,
  gradientProgram,
  isTransposed,
  keepState,
  maskShapes,
  nextName,
  operationsPerStep,
  slotName,
  slotShapes,
  type TrainingStep,
  trainedParameters,
  trainingProgram,
} from './training-program.ts';

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
  /** How many steps are worth giving at a time. */
  readonly stepsAtOnce: number;
  /** Sets the carried states to those before the first token. */
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

export interface StepOutcome {
  loss: number;
  gradientNorm: number;
}

export async function createTrainer(engine: Engine, step: TrainingStep, start: TrainerStart): Promise<Trainer> {
  const training = await openHeld(engine, step);
  const parameters = parametersOf(step.architecture);
  const slots = slotShapes(step);
  const carried = step.carry ? stateShapes(step.architecture, step.batch) : {};
  const isTurned = (name: string, shape: Shape) => !Object.hasOwn(carried, name) && isTransposed(name, shape);
  const write = async (shapes: typeof parameters, tensors: Weights): Promise<void> => {
    for (const [name, shape] of Object.entries(shapes)) {
      const { data } = valueNamed(tensors, name);
      await training.write(name, isTurned(name, shape) ? transposed({ shape, data }).data : data);
    }
  };
  const read = async (shapes: typeof parameters): Promise<Record<string, Tensor>> => {
    const tensors: Record<string, Tensor> = {};
    for (const [name, shape] of Object.entries(shapes)) {
      const data = await training.read(name);
      tensors[name] = isTurned(name, shape) ? transposed({ shape: shape.toReversed(), data }) : { shape, data };
    }
    return tensors;
  };
  const reset = async () => {
    const first = firstState(step.architecture, step.batch);
    for (const name of Object.keys(carried)) await training.write(name, valueNamed(first, name));
  };
  try {
    await write(parameters, start.weights);
    if (start.slots !== undefined) await write(slots, start.slots);
    if (start.carried !== undefined) await write(carried, start.carried);
    else await reset();
  } catch (error) {
    await training.release();
    throw error;
  }
  const masks = [...Object.entries(maskShapes(step)).entries()];
  let done = start.stepsDone ?? 0;

  const given = ({ batch, learningRate }: TrainerStep, before: number): StepInputs => {
    const inputs: Record<string, Numbers> = { tokens: batch.tokens, targets: batch.targets };
    for (const [place, [name, shape]] of masks)
      inputs[name] = dropoutMask(sizeOf(shape), step.dropout, [start.seed, before, place]);
    if (step.dropout > 0) inputs.keep = Float32Array.of(keptScale(step.dropout));
    if (step.carry) inputs[keepState] = keptStreams(step.batch, [start.seed, before]);
    return { inputs, scalars: step.optimizer.scalars(before + 1, learningRate) };
  };

  return {
    stepsAtOnce: training.stepsAtOnce,
    async train(steps) {
      const outcomes = await training.train(steps.map((each, index) => given(each, done + index)));
      done += steps.length;
      return outcomes;
    },
    reset,
    parameters: () => read(parameters),
    slots: () => read(slots),
    carried: () => read(carried),
    release: training.release,
  };
}

interface StepInputs {
  /** Of the batch; not the optimizer's scalars. */
  inputs: Readonly<Record<string, Numbers>>;
  scalars: Readonly<Record<string, number>>;
}

/** What a training holds between its steps, here or in an engine, and does with it. */
interface HeldTraining {
  readonly stepsAtOnce: number;
  train(steps: readonly StepInputs[]): Promise<StepOutcome[]>;
  /** A parameter, slot or carried state by its name, as it is held. */
  read(name: string): Promise<Float32Array>;
  write(name: string, data: Float32Array): Promise<void>;
  release(): Promise<void>;
}

/**
 * Holds the parameters and slots in the engine, as one program with its update, or, where that is quicker, in memory of its
 * own, to which the engine writes the gradients.
 */
async function openHeld(engine: Engine, step: TrainingStep): Promise<HeldTraining> {
  // In sequence: forward, backward, and the weights' own gradients.
  const workload = { operations: operationsPerStep(step), sequence: 3 * step.steps };
  const program = trainingProgram(step);
  const numbers = Object.values(program.state).reduce((sum, shape) => sum + sizeOf(shape), 0);
  const { inPlace } = engine;
  const inOnePass = inPlace && numbers >= inPlace.from ? await openOnePass(inPlace, step, workload) : null;
  if (inOnePass !== null) return inOnePass;
  const executable = await engine.compile(program, { ...workload, repeated: true });
  return {
    stepsAtOnce: executable.runsAtOnce ?? 1,
    async train(steps) {
      const all = steps.map(({ inputs, scalars }) => ({
        ...inputs,
        ...mapValues(scalars, (value) => Float32Array.of(value)),
      }));
      return (await runAll(executable, all)).map((values) => ({
        loss: at(valueNamed(values, 'loss'), 0),
        gradientNorm: at(valueNamed(values, 'gradientNorm'), 0),
      }));
    },
    read: executable.readState,
    write: executable.writeState,
    release: executable.release,
  };
}

const page = 65536;
/** WebAssembly's addresses end here. */
const mostBytes = 2 ** 32 - page;

/** Null where so much cannot be addressed. */
export async function openOnePass(
  inPlace: InPlace,
  step: TrainingStep,
  workload: Workload,
): Promise<HeldTraining | null> {
  const program = gradientProgram(step);
  const trained = trainedParameters(step);
  const carried = step.carry ? Object.keys(stateShapes(step.architecture, step.batch)) : [];
  const placed = place({
    ...program.state,
    ...slotShapes(step),
    ...Object.fromEntries(trained.map(([name, shape]) => [gradientName(name), shape])),
    ...Object.fromEntries(carried.map((name) => [nextName(name), valueNamed(program.state, name)])),
    loss: [],
    gradientNorm: [],
    [clippingFactor]: [],
  });
  if (placed === null) return null;
  const { memory, numbers } = placed;
  const update = kernelOf(memory, step.optimizer);
  const computed = await inPlace.compile(program, numbers, workload);
  const numbersOf = (name: string): Float32Array => valueNamed(numbers, name);
  const limit = step.clipValue ?? Number.POSITIVE_INFINITY;
  const changing = trained.map(([name]) =>
    [name, gradientName(name), ...step.optimizer.slots.map((slot) => slotName(slot, name))].map(numbersOf),
  );
  const scalar = (name: string) => at(numbersOf(name), 0);

  return {
    stepsAtOnce: 1,
    async train(steps) {
      const outcomes = [];
      for (const { inputs, scalars } of steps) {
        await computed.run(inputs);
        for (const arrays of changing) update(arrays, { factor: scalar(clippingFactor), limit, scalars });
        for (const name of carried) numbersOf(name).set(numbersOf(nextName(name)));
        outcomes.push({ loss: scalar('loss'), gradientNorm: scalar('gradientNorm') });
      }
      return outcomes;
    },
    read: async (name) => numbersOf(name).slice(),
    async write(name, data) {
      const target = numbersOf(name);
      target.set(fitting(`"${name}"`, [target.length], data));
    },
    release: () => computed.release(),
  };
}

/** Zeros by name, each from an address that the kernels can take to the next; null where they are too many. */
function place(shapes: Readonly<Record<string, Shape>>) {
  let bytes = 0;
  const places = Object.entries(shapes).map(([name, shape]) => {
    const from = bytes;
    bytes += width * Math.ceil((4 * sizeOf(shape)) / width);
    return { name, from, length: sizeOf(shape) };
  });
  if (bytes > mostBytes) return null;
  const pages = Math.ceil(bytes / page);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const views = places.map(({ name, from, length }) => [name, new Float32Array(memory.buffer, from, length)] as const);
  return { memory, numbers: Object.fromEntries(views) };
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
