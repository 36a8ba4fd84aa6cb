/** How much of a GPU's memory this process holds, as far as its maker tells: NVIDIA's programs do, webgpu does not. */
import { type Ask, ask } from './system.ts';

const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
/** nvidia-smi counts in MiB. */
const megabytes = 1.048576;

/**
 * Megabytes on all NVIDIA cards; null where nvidia-smi is missing or does not list the process, as in containers that
 * number their processes anew.
 */
export async function nvidiaMemory(pid: number = process.pid, asked: Ask = ask): Promise<number | null> {
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
