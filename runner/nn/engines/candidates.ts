/**
 * Every engine on every device, the one to prefer first. Each opens, or throws an InputError that says why it cannot
 * and how to get it. Engines with large packages are loaded only when they are opened.
 */
import { InputError } from '../../core/errors.ts';
import type { deviceNames, Engine } from '../models/program.ts';
import { hasWebgpuProvider, howToGet } from './how-to-get.ts';
import { toGetHere } from './missing.ts';
import { prepareNative } from './native-settings.ts';
import { referenceEngine } from './reference/engine.ts';
import type { TensorflowBackend } from './tensorflow/load.ts';

export interface Candidate {
  engine: Engine['name'];
  device: (typeof deviceNames)[number];
  /** `threads`: how many cores one operation may use, where the engine lets us choose; default all. */
  open(threads?: number): Promise<Engine>;
  /** How to get it on this system. */
  toGet: string;
  /** Seconds that its first start on a machine may take, where it is long: TensorFlow compiles for cards that it does not know. */
  firstStart?: number;
}

export const isGpu = ({ device }: Pick<Candidate, 'device'>): boolean => device === 'cuda' || device === 'webgpu';

const included = 'It comes with npm ci';

const { webgpu, cuda, tensorflowCuda } = howToGet(process);

async function tensorflow(backend: TensorflowBackend): Promise<Engine> {
  prepareNative();
  return (await import('./tensorflow/engine.ts')).tensorflowEngine(backend);
}

export const candidates: readonly Candidate[] = [
  {
    engine: 'onnx',
    device: 'cpu',
    open: async (threads) => (await binding(() => import('./onnx/engine.ts'))).onnxEngine(threads),
    toGet: included,
  },
  { engine: 'onnx', device: 'webgpu', open: openWebgpu, toGet: webgpu },
  {
    engine: 'onnx',
    device: 'cuda',
    open: async () => (await binding(() => import('./onnx/cuda.ts'))).onnxCudaEngine(),
    toGet: cuda,
  },
  {
    engine: 'tensorflow',
    device: 'cuda',
    open: () => tensorflow('node-gpu'),
    toGet: tensorflowCuda,
    firstStart: 2400,
  },
  {
    engine: 'tensorflow',
    device: 'cpu',
    open: () => tensorflow('node'),
    toGet: 'It needs @tensorflow/tfjs-node with its library',
  },
  { engine: 'tensorflow', device: 'wasm', open: () => tensorflow('wasm'), toGet: included },
  { engine: 'reference', device: 'cpu', open: async () => referenceEngine, toGet: included },
];

/** ONNX Runtime's native binding is loaded with the module; where it cannot be, only the engines that need it fail. */
async function binding<Module>(load: () => Promise<Module>): Promise<Module> {
  prepareNative();
  try {
    return await load();
  } catch (error) {
    throw new InputError('onnx-not-loaded', {
      what: "The onnx engine cannot start: ONNX Runtime's native library does not load",
      why: (error as Error).message,
    });
  }
}

async function openWebgpu(): Promise<Engine> {
  if (!hasWebgpuProvider(process)) {
    throw new InputError('webgpu-unavailable', { what: 'The onnx engine has no webgpu on this system', why: webgpu });
  }
  try {
    return await (await binding(() => import('./onnx/webgpu.ts'))).onnxWebgpuEngine();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { message } = error as Error;
    const none = message.includes('Failed to get a WebGPU adapter');
    throw new InputError('webgpu-unavailable', {
      what: 'The onnx engine found no GPU that it can use through webgpu',
      why: none ? 'No driver shows one, and GPUs that are computed on the CPU do not count' : message,
      fix: await toGetHere('webgpu'),
    });
  }
}
