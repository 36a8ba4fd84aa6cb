/**
 * The onnx engine: a program becomes one graph, run natively by ONNX Runtime. State is double-buffered: each run reads
 * one set of tensors and writes the other, so that no node can overwrite a value that another still needs.
 */

import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import {
  type Engine,
  type Executable,
  type Numbers,
  type Program,
  sizeOf,
  type TensorSpec,
} from '../../models/program.ts';
import { Graph } from './graph.ts';
import { onnxOperations, type Value } from './operations.ts';

type TypedTensor = Tensor & { readonly type: 'float32' };

const written = (name: string): string => `${name}.new`;

interface CompiledGraph {
  model: Uint8Array;
  /** Outputs other than the state. */
  outputs: string[];
  /** State that the program replaces at each run; the rest stays as it was written. */
  updated: string[];
}

/** Traces the program into a graph and gives its bytes and the names of its results. */
export function compileGraph(program: Program): CompiledGraph {
  const graph = new Graph(program.name);
  const values: Record<string, Value> = {};
  for (const [name, { shape, type }] of Object.entries(program.inputs)) {
    values[name] = { name: graph.input(name, type, shape), shape };
  }
  for (const [name, shape] of Object.entries(program.state)) {
    values[name] = { name: graph.input(name, 'float32', shape), shape };
  }
  for (const [name, { shape, data }] of Object.entries(program.constants)) {
    values[name] = { name: graph.initializer(name, 'float32', shape, data), shape };
  }
  const outputs: string[] = [];
  const updated: string[] = [];
  for (const [name, value] of Object.entries(program.build(onnxOperations(graph), values))) {
    const outputName = name in program.state ? written(name) : name;
    (name in program.state ? updated : outputs).push(name);
    graph.alias(outputName, value.name);
    graph.output(outputName, 'float32', value.shape);
  }
  return { model: graph.model(), outputs, updated };
}

function tensor(name: string, { shape, type }: TensorSpec, data: Numbers): Tensor {
  if (data.length !== sizeOf(shape))
    throw new RangeError(`onnx: input "${name}" must be [${shape}], got ${data.length} values`);
  return new Tensor(type, data, shape);
}

export function onnxEngine(threads = availableParallelism()): Engine {
  return {
    name: 'onnx',
    device: 'cpu',
    async compile(program: Program): Promise<Executable> {
      const { model, outputs, updated } = compileGraph(program);
      const session = await InferenceSession.create(model, {
        executionProviders: ['cpu'],
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
          const feeds: Record<string, Tensor> = { ...current };
          for (const [name, spec] of Object.entries(program.inputs)) {
            feeds[name] = tensor(name, spec, inputs[name] ?? new Float32Array(0));
          }
          const fetches: Record<string, Tensor | null> = Object.fromEntries(outputs.map((name) => [name, null]));
          for (const [name, buffer] of Object.entries(next)) fetches[written(name)] = buffer;
          const results = await session.run(feeds, fetches);
          const read = updated.flatMap((name): [string, TypedTensor][] => {
            const buffer = current[name];
            return buffer === undefined ? [] : [[name, buffer]];
          });
          current = { ...current, ...next };
          next = Object.fromEntries(read);
          return Object.fromEntries(
            outputs.map((name) => {
              const data = results[name]?.data;
              if (!(data instanceof Float32Array)) throw new Error(`onnx: output "${name}" is missing`);
              return [name, data];
            }),
          );
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
