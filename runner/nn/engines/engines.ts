/**
 * Every engine on every device, and the choice among them: what is named is used or refused, never replaced, and `auto` is the
 * CPU. A new engine is one folder, its name in nn/models/program.ts and its lines here. Engines with large packages are loaded
 * only when they are opened.
 */
import { InputError } from '../../core/errors.ts';
import type { deviceNames, Engine } from '../models/program.ts';
import { prepareNative } from './native-settings.ts';
import { plainEngine } from './plain/engine.ts';
import { referenceEngine } from './reference/engine.ts';
import type { TensorflowBackend } from './tensorflow/load.ts';

export type EngineName = 'auto' | Engine['name'];
export type DeviceName = 'auto' | (typeof deviceNames)[number];

export interface EngineChoice {
  engine?: EngineName;
  device?: DeviceName;
}

export interface Candidate {
  engine: Engine['name'];
  device: (typeof deviceNames)[number];
  /** `threads`: how many cores one operation may use, where the engine lets us choose; default all. Throws what its library says. */
  open(threads?: number): Promise<Engine>;
}

const isGpu = ({ device }: Candidate): boolean => device === 'cuda' || device === 'webgpu';

async function tensorflow(backend: TensorflowBackend): Promise<Engine> {
  prepareNative();
  return (await import('./tensorflow/engine.ts')).tensorflowEngine(backend);
}

const onnx = () => binding(() => import('./onnx/engine.ts'));
const webgpu = () => binding(() => import('./onnx/webgpu.ts'));

/** The one to prefer first. */
export const candidates: readonly Candidate[] = [
  { engine: 'onnx', device: 'cpu', open: async (threads) => (await onnx()).onnxEngine(threads) },
  { engine: 'onnx', device: 'webgpu', open: async () => (await webgpu()).onnxWebgpuEngine() },
  { engine: 'onnx', device: 'cuda', open: async () => (await onnx()).onnxCudaEngine() },
  { engine: 'tensorflow', device: 'cuda', open: () => tensorflow('node-gpu') },
  { engine: 'tensorflow', device: 'cpu', open: () => tensorflow('node') },
  { engine: 'tensorflow', device: 'wasm', open: () => tensorflow('wasm') },
  { engine: 'plain', device: 'cpu', open: async () => plainEngine() },
  { engine: 'reference', device: 'cpu', open: async () => referenceEngine },
];

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && /^Cannot find (?:package|module) 'onnxruntime-node'/.test(error.message);

/** ONNX Runtime's native binding is loaded with the module; where it cannot be, only the engines that need it fail. */
async function binding<Module>(load: () => Promise<Module>): Promise<Module> {
  prepareNative();
  try {
    return await load();
  } catch (error) {
    if (isAbsent(error))
      throw new InputError('not-installed', {
        what: 'The onnx engine cannot start: onnxruntime-node is not installed',
      });
    throw new InputError('onnx-not-loaded', {
      what: "The onnx engine cannot start: ONNX Runtime's native library does not load",
      why: (error as Error).message,
    });
  }
}

/**
 * Opens the first engine that fits and works; of a GPU it looks at the numbers.
 * @param threads how many cores one operation may use (onnx); by default as many as pay.
 * @throws InputError when what was asked for does not exist or does not work here, with what its library says.
 */
export async function chooseEngine(
  { engine = 'auto', device = 'auto' }: EngineChoice = {},
  { threads }: { threads?: number } = {},
): Promise<Engine> {
  const fitting = candidates.filter(
    (each) =>
      (engine === 'auto' ? each.engine !== 'reference' && each.engine !== 'plain' : each.engine === engine) &&
      (device === 'auto' ? !isGpu(each) : each.device === device),
  );
  if (fitting.length === 0) throw noSuchPair(engine, device);
  const errors: Error[] = [];
  for (const candidate of fitting) {
    try {
      const opened = await candidate.open(threads);
      if (isGpu(candidate)) await (await import('./measure.ts')).checkNumbers(opened);
      return opened;
    } catch (error) {
      errors.push(error as Error);
    }
  }
  if (!fitting.some(isGpu)) {
    const [first] = errors;
    // Who left ONNX Runtime out computes with what needs no package.
    if (engine === 'auto' && first instanceof InputError && first.code === 'not-installed') return plainEngine();
    throw first;
  }
  const why = fitting.map((each, index) => `Engine ${each.engine}: ${errors[index]?.message}`).join(' ');
  throw new InputError('no-device', { what: `There is no ${device} to compute on`, why });
}

function noSuchPair(engine: EngineName, device: DeviceName): InputError {
  const devices = candidates.filter((each) => each.engine === engine).map((each) => each.device);
  const engines = candidates.filter((each) => each.device === device).map((each) => each.engine);
  return new InputError('unknown-engine-device', {
    what: `The ${engine} engine does not compute on ${device}`,
    fix: `Use device: ${devices.join(', ')} or auto; or on ${device} the engine ${engines.join(' or ')}`,
  });
}
