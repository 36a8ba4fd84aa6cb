/**
 * The onnx engine on an NVIDIA GPU by ONNX Runtime's cuda provider, whose library is too large for the npm package.
 * The state crosses between the process's memory and the GPU's at each run, because the Node binding (1.30) can leave
 * tensors on the device for webgpu only; training therefore runs many steps in one loop. No machine with CUDA was at
 * hand: beyond the refusal where it is missing, this was never run.
 */
import { existsSync } from 'node:fs';
import { InferenceSession } from 'onnxruntime-node';
import { InputError } from '../../../core/errors.ts';
import type { Engine } from '../../models/program.ts';
import { providerLibrary, toGetHere } from '../missing.ts';
import { onnxEngine } from './engine.ts';
import { Graph } from './graph.ts';

/** @throws InputError when the provider, its libraries or the GPU are missing. */
export async function onnxCudaEngine(threads?: number): Promise<Engine> {
  if (!existsSync(providerLibrary())) {
    throw new InputError('cuda-unavailable', {
      what: 'The onnx engine cannot use cuda',
      why: 'The provider is not part of the npm package onnxruntime-node',
      fix: await toGetHere('cuda'),
    });
  }
  try {
    await (await InferenceSession.create(smallestModel(), { executionProviders: ['cuda'] })).release();
  } catch (error) {
    throw new InputError('cuda-unavailable', {
      what: 'The onnx engine cannot use cuda',
      why: (error as Error).message,
      fix: await toGetHere('cuda'),
    });
  }
  return onnxEngine(threads, 'cuda');
}

function smallestModel(): Uint8Array {
  const graph = new Graph('smallest');
  graph.input('from', 'float32', [1]);
  graph.alias('to', 'from');
  graph.output('to', 'float32', [1]);
  return graph.model();
}
