/** What is to be known of the machine for a report: processor, GPU, driver, Vulkan, libraries. Runs the makers' own programs. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release } from 'node:os';
import { promisify } from 'node:util';
import { gpuOf } from '../../engines/gpu-hardware.ts';
import { cudaLibrary } from '../../engines/how-to-get.ts';

/** How a program is asked; in tests another. Empty where it is missing or fails. */
export type Ask = (program: string, words: readonly string[]) => Promise<string>;

export const ask: Ask = (program, words) =>
  promisify(execFile)(program, [...words], { timeout: 20_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  );

const nvidia = ['--query-gpu=name,driver_version,compute_cap,memory.total', '--format=csv,noheader'];
const missing = 'the program is missing, or found nothing';

export async function systemFacts(asked: Ask = ask): Promise<Record<string, string>> {
  const require = createRequire(import.meta.url);
  const { version } = require('onnxruntime-node/package.json') as { version: string };
  const vulkan = (await asked('vulkaninfo', ['--summary']))
    .split('\n')
    .filter((line) => /deviceName|driverInfo|apiVersion/.test(line))
    .map((line) => line.trim().replace(/\s+/g, ' '));
  const lacking = (await asked('ldd', [cudaLibrary])).split('\n').filter((line) => line.includes('not found'));
  return {
    system: `${process.platform} ${release()} ${process.arch}, Node ${process.versions.node}, ONNX Runtime ${version}`,
    processor: `${cpus()[0]?.model.trim() || 'unnamed'}, ${availableParallelism()} cores`,
    GPU: (await gpuOf()) ?? 'none that the system shows',
    'nvidia-smi (name, driver, compute capability, memory)': (await asked('nvidia-smi', nvidia)).trim() || missing,
    vulkaninfo: vulkan.join('\n') || missing,
    'libraries that the cuda provider misses': lacking.map((line) => line.trim()).join('\n') || 'none, or no provider',
  };
}
