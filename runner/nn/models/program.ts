/**
 * A program is a computation written over `Operations`, with named inputs and named outputs, that an engine compiles
 * and runs. Imports only the operations' interface.
 */
import { sizeOf, type Tensor } from '../../core/tensor.ts';
import type { Operations, Shape } from './operations.ts';

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** What a run returns: single precision, or double from the reference engine. */
export type Output = Float32Array | Float64Array;

export interface TensorSpec {
  shape: Shape;
  type: 'float32' | 'int32' | 'uint8';
}

export type { Tensor };
/** All values that a program sees, by name. */
export type Values<T> = Readonly<Record<string, T>>;

export interface Program {
  name: string;
  /** Given anew at each run. */
  inputs: Readonly<Record<string, TensorSpec>>;
  /** Kept by the engine between runs (on its device): an output of the same name replaces it. */
  state: Readonly<Record<string, Shape>>;
  /** Fixed when the program is compiled. */
  constants: Readonly<Record<string, Tensor>>;
  /** Returns the new state and the outputs. The values hold inputs, state and constants by their names. */
  build<T>(operations: Operations<T>, values: Values<T>): Record<string, T>;
}

export interface Executable {
  /** Runs the program once and returns its outputs other than the state. */
  run(inputs: Readonly<Record<string, Numbers>>): Promise<Record<string, Output>>;
  /** Runs it once per element, in order and in one go; only where that is quicker than one by one. */
  runMany?(all: readonly Readonly<Record<string, Numbers>>[]): Promise<Record<string, Output>[]>;
  /** How many runs `runMany` does in one go; more are several goes. */
  readonly runsAtOnce?: number;
  readState(name: string): Promise<Float32Array>;
  /** Copies the values in; the length must be the shape's. */
  writeState(name: string, data: Float32Array): Promise<void>;
  release(): Promise<void>;
}

/** What helps an engine to choose how to run a program. */
export interface Workload {
  /** About how many additions and multiplications one run takes. */
  operations?: number;
  /** How many of its matrix products must wait for one another: the tokens of a window, each way. */
  sequence?: number;
  /** True when it will run many times in a row, so that several runs can be done in one go. */
  repeated?: boolean;
  /**
   * So many programs run at the same time, each in a thread of its own, with its share of the processors; the next run may overwrite what
   * one gave. Absent: it runs in the thread that asks.
   */
  atOnce?: number;
}

/** What a manifest can ask for. */
export const engineNames = ['onnx', 'tensorflow', 'plain', 'reference'] as const;
export const deviceNames = ['cpu', 'cuda', 'webgpu', 'wasm'] as const;

export interface Engine {
  readonly name: (typeof engineNames)[number];
  readonly device: string;
  /** How many programs run side by side, on one core each, in less time than one after the other on all; absent: none do. */
  readonly sideBySide?: number;
  compile(program: Program, workload?: Workload): Promise<Executable>;
  /** Nothing is gained by many rows at once, and nothing lost by compiling. */
  readonly rowByRow?: true;
  /** Where the engine computes in the process's own memory. */
  readonly inPlace?: InPlace;
}

/** Programs whose state and results are the caller's own numbers, read and written where they lie. */
export interface InPlace {
  /** So many numbers of state make it quicker than to hold the state in the engine. */
  readonly from: number;
  /** @param memory the numbers of each state, which the program only reads, and of each result, which is none of the state. */
  compile(program: Program, memory: Readonly<Record<string, Float32Array>>, workload?: Workload): Promise<Placed>;
}

export interface Placed {
  /** Runs the program once on the state as it is now, and writes its results. */
  run(inputs: Readonly<Record<string, Numbers>>): Promise<void>;
  release(): Promise<void>;
}

/** Runs it once per element, in order, in the quickest way that the engine has. */
export async function runAll(
  executable: Executable,
  all: readonly Readonly<Record<string, Numbers>>[],
): Promise<Record<string, Output>[]> {
  if (executable.runMany !== undefined) return executable.runMany(all);
  const results: Record<string, Output>[] = [];
  for (const inputs of all) results.push(await executable.run(inputs));
  return results;
}

export { sizeOf };

/** A record with the same names. */
export const mapValues = <Name extends string, A, B>(
  record: Readonly<Record<Name, A>>,
  make: (value: A, name: Name) => B,
): Record<Name, B> =>
  Object.fromEntries(Object.entries<A>(record).map(([name, value]) => [name, make(value, name as Name)])) as Record<
    Name,
    B
  >;

/** @throws RangeError when there are not as many numbers as the shape has. */
export function fitting<N extends Numbers>(what: string, shape: Shape, data: N | undefined): N {
  if (data?.length === sizeOf(shape)) return data;
  throw new RangeError(`${what} must be [${shape}], got ${data?.length ?? 0} values`);
}

/** The inputs of a run, each with its shape. @throws RangeError when one is missing or has another length. */
export const mapInputs = <A>(
  { inputs }: Pick<Program, 'inputs'>,
  given: Readonly<Record<string, Numbers>>,
  make: (spec: TensorSpec, data: Numbers) => A,
): Record<string, A> =>
  mapValues(inputs, (spec, name) => make(spec, fitting(`input "${name}"`, spec.shape, given[name])));

/** The named value; a missing one is a mistake in the program, not in the user's input. */
export function valueNamed<T>(values: Values<T>, name: string): T {
  const value = values[name];
  if (value === undefined) throw new Error(`program: there is no value "${name}"`);
  return value;
}
