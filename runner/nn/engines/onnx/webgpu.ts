/**
 * The onnx engine on a GPU by ONNX Runtime's webgpu provider (Vulkan, Metal or Direct3D 12). The state stays in the
 * GPU's memory between runs; inputs go there and outputs come back at each run, or after several.
 *
 * Three things about the provider decide the code (onnxruntime-node 1.30): a shader sees at most 16 buffers, so
 * graphs use no wide Split or Concat; `getData` of a GPU tensor ends the process, so state is read through a session
 * that copies; and a GPU tensor given to a session of another provider is read as garbage, so it never leaves here.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import {
  type Engine,
  type Executable,
  fitting,
  type Program,
  sizeOf,
  valueNamed,
  type Workload,
} from '../../models/program.ts';
import {
  compileGraph,
  type Inputs,
  inGroups,
  inputTensors,
  outputArray,
  outputArrays,
  runsTogether,
} from './compiled-graph.ts';
import { copyingModel } from './graph.ts';

/** Half of the 16 buffers of a shader: room for the pieces of a Split or Concat and what belongs to them. */
const mostPieces = 8;

const options: InferenceSession.SessionOptions = {
  executionProviders: ['webgpu'],
  graphOptimizationLevel: 'all',
  // Errors alone.
  logSeverityLevel: 3,
};

/** @throws Error when there is no GPU adapter, not even one in software. */
export async function onnxWebgpuEngine(): Promise<Engine> {
  const memory = await openMemory();
  return {
    name: 'onnx',
    device: 'webgpu',
    compile: (program, workload) => compile(program, memory, workload),
  };
}

/** Copies between the process's memory and the GPU's. */
interface GpuMemory {
  upload(data: Float32Array, shape: readonly number[]): Promise<Tensor>;
  download(tensor: Tensor): Promise<Float32Array>;
}

/** One graph that hands its input on, as two sessions that leave the output on either side. */
async function openMemory(): Promise<GpuMemory> {
  const model = copyingModel();
  const up = await InferenceSession.create(model, { ...options, preferredOutputLocation: 'gpu-buffer' });
  const down = await InferenceSession.create(model, { ...options, preferredOutputLocation: 'cpu' });
  const copy = async (session: InferenceSession, from: Tensor): Promise<Tensor> => {
    return valueNamed(await session.run({ from }), 'to');
  };
  return {
    upload: (data, shape) => copy(up, new Tensor('float32', data, shape)),
    async download(tensor) {
      return outputArray('to', { to: await copy(down, tensor) });
    },
  };
}

/**
 * A program that is repeated leaves its outputs on the GPU too: the runs follow one another without waiting for what the
 * process reads of each, and the outputs are read when the last is on its way. Not ONNX's Loop, which the provider hands to
 * the CPU, so that the state would cross to it in each repetition.
 */
async function compile(
  program: Program,
  memory: GpuMemory,
  { repeated = false, operations = Infinity }: Workload = {},
): Promise<Executable> {
  const { model, outputs, updated } = compileGraph(program, { mostPieces });
  const names = Object.keys(outputs);
  const session = await InferenceSession.create(model, {
    ...options,
    preferredOutputLocation: Object.fromEntries([
      ...names.map((name) => [name, repeated ? 'gpu-buffer' : 'cpu'] as const),
      ...Object.values(updated).map((output) => [output, 'gpu-buffer'] as const),
    ]),
  });
  const state: Record<string, Tensor> = {};
  for (const [name, shape] of Object.entries(program.state))
    state[name] = await memory.upload(new Float32Array(sizeOf(shape)), shape);
  const replace = (name: string, tensor: Tensor): void => {
    valueNamed(state, name).dispose();
    state[name] = tensor;
  };
  const start = async (inputs: Inputs) => {
    const results = await session.run({ ...state, ...inputTensors(program, inputs) });
    for (const [name, output] of Object.entries(updated)) replace(name, valueNamed(results, output));
    return results;
  };
  const fetched = async (results: InferenceSession.OnnxValueMapType): Promise<Record<string, Float32Array>> => {
    const arrays: Record<string, Float32Array> = {};
    for (const name of names) {
      const tensor = valueNamed(results, name);
      arrays[name] = await memory.download(tensor);
      tensor.dispose();
    }
    return arrays;
  };
  const many = inGroups(runsTogether(operations), async (group) => {
    const started: InferenceSession.OnnxValueMapType[] = [];
    for (const inputs of group) started.push(await start(inputs));
    const results: Record<string, Float32Array>[] = [];
    for (const each of started) results.push(await fetched(each));
    return results;
  });
  const run: Executable['run'] = repeated
    ? async (inputs) => fetched(await start(inputs))
    : async (inputs) => outputArrays({ outputs }, await start(inputs));
  return {
    ...(repeated && many),
    run,
    async readState(name: string) {
      return memory.download(valueNamed(state, name));
    },
    async writeState(name: string, data: Float32Array) {
      const { dims } = valueNamed(state, name);
      replace(name, await memory.upload(fitting(`state "${name}"`, dims, data), dims));
    },
    async release() {
      for (const tensor of Object.values(state)) tensor.dispose();
      await session.release();
    },
  };
}
