/**
 * A training whose optimizer goes once through the memory: parameters, slots and gradients lie in one WebAssembly memory, an
 * engine reads the parameters and writes the gradients there, and a kernel (optimizers/kernel.ts) changes them. As a graph
 * the same rule is a dozen operations, each of which reads and writes millions of numbers. The numbers are the graph's.
 *
 * One thread: two of them, which wait for the same memory, took as long for the thesis' fifteen million parameters.
 */
import { at } from '../../core/at.ts';
import type { Shape } from '../models/operations.ts';
import { type InPlace, type Numbers, sizeOf, valueNamed, type Workload } from '../models/program.ts';
import { stateShapes } from '../models/reading.ts';
import { kernelOf, width } from './optimizers/kernel.ts';
import {
  clippingFactor,
  gradientName,
  gradientProgram,
  nextName,
  slotName,
  slotShapes,
  type TrainingStep,
  trainedParameters,
} from './training-program.ts';

export interface StepInputs {
  /** Of the batch; not the optimizer's scalars. */
  inputs: Readonly<Record<string, Numbers>>;
  scalars: Readonly<Record<string, number>>;
}

export interface StepOutcome {
  loss: number;
  gradientNorm: number;
}

/** What a training holds between its steps, here or in an engine, and does with it. */
export interface HeldTraining {
  readonly stepsAtOnce: number;
  train(steps: readonly StepInputs[]): Promise<StepOutcome[]>;
  /** A parameter, slot or carried state by its name, as it is held. */
  read(name: string): Promise<Float32Array>;
  write(name: string, data: Float32Array): Promise<void>;
  release(): Promise<void>;
}

const page = 65536;
/** WebAssembly's addresses end here. */
const mostBytes = 2 ** 32 - page;

/** Null where so much cannot be addressed, or had. */
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
  const numbersOf = (name: string): Float32Array => {
    const found = numbers[name];
    if (found === undefined) throw new RangeError(`training: nothing is held by the name "${name}"`);
    return found;
  };
  const limit = step.clipNorm === null && step.clipValue !== null ? step.clipValue : Number.POSITIVE_INFINITY;
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
      if (target.length !== data.length)
        throw new RangeError(`training: "${name}" needs ${target.length} values, got ${data.length}`);
      target.set(data);
    },
    release: () => computed.release(),
  };
}

interface Memory {
  memory: WebAssembly.Memory;
  /** By name, each from an address that the kernels can take to the next, zeros. */
  numbers: Readonly<Record<string, Float32Array>>;
}

function place(shapes: Readonly<Record<string, Shape>>): Memory | null {
  let bytes = 0;
  const places = Object.entries(shapes).map(([name, shape]) => {
    const from = bytes;
    bytes += width * Math.ceil((4 * sizeOf(shape)) / width);
    return { name, from, length: sizeOf(shape) };
  });
  if (bytes > mostBytes) return null;
  try {
    const pages = Math.ceil(bytes / page);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const views = places.map(
      ({ name, from, length }) => [name, new Float32Array(memory.buffer, from, length)] as const,
    );
    return { memory, numbers: Object.fromEntries(views) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
