/**
 * Every engine on every device, the one to prefer first. Each opens, or throws what its library says. Engines with large
 * packages are loaded only when they are opened.
 */
import { InputError } from '../../core/errors.ts';
import type { deviceNames, Engine } from '../models/program.ts';
import { prepareNative } from './native-settings.ts';
import { referenceEngine } from './reference/engine.ts';
import type { TensorflowBackend } from './tensorflow/load.ts';

export interface Candidate {
  engine: Engine['name'];
  device: (typeof deviceNames)[number];
  /** `threads`: how many cores one operation may use, where the engine lets us choose; default all. */
  open(threads?: number): Promise<Engine>;
  /** Seconds that its first start on a machine may take, where it is long: TensorFlow compiles for cards that it does not know. */
  firstStart?: number;
}

export const isGpu = ({ device }: Pick<Candidate, 'device'>): boolean => device === 'cuda' || device === 'webgpu';

async function tensorflow(backend: TensorflowBackend): Promise<Engine> {
  prepareNative();
  return (await import('./tensorflow/engine.ts')).tensorflowEngine(backend);
}

export const candidates: readonly Candidate[] = [
  {
    engine: 'onnx',
    device: 'cpu',
    open: async (threads) => (await binding(() => import('./onnx/engine.ts'))).onnxEngine(threads),
  },
  {
    engine: 'onnx',
    device: 'webgpu',
    open: async () => (await binding(() => import('./onnx/webgpu.ts'))).onnxWebgpuEngine(),
  },
  {
    engine: 'onnx',
    device: 'cuda',
    open: async () => (await binding(() => import('./onnx/engine.ts'))).onnxCudaEngine(),
  },
  { engine: 'tensorflow', device: 'cuda', open: () => tensorflow('node-gpu'), firstStart: 2400 },
  { engine: 'tensorflow', device: 'cpu', open: () => tensorflow('node') },
  { engine: 'tensorflow', device: 'wasm', open: () => tensorflow('wasm') },
  { engine: 'reference', device: 'cpu', open: async () => referenceEngine },
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
