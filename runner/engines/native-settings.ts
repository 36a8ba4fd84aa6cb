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

/** Leaves what the user has set as it is. */
export function prepareNative(environment: NodeJS.ProcessEnv = process.env): void {
  for (const [name, value] of Object.entries(settings)) environment[name] ??= value;
}

/** True when the user asked for products of 10 bits (TF32), which are quicker, in training. */
export const wantsTf32 = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  environment.NVIDIA_TF32_OVERRIDE === '1';
