/**
 * What native libraries read from the environment when they are loaded. They see the environment of the process: a
 * thread that was given a copy of it (Node's default) sets nothing that reaches them. So the main thread sets these
 * before anything is loaded, and threads share its environment. Imports nothing.
 */
const settings = {
  // Warnings say which CUDA library is missing; lines of information would break the progress display.
  TF_CPP_MIN_LOG_LEVEL: '1',
  // By default TensorFlow takes the whole memory of the GPU.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  // Products in full single precision, so that a GPU gives the numbers of every other engine: CUDA's libraries use
  // TF32 by default (10 bits), and the Node bindings of ONNX Runtime (1.30) and TensorFlow have no option against it.
  NVIDIA_TF32_OVERRIDE: '0',
} as const;

/** Lets GPUs count that are computed on the CPU: for tests of the code, not for use. */
export const allowSoftware = 'RNN_ATLAS_SOFTWARE_GPU';

/** Names of the Vulkan drivers that compute on the CPU, as the Vulkan loader wants them: slower than the CPU's own engine. */
export const withoutSoftware = { VK_LOADER_DRIVERS_DISABLE: '*lvp*,*lavapipe*,*swrast*,*swiftshader*' } as const;

/** Leaves what the user has set as it is. */
export function prepareNative(environment: NodeJS.ProcessEnv = process.env): void {
  const all = { ...settings, ...(environment[allowSoftware] === '1' ? {} : withoutSoftware) };
  for (const [name, value] of Object.entries(all)) environment[name] ??= value;
}

/** True when the user asked for products of 10 bits (TF32), which are quicker, in training. */
export const wantsTf32 = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  environment.NVIDIA_TF32_OVERRIDE === '1';
