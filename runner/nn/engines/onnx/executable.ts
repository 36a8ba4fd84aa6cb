/** What has been compiled and runs: its state is kept between runs by the process, or within a loop by ONNX Runtime. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { free } from '../../../core/release-memory.ts';
import { type Executable, fitting, mapValues, type Program, sizeOf, valueNamed } from '../../models/program.ts';
import {
  type CompiledGraph,
  type Inputs,
  inGroups,
  inputTensors,
  outputArray,
  outputArrays,
  stackedTensors,
} from './compiled-graph.ts';

/** A program that runs with its session. @param most runs of the loop that the graph is; null: it runs once at a time. */
export function executable(
  session: InferenceSession,
  program: Pick<Program, 'inputs' | 'state'>,
  graph: Omit<CompiledGraph, 'model'>,
  most: number | null,
): Executable {
  /** Tensors that hold the state between runs, and to which a run's new state is written. */
  const state: Record<string, Tensor> = mapValues(program.state, (shape) => {
    return new Tensor('float32', new Float32Array(sizeOf(shape)), shape);
  });
  const tables = mapValues(graph.tables, ({ shape, data }) => new Tensor('float32', data, shape));
  const write = (name: string, data: Float32Array): void =>
    outputArray(name, state).set(fitting(`state "${name}"`, valueNamed(state, name).dims, data));
  const kept = {
    readState: async (name: string) => outputArray(name, state).slice(),
    writeState: async (name: string, data: Float32Array) => write(name, data),
    release: () => session.release(),
  };
  if (most === null) {
    return {
      ...kept,
      // The new state is copied over: were it computed in place, a node could overwrite what another has yet to read.
      async run(inputs) {
        const results = await session.run({ ...state, ...tables, ...inputTensors(program, inputs) });
        for (const [name, output] of Object.entries(graph.updated)) {
          write(name, outputArray(output, results));
          if (!(output in graph.outputs)) free(outputArray(output, results));
        }
        return outputArrays(graph, results);
      },
    };
  }
  // A loop writes the state when its last run is over, so that the tensors it was read from can take it.
  const fetches: Record<string, Tensor | null> = mapValues(graph.outputs, () => null);
  for (const [name, output] of Object.entries(graph.updated)) fetches[output] = state[name] ?? null;
  const many = inGroups(most, async (group) => {
    const results = await session.run({ ...state, ...tables, ...stackedTensors(program, group, most) }, fetches);
    // The binding's own copies of the state.
    for (const output of Object.values(graph.updated)) free(outputArray(output, results));
    const stacked = outputArrays(graph, results);
    return group.map((_, index) => mapValues(stacked, (stack) => piece(stack, index, group.length)));
  });
  return { ...kept, ...many, run: async (inputs: Inputs) => (await many.runMany([inputs]))[0] ?? {} };
}

/** Piece `index` of `count` equal ones. */
function piece(stack: Float32Array, index: number, count: number): Float32Array {
  const size = stack.length / count;
  return stack.subarray(index * size, (index + 1) * size);
}
