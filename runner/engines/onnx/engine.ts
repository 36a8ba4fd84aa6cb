/**
 * The onnx engine: a program becomes one graph, run natively by ONNX Runtime. State is double-buffered: each run reads
 * one set of tensors and writes the other, so that no node can overwrite a value that another still needs.
 *
 * On `cuda` the state is in the process's memory too and crosses to the GPU and back at each run: the Node binding can
 * leave tensors on the GPU for webgpu only. No test of this project runs on cuda.
 */

import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Engine, type Executable, type Program, sizeOf } from '../../models/program.ts';
import { compileGraph, inputTensors, outputArrays, written } from './compiled-graph.ts';

type TypedTensor = Tensor & { readonly type: 'float32' };

/** `threads`: how many cores one operation may use. */
export function onnxEngine(threads = availableParallelism(), provider: 'cpu' | 'cuda' = 'cpu'): Engine {
  return {
    name: 'onnx',
    device: provider,
    async compile(program: Program): Promise<Executable> {
      const { model, outputs, updated } = compileGraph(program);
      const session = await InferenceSession.create(model, {
        executionProviders: [provider],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      });
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
      return {
        async run(inputs) {
          const feeds = { ...current, ...inputTensors(program, inputs) };
          const fetches: Record<string, Tensor | null> = Object.fromEntries(outputs.map((name) => [name, null]));
          for (const [name, buffer] of Object.entries(next)) fetches[written(name)] = buffer;
          const results = await session.run(feeds, fetches);
          const read = updated.flatMap((name): [string, TypedTensor][] => {
            const buffer = current[name];
            return buffer === undefined ? [] : [[name, buffer]];
          });
          current = { ...current, ...next };
          next = Object.fromEntries(read);
          return outputArrays(outputs, results);
        },
        async readState(name) {
          return dataOf(name).slice();
        },
        async writeState(name, data) {
          const target = dataOf(name);
          if (target.length !== data.length)
            throw new RangeError(`onnx: state "${name}" needs ${target.length} values, got ${data.length}`);
          target.set(data);
        },
        async release() {
          await session.release();
        },
      };
    },
  };
}
