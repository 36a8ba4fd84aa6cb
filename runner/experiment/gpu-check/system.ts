/** What is to be known of the machine for a report: processor, GPU, driver, Vulkan, libraries. Runs the makers' own programs. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release } from 'node:os';
import { promisify } from 'node:util';
import { gpuOf } from '../../engines/gpu-hardware.ts';
import { type Missing, missingOn } from '../../engines/missing.ts';
import { allowSoftware } from '../../engines/native-settings.ts';

/** How a program is asked; in tests another. Empty where it is missing or fails. */
export type Ask = (program: string, words: readonly string[]) => Promise<string>;

export const ask: Ask = (program, words) =>
  promisify(execFile)(program, [...words], { timeout: 20_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  );

const nvidia = ['--query-gpu=name,driver_version,compute_cap,memory.total', '--format=csv,noheader'];
const missing = 'not installed, or shows no card';
const none = 'nothing that could be seen';

export async function systemFacts(
  asked: Ask = ask,
  look: () => Promise<Missing> = missingOn,
): Promise<Record<string, string>> {
  const require = createRequire(import.meta.url);
  const { version } = require('onnxruntime-node/package.json') as { version: string };
  const vulkan = (await asked('vulkaninfo', ['--summary']))
    .split('\n')
    .filter((line) => /deviceName|driverInfo|apiVersion/.test(line))
    .map((line) => line.trim().replace(/\s+/g, ' '));
  const lacks = await look();
  return {
    system: `${process.platform} ${release()} ${process.arch}, Node ${process.versions.node}, ONNX Runtime ${version}`,
    processor: `${cpus()[0]?.model.trim() || 'unnamed'}, ${availableParallelism()} cores`,
    GPU:
      process.env[allowSoftware] === '1'
        ? `in software is allowed (${allowSoftware})`
        : ((await gpuOf()) ?? 'none that the system shows'),
    'NVIDIA (name, driver, compute capability, memory, by nvidia-smi)':
      (await asked('nvidia-smi', nvidia)).trim() || missing,
    'Vulkan (by vulkaninfo)': vulkan.join('\n') || missing,
    'missing for webgpu': lacks.webgpu.join('\n') || none,
    'missing for cuda': lacks.cuda.join('\n') || none,
  };
}
