/**
 * The onnx engine: a program becomes one graph, run natively by ONNX Runtime. The Node binding (1.30) copies every
 * result into new memory, one for which a tensor was given too; for the state of a large model that takes a third of a
 * training step. A program that runs many times is therefore a loop, inside which the state stays from run to run; or, where
 * the caller changes the state itself, it reads and writes the caller's memory (`inPlace`).
 *
 * On `cuda` (see cuda.ts) the state is in the process's memory too and crosses to the GPU and back once per loop, which
 * therefore is as long as a time, and not a number of runs.
 */

import { InferenceSession, Tensor } from 'onnxruntime-node';
import { cores } from '../../../core/cores.ts';
import { InputError } from '../../../core/errors.ts';
import type { Shape } from '../../models/operations.ts';
import {
  type Engine,
  type Executable,
  type InPlace,
  type Placed,
  type Program,
  sizeOf,
  valueNamed,
  type Workload,
} from '../../models/program.ts';
import {
  type CompiledGraph,
  compileGraph,
  compileInPlace,
  compileLoop,
  inputTensors,
  outputArray,
  outputArrays,
  stackedTensors,
  uncopied,
} from './compiled-graph.ts';
import { inGroups, lengthOnCpu, type PacedLength, pacedLength } from './loop-length.ts';

/** A matrix product with fewer operations than this loses more by waking a second thread than it gains. */
const operationsForThreads = 5e5;
/**
 * A thread that waits for its part of the next operation asks again and again, which is quickest where that comes within
 * microseconds. Of a program that runs once at a time the next part may be as far away as the caller's own work between two
 * runs: one of more operations than these (a millisecond) sleeps, and leaves the processor to others.
 */
const operationsForSleep = 1e8;

type Device = 'cpu' | 'cuda';

/** What runs the graph that is made for a device, and by which clock; in tests otherwise. */
export interface OnnxHost {
  provider: Device;
  /** See `InPlace`. */
  inPlaceFrom: number;
  /** Where the names of files begin to which the times of all nodes are written when a program is released; absent: nowhere. */
  profileTo: string;
  /** Milliseconds. */
  now(): number;
}

/** @param threads how many cores one operation may use; by default as many as pay. */
export function onnxEngine(
  threads?: number,
  device: Device = 'cpu',
  { provider = device, inPlaceFrom = 2 ** 20, profileTo, now = () => performance.now() }: Partial<OnnxHost> = {},
): Engine {
  const open = (model: Uint8Array, { operations = Infinity, sequence = 1 }: Workload, sleeps = false) =>
    InferenceSession.create(model, {
      executionProviders: [provider],
      intraOpNumThreads: threads ?? (operations / sequence < operationsForThreads ? 1 : cores()),
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // Errors alone.
      logSeverityLevel: 3,
      ...(profileTo !== undefined && { enableProfiling: true, profileFilePrefix: profileTo }),
      extra: {
        // Which transposes are part of a product is decided here (matrix-products.ts); this would make all of them so.
        optimization: { disable_specified_optimizers: 'GemmTransposeFusion' },
        ...(sleeps && { session: { intra_op: { allow_spinning: '0' } } }),
      },
    });
  const inPlace: InPlace = {
    from: inPlaceFrom,
    async compile(program, memory, workload = {}) {
      checkSize(program);
      const { model, results } = compileInPlace(program);
      return placed(await open(model, workload), program, memory, results);
    },
  };
  return {
    ...(device === 'cpu' && { inPlace }),
    name: 'onnx',
    device,
    async compile(program: Program, workload: Workload = {}): Promise<Executable> {
      const { operations = Infinity, repeated = false } = workload;
      const options = { cpu: device === 'cpu' };
      const fixed = device === 'cpu' ? lengthOnCpu(operations) : null;
      checkSize(program);
      // The bytes of the weights in it are not kept once the session has its own.
      const { model, ...graph } = repeated ? compileLoop(program, fixed, options) : compileGraph(program, options);
      const sleeps = !repeated && operations >= operationsForSleep;
      const session = await open(model, workload, sleeps);
      const state = new State(program, graph.cutShapes);
      const ready = { session, program, graph, state };
      const length = fixed === null ? pacedLength(program) : { next: fixed, heard() {} };
      const running = repeated ? loopOf(ready, { length, most: fixed, now }) : oneOf(ready);
      return Object.assign(running, {
        readState: async (name: string) => state.dataOf(name).slice(),
        writeState: async (name: string, data: Float32Array) => state.write(name, data),
        release: () => session.release(),
      });
    },
  };
}

/** Protocol Buffers end at 2 GiB. */
const largestModel = 2 ** 31 - 1;

