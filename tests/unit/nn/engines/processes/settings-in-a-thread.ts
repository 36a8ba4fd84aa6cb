// Has a thread set what native libraries read, as an experiment's does, and prints what the process has.
import { inThread } from '../../../../../runner/core/pool.ts';

await inThread(new URL('prepare-native.ts', import.meta.url), null);
// Of the main thread, process.env is the environment of the process itself.
const { NVIDIA_TF32_OVERRIDE, TF_FORCE_GPU_ALLOW_GROWTH } = process.env;
process.stdout.write(`set in the thread: ${NVIDIA_TF32_OVERRIDE} ${TF_FORCE_GPU_ALLOW_GROWTH}\n`);
