/**
 * Loads TensorFlow.js with one of its backends, and makes sure that it runs where it is asked to. The packages are
 * optional: an InputError says what is missing and how to get it.
 */
import util from 'node:util';
import { InputError } from '../../../core/errors.ts';
import { gpuPackage, tensorflowVersion } from './install.ts';
import type { TensorFlow } from './operations.ts';

/** `node-gpu`: CUDA; `node`: the native library on the CPU; `wasm`: everywhere, slow, used by the tests. */
export type TensorflowBackend = 'node-gpu' | 'node' | 'wasm';

export interface LoadedTensorflow {
  tf: TensorFlow;
  /** TensorFlow.js' own name of the backend. */
  backend: 'tensorflow' | 'wasm';
  device: 'cuda' | 'cpu' | 'wasm';
}

export type ImportPackage = (name: string) => Promise<unknown>;

const packages = { 'node-gpu': gpuPackage, node: '@tensorflow/tfjs-node' } as const;
const needsCuda = 'it needs Linux or Windows with an NVIDIA driver, CUDA 11.2 and cuDNN 8 on the library path';
const otherwise = 'or choose the onnx engine';

/** CommonJS packages give their exports as the default export. */
const exportsOf = (module: unknown): unknown => (module as { default?: unknown }).default ?? module;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Throws an InputError that explains what is missing. `importPackage` stands in for `import` in tests. */
export async function loadTensorflow(
  backend: TensorflowBackend,
  importPackage: ImportPackage = (name) => import(name),
): Promise<LoadedTensorflow> {
  if (backend === 'wasm') return loadWasm(importPackage);
  const name = packages[backend];
  prepareNode();
  let tf: TensorFlow;
  try {
    tf = exportsOf(await importPackage(name)) as TensorFlow;
    await tf.ready();
  } catch (error) {
    throw cannotLoad(name, error);
  }
  const onGpu = (tf.backend() as unknown as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
  if (tf.getBackend() !== 'tensorflow' || onGpu !== (backend === 'node-gpu')) throw wrongDevice(backend, onGpu);
  return { tf, backend: 'tensorflow', device: onGpu ? 'cuda' : 'cpu' };
}

async function loadWasm(importPackage: ImportPackage): Promise<LoadedTensorflow> {
  try {
    const tf = exportsOf(await importPackage('@tensorflow/tfjs-core')) as TensorFlow;
    await importPackage('@tensorflow/tfjs-backend-wasm');
    if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its wasm backend');
    return { tf, backend: 'wasm', device: 'wasm' };
  } catch (error) {
    throw cannotLoad('@tensorflow/tfjs-backend-wasm', error);
  }
}

/** What must be in place before the native library is loaded. */
function prepareNode(): void {
  // tfjs-node calls two functions of node:util that newer Nodes removed (23) or warn about (22).
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray });
}

function cannotLoad(name: string, error: unknown): InputError {
  const message = messageOf(error);
  const code = (error as { code?: unknown } | null)?.code;
  const install = `npm install --no-save ${name}@${tensorflowVersion}`;
  const download = `npm --prefix node_modules/${name} run install`;
  const native = name !== '@tensorflow/tfjs-backend-wasm';
  const onGpu = name === packages['node-gpu'];
  const both = native ? `\`${install}\` and then \`${download}\`` : `\`${install}\``;
  const run = onGpu ? '`npm run tensorflow`' : both;
  if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${name}'`)) {
    return new InputError('tensorflow-not-installed', {
      what: `The tensorflow engine cannot start: the package ${name} is not installed`,
      why: 'It is optional',
      fix: `Run ${run}, ${otherwise}`,
    });
  }
  if (native && message.includes('native addon module')) {
    return new InputError('tensorflow-not-installed', {
      what: `The tensorflow engine cannot start: ${name} is installed without its native library`,
      why: 'npm did not run its install script, which downloads it',
      fix: `Run ${onGpu ? run : `\`${download}\``} (it downloads several hundred megabytes), ${otherwise}`,
    });
  }
  return new InputError('tensorflow-not-installed', {
    what: `The tensorflow engine cannot start: ${name} failed to load`,
    why: message.trim(),
    fix: `${onGpu ? `Note that ${needsCuda}. ` : ''}Install it anew with ${both}, ${otherwise}`,
  });
}

function wrongDevice(backend: TensorflowBackend, onGpu: boolean): InputError {
  if (onGpu) {
    return new InputError('tensorflow-no-gpu', {
      what: 'The tensorflow engine is already running on the GPU in this process, not on the CPU',
      fix: 'Use tfjs-node-gpu and tfjs-node in separate processes',
    });
  }
  return new InputError('tensorflow-no-gpu', {
    what: `The tensorflow engine found no GPU that it can use, and would have run on the CPU (backend ${backend})`,
    why: `TensorFlow ${tensorflowVersion} is strict: ${needsCuda}`,
    fix: `Install these (\`npm run tensorflow check=true\` names what is missing), ${otherwise}`,
    files: '',
  });
}
