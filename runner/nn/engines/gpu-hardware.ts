/**
 * Which GPU this machine seems to have: a look at what the operating system shows, in milliseconds, before any driver
 * is loaded. A yes may still turn out wrong when the driver is missing; a trial tells. Seen on Linux only; what it does
 * on macOS and Windows was written from their documentation.
 */
import { execFile } from 'node:child_process';
import { access, constants, readdir, readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import type { System } from './how-to-get.ts';

/** How the machine is looked at; in tests another. */
export interface HardwareProbe extends System {
  release: string;
  /** Names in a folder; none where it is not there. */
  list(folder: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  /** True where this user may read and write it. */
  allowed(path: string): Promise<boolean>;
  /** A file's text; empty where it cannot be read. */
  read(path: string): Promise<string>;
  /** What a program prints; empty where it fails. */
  run(program: string, words: readonly string[]): Promise<string>;
}

const can = (path: string, how: number): Promise<boolean> =>
  access(path, how).then(
    () => true,
    () => false,
  );

export const thisMachine: HardwareProbe = {
  platform: process.platform,
  arch: process.arch,
  release: release(),
  list: (folder) => readdir(folder).catch((): string[] => []),
  exists: (path) => can(path, constants.F_OK),
  allowed: (path) => can(path, constants.R_OK | constants.W_OK),
  read: (path) => readFile(path, 'utf8').catch(() => ''),
  run: (program, words) =>
    promisify(execFile)(program, [...words]).then(
      ({ stdout }) => stdout,
      () => '',
    ),
};

export const hasGpu = async (probe: HardwareProbe = thisMachine): Promise<boolean> => (await gpuOf(probe)) !== null;

/** What tells this GPU and its driver from another, in the system's own words; null where there is none. */
export async function gpuOf(probe: HardwareProbe = thisMachine): Promise<string | null> {
  switch (probe.platform) {
    case 'linux':
      return onLinux(probe);
    case 'darwin':
      return probe.arch === 'arm64' ? `Apple silicon, Darwin ${probe.release}` : null;
    case 'win32':
      return onWindows(probe);
    default:
      return null;
  }
}

/** Nodes of the kernel's drivers: any GPU's, NVIDIA's in a container, and that of Windows' subsystem for Linux. */
async function onLinux({ list, exists, read }: HardwareProbe): Promise<string | null> {
  const found: string[] = [];
  for (const node of (await list('/dev/dri')).filter((name) => name.startsWith('renderD')).sort()) {
    const device = posix.join('/sys/class/drm', node, 'device');
    const [vendor, model] = await Promise.all(['vendor', 'device'].map((name) => read(posix.join(device, name))));
    found.push([node, vendor?.trim(), model?.trim()].join(' ').trim());
  }
  if (await exists('/dev/nvidiactl')) found.push(`nvidia ${(await read('/proc/driver/nvidia/version')).trim()}`.trim());
  if (await exists('/dev/dxg')) found.push('dxg');
  return found.length === 0 ? null : found.join('; ');
}

/** What Windows shows where there is no GPU of its own. */
const emulated = /Microsoft (Basic|Remote|Hyper-V)|Indirect Display/i;

const displayDrivers = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';

/** The names and versions of the display drivers, as the registry lists them. */
async function onWindows({ run }: HardwareProbe): Promise<string | null> {
  const valuesOf = async (name: string) =>
    (await run('reg', ['query', displayDrivers, '/s', '/v', name]))
      .split('\n')
      .flatMap((line) => (line.includes(name) ? [line.split('REG_SZ').at(-1)?.trim() ?? ''] : []));
  const drivers = (await valuesOf('DriverDesc')).filter((line) => !emulated.test(line));
  return drivers.length === 0 ? null : [...drivers, ...(await valuesOf('DriverVersion'))].join('; ');
}
