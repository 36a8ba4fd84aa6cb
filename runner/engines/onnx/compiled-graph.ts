/**
 * A program traced into one ONNX graph, and the tensors that go in and come out at each run. The same for every
 * provider of ONNX Runtime. State has two names in the graph: its own when it is read, `written` when it is replaced.
 */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type Numbers, type Program, sizeOf, type TensorSpec } from '../../models/program.ts';
import { Graph } from './graph.ts';
import { type OnnxOperationsOptions, onnxOperations, type Value } from './operations.ts';

export const written = (name: string): string => `${name}.new`;

export interface CompiledGraph {
  model: Uint8Array;
  /** Outputs other than the state. */
  outputs: string[];
  /** State that the program replaces at each run; the rest stays as it was written. */
  updated: string[];
}

/** Traces the program into a graph and gives its bytes and the names of its results. */
export function compileGraph(program: Program, options: OnnxOperationsOptions = {}): CompiledGraph {
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
  for (const [name, value] of Object.entries(program.build(onnxOperations(graph, options), values))) {
    const outputName = name in program.state ? written(name) : name;
    (name in program.state ? updated : outputs).push(name);
    graph.alias(outputName, value.name);
    graph.output(outputName, 'float32', value.shape);
  }
  return { model: graph.model(), outputs, updated };
}

/** The inputs of a run. @throws RangeError when one is missing or has another length than its shape. */
export function inputTensors(program: Program, inputs: Readonly<Record<string, Numbers>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(program.inputs).map(([name, spec]) => [name, tensor(name, spec, inputs[name])]),
  );
}

function tensor(name: string, { shape, type }: TensorSpec, data: Numbers = new Float32Array(0)): Tensor {
  if (data.length !== sizeOf(shape))
    throw new RangeError(`onnx: input "${name}" must be [${shape}], got ${data.length} values`);
  return new Tensor(type, data, shape);
}

/** The outputs of a run other than the state. */
export function outputArrays(
  names: readonly string[],
  results: InferenceSession.OnnxValueMapType,
): Record<string, Float32Array> {
  return Object.fromEntries(
    names.map((name) => {
      const data = results[name]?.data;
      if (!(data instanceof Float32Array)) throw new Error(`onnx: output "${name}" is missing`);
      return [name, data];
    }),
  );
}
