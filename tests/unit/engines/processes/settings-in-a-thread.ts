// Starts a thread as an experiment's is started, which sets what native libraries read, and prints what the process has.
import { Worker } from 'node:worker_threads';
import { threadOptions } from '../../../../runner/experiment/background.ts';

const settings = new URL('../../../../runner/engines/native-settings.ts', import.meta.url).href;
const worker = new Worker(`import('${settings}').then(({ prepareNative }) => prepareNative());`, {
  ...threadOptions,
  eval: true,
});
// Of the main thread, process.env is the environment of the process itself.
worker.on('exit', () => {
  const { NVIDIA_TF32_OVERRIDE, TF_FORCE_GPU_ALLOW_GROWTH } = process.env;
  process.stdout.write(`set in the thread: ${NVIDIA_TF32_OVERRIDE} ${TF_FORCE_GPU_ALLOW_GROWTH}\n`);
});
