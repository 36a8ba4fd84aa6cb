/**
 * Loads TensorFlow.js with one of its backends, and makes sure that it runs where it is asked to. The packages are
 * optional: an InputError says what is missing and how to get it.
 */
import util from 'node:util';
import { InputError } from '../../../core/errors.ts';

export type TensorFlow = typeof import('@tensorflow/tfjs-core');

const tensorflowVersion = '4.22.0';

/** `node-gpu`: CUDA; `node`: the native library on the CPU; `wasm`: everywhere, slow, used by the tests. */
export type TensorflowBackend = 'node-gpu' | 'node' | 'wasm';

export interface LoadedTensorflow {
  tf: TensorFlow;
  /** TensorFlow.js' own name of the backend. */
  backend: 'tensorflow' | 'wasm';
  device: 'cuda' | 'cpu' | 'wasm';
}

const packages = {
  'node-gpu': '@tensorflow/tfjs-node-gpu',
  node: '@tensorflow/tfjs-node',
  wasm: '@tensorflow/tfjs-backend-wasm',
} as const;

/** CommonJS packages give their exports as the default export. */
const loaded = async (name: string): Promise<TensorFlow> => {
  const module = (await import(name)) as { default?: TensorFlow };
  return module.default ?? (module as TensorFlow);
};

/** @throws InputError that explains what is missing. */
export async function loadTensorflow(backend: TensorflowBackend): Promise<LoadedTensorflow> {
  const name = packages[backend];
  try {
    if (backend === 'wasm') {
      const tf = await loaded('@tensorflow/tfjs-core');
      await loaded(name);
      if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its wasm backend');
      return { tf, backend, device: 'wasm' };
    }
    // tfjs-node calls two functions of node:util that newer Nodes removed (23) or warn about (22).
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray });
    const tf = await loaded(name);
    await tf.ready();
    const onGpu = (tf.backend() as unknown as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
    if (tf.getBackend() !== 'tensorflow' || onGpu !== (backend === 'node-gpu')) throw wrongDevice(onGpu);
    return { tf, backend: 'tensorflow', device: onGpu ? 'cuda' : 'cpu' };
  } catch (error) {
    if (error instanceof InputError) throw error;
    const install = `npm install --no-save ${name}@${tensorflowVersion}`;
    // Scripts may be off: its own downloads the native library.
    const download = backend === 'wasm' ? '' : ` && npm --prefix node_modules/${name} run install`;
    throw new InputError('tensorflow-not-installed', {
      what: `The tensorflow engine cannot start: ${name}, which is optional, does not load`,
      why: error instanceof Error ? error.message.trim() : String(error),
      fix: `Run \`${install}${download}\`, or choose the onnx engine`,
    });
  }
}

const wrongDevice = (onGpu: boolean): InputError =>
  new InputError('tensorflow-no-gpu', {
    what: onGpu
      ? 'The tensorflow engine is already running on the GPU in this process, not on the CPU'
      : 'The tensorflow engine found no GPU that it can use, and would have run on the CPU',
    fix: `Read in docs/gpu.md what TensorFlow ${tensorflowVersion} needs, or choose the onnx engine`,
  });
