/**
 * The onnx engine: a program becomes one graph, run natively by ONNX Runtime. The Node binding (1.30) copies every
 * result into new memory, one for which a tensor was given too; for the state of a large model that takes a third of a
 * training step. A program that runs many times is therefore a loop, inside which the state stays from run to run; or, where
 * the caller changes the state itself, it reads and writes the caller's memory (`inPlace`).
 *
 * On `cuda`, whose library is too large for the npm package, the state is in the process's memory too and crosses to the GPU and
 * back once per loop, which therefore is long: the binding can leave tensors on the device for webgpu only.
 */

import { InferenceSession, Tensor } from 'onnxruntime-node';
import { cores } from '../../../core/cores.ts';
import { InputError } from '../../../core/errors.ts';
import type { Shape } from '../../models/operations.ts';
import {
  type Engine,
  type Executable,
  type InPlace,
  mapValues,
  type Placed,
  type Program,
  valueNamed,
  type Workload,
} from '../../models/program.ts';
import { compileGraph, compileLoop, inputTensors, mostTogether, runsTogether, uncopied } from './compiled-graph.ts';
import { executable } from './executable.ts';
import { executableInThread } from './executable-thread.ts';
import { copyingModel } from './graph.ts';

/** A matrix product with fewer operations than this loses more by waking a second thread than it gains. */
const operationsForThreads = 5e5;
/**
 * A thread that waits for its part of the next operation asks again and again, which is quickest where that comes within
 * microseconds. Of a program that runs once at a time the next part may be as far away as the caller's own work between two
 * runs: its threads sleep. One of fewer operations than these has one: two are hardly sooner, and take up to 1.8 times the work.
 */
const operationsOnce = 4e7;

type Device = 'cpu' | 'cuda';

/** What runs the graph that is made for a device; in tests otherwise. */
export interface OnnxHost {
  provider: Device;
  /** See `InPlace`. */
  inPlaceFrom: number;
  /** Where the names of files begin to which the times of all nodes are written when a program is released; absent: nowhere. */
  profileTo: string;
}

/** @param threads how many cores one operation may use; by default as many as pay. */
export function onnxEngine(
  threads?: number,
  device: Device = 'cpu',
  { provider = device, inPlaceFrom = 2 ** 20, profileTo }: Partial<OnnxHost> = {},
): Engine {
  const threadsFor = ({ operations = Infinity, sequence = 1, atOnce = 1 }: Workload, once: boolean): number => {
    const isSmall = operations / sequence < operationsForThreads || (once && operations < operationsOnce);
    return threads ?? (isSmall ? 1 : Math.max(1, Math.floor(cores() / atOnce)));
  };
  const optionsFor = (workload: Workload, once = false): InferenceSession.SessionOptions => ({
    executionProviders: [provider],
    intraOpNumThreads: threadsFor(workload, once),
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Errors alone.
    logSeverityLevel: 3,
    ...(profileTo !== undefined && { enableProfiling: true, profileFilePrefix: profileTo }),
    extra: {
      // Which transposes are part of a product is decided here (matrix-products.ts); this would make all of them so.
      optimization: { disable_specified_optimizers: 'GemmTransposeFusion' },
      ...(once && { session: { intra_op: { allow_spinning: '0' } } }),
    },
  });
  const inPlace: InPlace = {
    from: inPlaceFrom,
    async compile(program, memory, workload = {}) {
      checkSize(program);
      const { model, outputs } = compileGraph(program, { cpu: true, inPlace: true });
      return placed(await InferenceSession.create(model, optionsFor(workload)), program, memory, outputs);
    },
  };
  return {
    ...(device === 'cpu' && { inPlace, sideBySide: threads ?? cores() }),
    name: 'onnx',
    device,
    async compile(program: Program, workload: Workload = {}): Promise<Executable> {
      const { operations = Infinity, repeated = false, atOnce } = workload;
      const cpu = device === 'cpu';
      const most = cpu ? runsTogether(operations) : mostTogether;
      checkSize(program);
      // The bytes of the weights in it are not kept once the session has its own.
      const { model, ...graph } = repeated ? compileLoop(program, most, { cpu }) : compileGraph(program, { cpu });
      const options = optionsFor(workload, !repeated);
      if (atOnce !== undefined) return executableInThread({ model, options, program, graph });
      return executable(await InferenceSession.create(model, options), program, graph, repeated ? most : null);
    },
  };
}

/** @throws Error when the provider, its libraries or the GPU are missing; ONNX Runtime prints which. */
export async function onnxCudaEngine(): Promise<Engine> {
  await (await InferenceSession.create(copyingModel(), { executionProviders: ['cuda'] })).release();
  return onnxEngine(undefined, 'cuda');
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
    mapValues(shapes, (shape, name) => new Tensor('float32', valueNamed(memory, name), shape));
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
