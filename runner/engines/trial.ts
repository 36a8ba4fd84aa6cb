/**
 * Tries an engine on a device in a process of its own: drivers and native libraries may hang, print or take the
 * process down, and which of them works cannot be known before.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Candidate, isGpu } from './candidates.ts';
import { hasGpu } from './gpu-hardware.ts';

export type Trial = { works: true /** Null when it was not measured. */; tokensPerSecond: number | null } | Failure;
export interface Failure {
  works: false;
  /** One or more sentences. */
  why: string;
}

/** Compiling its shaders may take a slow GPU this long before the measurement begins. */
const patience = 60;

/** Names of the Vulkan drivers that compute on the CPU, as the Vulkan loader wants them. */
const softwareDrivers = '*lvp*,*lavapipe*,*swrast*,*swiftshader*';

/** Lets GPUs count that are computed on the CPU: for tests of the code, not for use. */
export const allowSoftware = 'RNN_ATLAS_SOFTWARE_GPU';

/** Opens the engine and, with `seconds` above 0, trains for so long. */
export async function tryEngine(candidate: Candidate, seconds: number): Promise<Trial> {
  const software = process.env[allowSoftware] === '1';
  if (isGpu(candidate) && !software && !(await hasGpu())) {
    return { works: false, why: `There is no GPU in this machine, or its driver is missing. ${candidate.toGet}.` };
  }
  const program = fileURLToPath(new URL('./trial-process.ts', import.meta.url));
  const child = fork(program, [candidate.engine, candidate.device, String(seconds)], {
    // What libraries print about missing files would only hide what we say about it.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...(software ? {} : { VK_LOADER_DRIVERS_DISABLE: softwareDrivers }) },
  });
  return new Promise((resolve) => {
    const limit = setTimeout(
      () => {
        child.kill('SIGKILL');
        resolve({ works: false, why: `It did not answer within ${seconds + patience} seconds.` });
      },
      1000 * (seconds + patience),
    );
    const end = (trial: Trial) => {
      clearTimeout(limit);
      resolve(trial);
    };
    child.on('message', (trial) => end(trial as Trial));
    child.on('error', (error) => end({ works: false, why: `${error.message}.` }));
    child.on('exit', (code, signal) => end({ works: false, why: `It took its process down (${signal ?? code}).` }));
  });
}
