/**
 * The onnx engine on an NVIDIA GPU by ONNX Runtime's cuda provider, whose library is too large for the npm package.
 * The state crosses between the process's memory and the GPU's at each run, because the Node binding (1.30) can leave
 * tensors on the device for webgpu only; training therefore runs many steps in one loop. No machine with CUDA was at
 * hand: beyond the refusal where it is missing, this was never run.
 */
import { InferenceSession } from 'onnxruntime-node';
import type { Engine } from '../../models/program.ts';
import { onnxEngine } from './engine.ts';
import { Graph } from './graph.ts';

/** @throws Error when the provider, its libraries or the GPU are missing; ONNX Runtime prints which. */
export async function onnxCudaEngine(threads?: number): Promise<Engine> {
  await (await InferenceSession.create(smallestModel(), { executionProviders: ['cuda'] })).release();
  return onnxEngine(threads, 'cuda');
}

function smallestModel(): Uint8Array {
  const graph = new Graph('smallest');
  graph.input('from', 'float32', [1]);
  graph.alias('to', 'from');
  graph.output('to', 'float32', [1]);
  return graph.model();
}
