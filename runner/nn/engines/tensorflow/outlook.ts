/**
 * Whether this machine can run TensorFlow.js on its GPU: the card, the driver, and the libraries of CUDA 11 that
 * TensorFlow 2.9 opens by these names. A look, in milliseconds, before anything is downloaded. The names are those of
 * TensorFlow's stream executor (stream_executor/platform/default/dso_loader.cc) and of NVIDIA's installers; tried with made-up machines only.
 */
import { posix, win32 } from 'node:path';
import type { HardwareProbe } from '../gpu-hardware.ts';

/** What TensorFlow 2.9 opens, on each system that it has CUDA on. */
const cudaLibraries: Readonly<Record<'linux' | 'win32', readonly string[]>> = {
  linux: [
    ...['libcudart.so.11.0', 'libcublas.so.11', 'libcublasLt.so.11', 'libcufft.so.10', 'libcurand.so.10'],
    ...['libcusolver.so.11', 'libcusparse.so.11', 'libcudnn.so.8'],
  ],
  win32: [
    ...['cudart64_110.dll', 'cublas64_11.dll', 'cublasLt64_11.dll', 'cufft64_10.dll', 'curand64_10.dll'],
    ...['cusolver64_11.dll', 'cusparse64_11.dll', 'cudnn64_8.dll'],
  ],
};

/** Compute capabilities whose machine code TensorFlow's library holds, by their major number; later ones compile it. */
const [oldest, newestBuiltIn] = [3.5, 8] as const;

export interface GraphicsCard {
  name: string;
  driver: string;
  capability: number;
}

export type CardSupport =
  /** The library holds machine code for it. */
  | 'directly'
  /** Its driver compiles the library's code at the first start, for up to half an hour, or fails. */
  | 'compiled'
  | 'not';

export interface Outlook {
  /** Null where TensorFlow.js has no CUDA for this system. */
  card: (GraphicsCard & { served: CardSupport }) | null;
  /** Why it cannot be; empty when nothing is in the way but libraries. */
  obstacle: string;
  /** Libraries of CUDA that were found, and that were not. */
  found: readonly string[];
  missing: readonly string[];
}

export async function tensorflowOutlook(
  probe: HardwareProbe,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Outlook> {
  const { platform, arch } = probe;
  if (arch !== 'x64' || (platform !== 'linux' && platform !== 'win32')) {
    const obstacle = `TensorFlow.js computes on CUDA on 64-bit Linux and Windows (x86-64) only, and this is ${platform} on ${arch}: use device=webgpu`;
    return { card: null, obstacle, found: [], missing: [] };
  }
  const [card] = cardsOf(await probe.run('nvidia-smi', [`--query-gpu=${asked.join(',')}`, '--format=csv,noheader']));
  const here = await librariesHere(probe, platform, environment);
  const wanted = cudaLibraries[platform];
  const libraries = { found: wanted.filter(here), missing: wanted.filter((name) => !here(name)) };
  if (card === undefined) {
    const obstacle = 'nvidia-smi is missing or shows no card: TensorFlow.js needs an NVIDIA card with its driver';
    return { card: null, obstacle, ...libraries };
  }
  const served = servedAs(card.capability);
  const obstacle =
    served === 'not' ? `a card of compute capability ${card.capability} is older than TensorFlow 2.9 serves` : '';
  return { card: { ...card, served }, obstacle, ...libraries };
}

const asked = ['name', 'driver_version', 'compute_cap'] as const;

/** The lines of `nvidia-smi --format=csv,noheader`; those that are no card are left out. */
function cardsOf(lines: string): GraphicsCard[] {
  return lines.split('\n').flatMap((line) => {
    const [name, driver, capability] = line.split(',').map((cell) => cell.trim());
    if (name === undefined || driver === undefined || !/^\d+\.\d+$/.test(capability ?? '')) return [];
    return [{ name, driver, capability: Number(capability) }];
  });
}

function servedAs(capability: number): CardSupport {
  if (capability < oldest) return 'not';
  return Math.floor(capability) <= newestBuiltIn ? 'directly' : 'compiled';
}

/** Linux: what the loader knows, and the folders of LD_LIBRARY_PATH. Windows: the folders of Path. */
async function librariesHere(
  probe: HardwareProbe,
  platform: 'linux' | 'win32',
  environment: Readonly<Record<string, string | undefined>>,
): Promise<(name: string) => boolean> {
  const known = platform === 'linux' ? await probe.run('ldconfig', ['-p']) : '';
  const path = platform === 'linux' ? environment.LD_LIBRARY_PATH : (environment.Path ?? environment.PATH);
  const folders = (path ?? '').split(platform === 'linux' ? posix.delimiter : win32.delimiter).filter(Boolean);
  const names = new Set((await Promise.all(folders.map(probe.list))).flat().map((name) => name.toLowerCase()));
  for (const line of known.split('\n')) {
    const [name] = line.trim().split(' ');
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return (name) => names.has(name.toLowerCase());
}
