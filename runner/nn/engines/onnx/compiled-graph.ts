/**
 * A program traced into one ONNX graph, and the tensors that go in and come out at each run. The same for every
 * provider of ONNX Runtime. State has two names in the graph: its own when it is read, another when it is replaced.
 */
import { type InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { inSharedMemory, sharedFloats } from '../../../core/shared-memory.ts';
import { transposed } from '../../../core/tensor.ts';
import type { Value } from '../../../io/formats/onnx/value.ts';
import { type Shape, shapes } from '../../models/operations.ts';
import {
  fitting,
  mapInputs,
  mapValues,
  type Numbers,
  type Program,
  sizeOf,
  type Tensor,
  valueNamed,
} from '../../models/program.ts';
import { Graph } from './graph.ts';
import { type OnnxOperationsOptions, onnxOperations } from './operations.ts';

const written = (name: string): string => `${name}.new`;

export interface CompiledGraph {
  model: Uint8Array;
  /** Outputs other than the state, and their shapes. */
  outputs: Record<string, Shape>;
  /** State that the program replaces at each run, with the graph's names of its new values; the rest stays as it was. */
  updated: Record<string, string>;
  /** Inputs that are the same at each run, in memory that every thread sees. */
  tables: Record<string, Tensor>;
}

/** The first output of a graph in place. */
export const uncopied = 'uncopied';

interface CompileOptions extends OnnxOperationsOptions {
  /**
   * True: none of the results is state, and each is written to the tensor that is given for it. The Node binding (1.30) copies an
   * output all the same, after ONNX Runtime has written it there; and gives up at the first that is a list. So a list comes first.
   * A binding that does not give up copies, or has no need to.
   */
  inPlace?: boolean;
}

/** Traces the program into a graph and gives its bytes and its results. */
export function compileGraph(program: Program, options: CompileOptions = {}): CompiledGraph {
  const graph = new Graph(program.name);
  if (options.inPlace) graph.emptyList(uncopied);
  const tables: Record<string, Tensor> = {};
  const fixed = constants(graph, program, options.cpu ? tables : null);
  const values = { ...inputs(graph, program), ...states(graph, program), ...fixed };
  const outputs: Record<string, Shape> = {};
  const updated: Record<string, string> = {};
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(program.build(onnxOperations(graph, options), values))) {
    const isState = name in program.state;
    // A recorded state is fetched once; on a GPU the one goes to the process and the other stays.
    const known = options.cpu && isState ? given.get(value.name) : undefined;
    const outputName = known ?? (isState ? written(name) : name);
    if (isState) updated[name] = outputName;
    else outputs[name] = value.shape;
    if (known !== undefined) continue;
    given.set(value.name, outputName);
    graph.alias(outputName, value.name);
    graph.output(outputName, 'float32', value.shape);
  }
  return { model: graph.model(), outputs, updated, tables };
}

export type Inputs = Readonly<Record<string, Numbers>>;

/** About two seconds on two cores: copying the state then costs little, and Ctrl-C does not have to wait for long. */
const operationsTogether = 4e11;
/** Enough to hide the start of a loop of small programs. */
export const mostTogether = 40;

/** How many runs of a program are done in one go: always as many, so that a training's loops do not depend on a clock. */
export const runsTogether = (operations: number): number =>
  Math.min(mostTogether, Math.max(2, Math.round(operationsTogether / operations)));

/** Runs as many as are given, so many in one go. */
export const inGroups = (
  most: number,
  runGroup: (group: readonly Inputs[]) => Promise<Record<string, Float32Array>[]>,
) => ({
  runsAtOnce: most,
  async runMany(all: readonly Inputs[]): Promise<Record<string, Float32Array>[]> {
    const results: Record<string, Float32Array>[] = [];
    for (let from = 0; from < all.length; from += most) results.push(...(await runGroup(all.slice(from, from + most))));
    return results;
  },
});

/** The input that says how often a loop runs. */
const repetitions = 'repetitions';

/**
 * Traces the program into the body of a loop, which runs it up to `most` times in one go: each input is a stack of
 * them, [most, ...shape], each output too, and the state goes from one repetition to the next.
 */