/** @throws InputError when the program's constants do not fit into one graph. */
function checkSize({ constants }: Program): void {
  const bytes = Object.values(constants).reduce((sum, { data }) => sum + data.byteLength, 0);
  if (bytes <= largestModel) return;
  throw new InputError('model-too-large-for-onnx', {
    what: `The model's ${bytes} bytes of weights do not fit into one graph of ONNX Runtime`,
    why: `It holds at most ${largestModel}`,
    fix: 'Open it with another engine (engine: tensorflow), or take a smaller one of its family',
  });
}

/** Tensors that hold the state between runs, and to which a run's new state is written. */
class State {
  readonly tensors: Readonly<Record<string, Tensor>>;

  constructor({ state }: Program, cutShapes: CompiledGraph['cutShapes']) {
    const tensors = Object.entries(state).map(([name, shape]): [string, Tensor] => {
      return [name, new Tensor('float32', new Float32Array(sizeOf(shape)), cutShapes[name] ?? shape)];
    });
    this.tensors = Object.fromEntries(tensors);
  }

  dataOf(name: string): Float32Array {
    const data = this.tensors[name]?.data;
    if (!(data instanceof Float32Array)) throw new RangeError(`onnx: there is no state "${name}"`);
    return data;
  }

  write(name: string, data: Float32Array): void {
    const target = this.dataOf(name);
    if (target.length !== data.length)
      throw new RangeError(`onnx: state "${name}" needs ${target.length} values, got ${data.length}`);
    target.set(data);
  }
}

/** What the binding (1.30) says of an output that is a list. */
const givenUp = /^Non tensor type is temporarily not supported.$/;

/** @throws RangeError when a state or a result has no memory, or of another length. */
function placed(
  session: InferenceSession,
  program: Program,
  memory: Readonly<Record<string, Float32Array>>,
  results: Readonly<Record<string, Shape>>,
): Placed {
  const tensors = (shapes: Readonly<Record<string, Shape>>): Record<string, Tensor> =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, new Tensor('float32', valueNamed(memory, name), shape)]),
    );
  const state = tensors(program.state);
  const fetches = { [uncopied]: null, ...tensors(results) };
  return {
    async run(inputs) {
      try {
        await session.run({ ...state, ...inputTensors(program, inputs) }, fetches);
      } catch (error) {
        if (!givenUp.test((error as Error).message)) throw error;
      }
    },
    release: () => session.release(),
  };
}

/** A program with what runs it. */
interface Ready {
  session: InferenceSession;
  program: Program;
  graph: Omit<CompiledGraph, 'model'>;
  state: State;
}

type Running = Pick<Executable, 'run' | 'runMany' | 'runsAtOnce'>;

/** The new state is copied over: were it computed in place, a node could overwrite what another has yet to read. */
function oneOf({ session, program, graph: { outputs, updated }, state }: Ready): Running {
  return {
    async run(inputs) {
      const results = await session.run({ ...state.tensors, ...inputTensors(program, inputs) });
      for (const [name, output] of Object.entries(updated)) state.write(name, outputArray(output, results));
      return outputArrays(outputs, results);
    },
  };
}

interface Loops {
  length: PacedLength;
  /** Runs that the graph has room for; null: as many as are given. */
  most: number | null;
  now(): number;
}

/** A loop writes the state when its last run is over, so that the tensors it was read from can take it. */
function loopOf(
  { session, program, graph: { outputs, updated }, state }: Ready,
  { length, most, now }: Loops,
): Running {
  const fetches: Record<string, Tensor | null> = Object.fromEntries(outputs.map((name) => [name, null]));
  for (const [name, output] of Object.entries(updated)) fetches[output] = state.tensors[name] ?? null;
  const many = inGroups(length, now, async (group) => {
    const inputs = stackedTensors(program, group, most ?? group.length);
    const results = await session.run({ ...state.tensors, ...inputs }, fetches);
    // The binding's own copies of the state: freed at once, for the garbage collector sees only how small their handles are.
    for (const output of Object.values(updated)) free(outputArray(output, results));
    const stacked = outputArrays(outputs, results);
    return group.map((_, index) =>
      Object.fromEntries(outputs.map((name) => [name, piece(stacked[name], index, group.length)])),
    );
  });
  const run: Running['run'] = async (inputs) => (await many.runMany([inputs]))[0] ?? {};
  return Object.assign(many, { run });
}

function free({ buffer }: Float32Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** Piece `index` of `count` equal ones. */
function piece(stack: Float32Array = new Float32Array(0), index: number, count: number): Float32Array {
  const size = stack.length / count;
  return stack.subarray(index * size, (index + 1) * size);
}
