/**
 * Every engine on every device, the one to prefer first. Each opens, or throws an InputError that says why it cannot
 * and how to get it. Engines with large packages are loaded only when they are opened.
 */
import { InputError } from '../core/errors.ts';
import type { Engine } from '../models/program.ts';
import { cudaProvider } from './onnx/cuda-provider.ts';
import { referenceEngine } from './reference/engine.ts';
import type { TensorflowBackend } from './tensorflow/load.ts';

export const engineNames = ['onnx', 'tensorflow', 'reference'] as const;
export const deviceNames = ['cpu', 'cuda', 'webgpu', 'wasm'] as const;

export interface Candidate {
  engine: (typeof engineNames)[number];
  device: (typeof deviceNames)[number];
  /** `threads`: how many cores one operation may use, where the engine lets us choose; default all. */
  open(threads?: number): Promise<Engine>;
  /** How to get it on this system. */
  toGet: string;
}

export const isGpu = ({ device }: Pick<Candidate, 'device'>): boolean => device === 'cuda' || device === 'webgpu';

const included = 'It comes with npm ci';

const webgpuDriver =
  process.platform === 'linux'
    ? "Install the GPU's Vulkan driver (Debian, Ubuntu: apt-get install libvulkan1 and mesa-vulkan-drivers for AMD and Intel, or NVIDIA's own driver); vulkaninfo must list the GPU"
    : "Install the GPU's current driver";

const tensorflow = async (backend: TensorflowBackend): Promise<Engine> =>
  (await import('./tensorflow/engine.ts')).tensorflowEngine(backend);

export const candidates: readonly Candidate[] = [
  {
    engine: 'onnx',
    device: 'cpu',
    open: async (threads) => (await binding(import('./onnx/engine.ts'))).onnxEngine(threads),
    toGet: included,
  },
  { engine: 'onnx', device: 'webgpu', open: openWebgpu, toGet: webgpuDriver },
  {
    engine: 'onnx',
    device: 'cuda',
    open: async () => (await binding(import('./onnx/cuda.ts'))).onnxCudaEngine(),
    toGet: cudaProvider,
  },
  {
    engine: 'tensorflow',
    device: 'cuda',
    open: () => tensorflow('node-gpu'),
    toGet: 'It needs Linux or Windows with CUDA 11.2 and cuDNN 8, and @tensorflow/tfjs-node-gpu with its library',
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
async function binding<Module>(loading: Promise<Module>): Promise<Module> {
  try {
    return await loading;
  } catch (error) {
    throw new InputError('onnx-not-loaded', {
      what: "The onnx engine cannot start: ONNX Runtime's native library does not load",
      why: (error as Error).message,
    });
  }
}

async function openWebgpu(): Promise<Engine> {
  try {
    return await (await binding(import('./onnx/webgpu.ts'))).onnxWebgpuEngine();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { message } = error as Error;
    const none = message.includes('Failed to get a WebGPU adapter');
    throw new InputError('webgpu-unavailable', {
      what: 'The onnx engine found no GPU that it can use through webgpu',
      why: none ? 'No driver shows one, and GPUs that are computed on the CPU do not count' : message,
      fix: webgpuDriver,
    });
  }
}
