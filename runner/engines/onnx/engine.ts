/**
 * The onnx engine: a program becomes one graph, run natively by ONNX Runtime. State is double-buffered: each run reads
 * one set of tensors and writes the other, so that no node can overwrite a value that another still needs.
 *
 * On `cuda` (see cuda.ts) the state is in the process's memory too and crosses to the GPU and back at each run.
 */

import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import {
  type Engine,
  type Executable,
  type Numbers,
  type Program,
  sizeOf,
  type Workload,
} from '../../models/program.ts';
import {
  type CompiledGraph,
  compileGraph,
  compileLoop,
  inputTensors,
  outputArrays,
  stackedTensors,
  written,
} from './compiled-graph.ts';

type TypedTensor = Tensor & { readonly type: 'float32' };

/** A matrix product with fewer operations than this loses more by waking a second thread than it gains. */
const operationsForThreads = 5e5;
/** A program with fewer operations than this spends much of its time in starting a run. */
const operationsForLoop = 1e8;
/** Runs in one loop: enough to hide the start, few enough for the progress display. */
export const loopLength = 20;

/** `threads`: how many cores one operation may use; by default as many as pay. */
export function onnxEngine(threads?: number, provider: 'cpu' | 'cuda' = 'cpu'): Engine {
  return {
    name: 'onnx',
    device: provider,
    async compile(
      program: Program,
      { operations = Infinity, sequence = 1, repeated = false }: Workload = {},
    ): Promise<Executable> {
      // On cuda a loop also keeps the state on the GPU from its first step to its last.
      const looped = repeated && (provider === 'cuda' || operations < operationsForLoop);
      const { model, outputs, updated } = looped ? compileLoop(program, loopLength) : compileGraph(program);
      const session = await InferenceSession.create(model, {
        executionProviders: [provider],
        intraOpNumThreads: threads ?? (operations / sequence < operationsForThreads ? 1 : availableParallelism()),
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      });
      return executable(session, program, { outputs, updated }, looped);
    },
  };
}

function executable(
  session: InferenceSession,
  program: Program,
  { outputs, updated }: Omit<CompiledGraph, 'model'>,
  looped: boolean,
): Executable {
  const buffers = (names: readonly string[]): Record<string, TypedTensor> =>
    Object.fromEntries(
      names.map((name) => {
        const shape = program.state[name] ?? [];
        return [name, new Tensor('float32', new Float32Array(sizeOf(shape)), shape)];
      }),
    );
  let current = buffers(Object.keys(program.state));
  let next = buffers(updated);
  const dataOf = (name: string): Float32Array => {
    const data = current[name]?.data;
    if (!(data instanceof Float32Array)) throw new RangeError(`onnx: there is no state "${name}"`);
    return data;
  };
  const step = async (inputs: Record<string, Tensor>): Promise<Record<string, Float32Array>> => {
    const fetches: Record<string, Tensor | null> = Object.fromEntries(outputs.map((name) => [name, null]));
    for (const [name, buffer] of Object.entries(next)) fetches[written(name)] = buffer;
    const results = await session.run({ ...current, ...inputs }, fetches);
    const read = updated.flatMap((name): [string, TypedTensor][] => {
      const buffer = current[name];
      return buffer === undefined ? [] : [[name, buffer]];
    });
    current = { ...current, ...next };
    next = Object.fromEntries(read);
    return outputArrays(outputs, results);
  };
  const runMany = async (
    all: readonly Readonly<Record<string, Numbers>>[],
  ): Promise<Record<string, Float32Array>[]> => {
    const results: Record<string, Float32Array>[] = [];
    for (let from = 0; from < all.length; from += loopLength) {
      const group = all.slice(from, from + loopLength);
      const stacked = await step(stackedTensors(program, group, loopLength));
      group.forEach((_, index) => {
        results.push(Object.fromEntries(outputs.map((name) => [name, piece(stacked[name], index, group.length)])));
      });
    }
    return results;
  };
  return {
    run: async (inputs) => (looped ? ((await runMany([inputs]))[0] ?? {}) : step(inputTensors(program, inputs))),
    ...(looped ? { runMany } : {}),
    readState: async (name) => dataOf(name).slice(),
    async writeState(name, data) {
      const target = dataOf(name);
      if (target.length !== data.length)
        throw new RangeError(`onnx: state "${name}" needs ${target.length} values, got ${data.length}`);
      target.set(data);
    },
    release: () => session.release(),
  };
}

/** Piece `index` of `count` equal ones. */
function piece(stack: Float32Array = new Float32Array(0), index: number, count: number): Float32Array {
  const size = stack.length / count;
  return stack.subarray(index * size, (index + 1) * size);
}