export function compileLoop(program: Program, most: number, options: OnnxOperationsOptions = {}): CompiledGraph {
  const { inputs: given, state, constants: fixed } = program;
  const traced = program.build(shapes, { ...given, ...fixed, ...mapValues(state, (shape) => ({ shape })) });
  const changing = Object.keys(traced).filter((name) => name in state);
  const recorded = Object.keys(traced).filter((name) => !(name in state));
  const graph = new Graph(program.name);
  const body = new Graph(`${program.name}Body`, 'body.');
  const iteration = body.input('body.iteration', 'int64', []);
  const condition = body.input('body.condition', 'bool', []);
  const stacks = Object.entries(program.inputs).map(([name, { shape, type }]): [string, Value] => {
    graph.input(name, type, [most, ...shape]);
    return [name, { name: body.node('Gather', [name, iteration], { axis: 0 }), shape }];
  });
  const carried = changing.map((name): [string, Value] => {
    const shape = valueNamed(state, name);
    return [name, { name: body.input(`body.${name}`, 'float32', shape), shape }];
  });
  const around = { ...states(graph, program), ...constants(graph, program, null) };
  const values = { ...around, ...Object.fromEntries(stacks), ...Object.fromEntries(carried) };
  const results = program.build(onnxOperations(body, options), values);

  body.alias('body.condition.new', condition);
  body.output('body.condition.new', 'bool', []);
  for (const name of [...changing, ...recorded]) {
    const value = valueNamed(results, name);
    body.alias(`body.${name}.new`, value.name);
    body.output(`body.${name}.new`, 'float32', value.shape);
  }
  const repeated = graph.input(repetitions, 'int64', []);
  graph.named('Loop', [repeated, '', ...changing], { body }, [...changing.map(written), ...recorded]);
  for (const name of changing) graph.output(written(name), 'float32', valueNamed(state, name));
  for (const name of recorded) graph.output(name, 'float32', null);
  const outputs = Object.fromEntries(recorded.map((name) => [name, valueNamed(traced, name).shape]));
  const updated = Object.fromEntries(changing.map((name) => [name, written(name)]));
  return { model: graph.model(), outputs, updated, tables: {} };
}

const inputs = (graph: Graph, program: Program): Record<string, Value> =>
  mapValues(program.inputs, ({ shape, type }, name) => ({ name: graph.input(name, type, shape), shape }));

const states = (graph: Graph, program: Program): Record<string, Value> =>
  mapValues(program.state, (shape, name) => ({ name: graph.input(name, 'float32', shape), shape }));

/** @param tables takes those that are looked up; null: all constants are the session's. */
const constants = (graph: Graph, program: Program, tables: Record<string, Tensor> | null): Record<string, Value> =>
  mapValues(program.constants, (tensor, name): Value => {
    const { shape, data } = tensor;
    if (tables !== null && data.length >= largeConstant) return lookedUp(graph, name, tensor, tables);
    // A bias of nothing but zeros is not added.
    const zero = data.every((value) => value === 0);
    return { name: graph.initializer(name, 'float32', shape, data), shape, ...(zero && { zero }) };
  });

/** Numbers of a constant that is large: a copy of it takes a hundredth of a second and more. */
const largeConstant = 2 ** 20;

/** A constant of which a session needs no copy where its rows are only looked up: it is an input then, one of `tables`. */
function lookedUp(graph: Graph, name: string, tensor: Tensor, tables: Record<string, Tensor>): Value {
  let known: string | undefined;
  return {
    get name() {
      known ??= graph.initializer(name, 'float32', tensor.shape, tensor.data);
      return known;
    },
    shape: tensor.shape,
    asTable(transposed) {
      const input = `${name}${transposed ? ' transposed' : ''} as a table`;
      if (tables[input] === undefined) {
        tables[input] = transposed ? transposedInShared(tensor) : { ...tensor, data: inSharedMemory(tensor.data) };
        graph.input(input, 'float32', tables[input].shape);
      }
      return input;
    },
  };
}

/** Of the same matrix the same memory, whoever asks. */
const transposedAlready = new WeakMap<Float32Array, Tensor>();

function transposedInShared(tensor: Tensor): Tensor {
  const turned = transposedAlready.get(tensor.data) ?? transposed(tensor, sharedFloats(tensor.data.length));
  transposedAlready.set(tensor.data, turned);
  return turned;
}

/** The inputs of a run. @throws RangeError when one is missing or has another length than its shape. */
export const inputTensors = (program: Pick<Program, 'inputs'>, inputs: Inputs): Record<string, OrtTensor> =>
  mapInputs(program, inputs, ({ shape, type }, data) => new OrtTensor(type, data, shape));

/** The inputs of a loop: each stacked in order. @throws RangeError when one is missing or too long. */
export function stackedTensors(
  program: Pick<Program, 'inputs'>,
  all: readonly Inputs[],
  most: number,
): Record<string, OrtTensor> {
  const stacked = mapValues(program.inputs, ({ shape, type }, name) => {
    const size = sizeOf(shape);
    const data = new { float32: Float32Array, int32: Int32Array, uint8: Uint8Array }[type](most * size);
    for (const [index, each] of all.entries()) data.set(fitting(`input "${name}"`, shape, each[name]), index * size);
    return new OrtTensor(type, data, [most, ...shape]);
  });
  return { ...stacked, [repetitions]: new OrtTensor('int64', BigInt64Array.of(BigInt(all.length)), []) };
}

/** The outputs of a run other than the state. */
export const outputArrays = (
  { outputs }: Pick<CompiledGraph, 'outputs'>,
  results: InferenceSession.OnnxValueMapType,
): Record<string, Float32Array> => mapValues(outputs, (_shape, name) => outputArray(name, results));

export function outputArray(name: string, results: InferenceSession.OnnxValueMapType): Float32Array {
  const { data } = valueNamed(results, name);
  if (!(data instanceof Float32Array)) throw new Error(`onnx: "${name}" is not in single precision`);
  return data;
}
