/** What is to be known of the machine for a report: processor, GPU, driver, Vulkan, libraries. Runs the makers' own programs. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release } from 'node:os';
import { promisify } from 'node:util';
import { gpuOf } from '../../engines/gpu-hardware.ts';
import { type Missing, missingOn } from '../../engines/missing.ts';
import { allowSoftware } from '../../engines/native-settings.ts';

/** How a program is asked; in tests another. Empty where it is missing or fails. */
export type ProgramQuery = (program: string, words: readonly string[]) => Promise<string>;

export const ask: ProgramQuery = (program, words) =>
  promisify(execFile)(program, [...words], { timeout: 20_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  );

const nvidia = ['--query-gpu=name,driver_version,compute_cap,memory.total', '--format=csv,noheader'];
const missing = 'not installed, or shows no card';
const none = 'nothing that could be seen';

export async function systemFacts(
  asked: ProgramQuery = ask,
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

const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
/** nvidia-smi counts in MiB. */
const megabytes = 1.048576;

/**
 * How much of a GPU's memory this process holds.
 * Megabytes on all NVIDIA cards; null where nvidia-smi is missing or does not list the process, as in containers that
 * number their processes anew.
 */
export async function nvidiaMemory(pid: number = process.pid, asked: ProgramQuery = ask): Promise<number | null> {
  const own = (await asked('nvidia-smi', query)).split('\n').flatMap((line) => {
    const [process, used] = line.split(',').map((cell) => cell.trim());
    // '[N/A]' where the driver does not say, as on Windows.
    return process === String(pid) && used !== undefined && /^\d+$/.test(used) ? [Number(used)] : [];
  });
  return own.length === 0 ? null : megabytes * own.reduce((sum, used) => sum + used, 0);
}

/** On every other device it is not to be told. */
export const gpuMemoryOn = (device: string): (() => Promise<number | null>) =>
  device === 'cuda' ? () => nvidiaMemory() : async () => null;
