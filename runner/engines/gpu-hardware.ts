/**
 * Whether this machine seems to have a GPU: a look at what the operating system shows, in milliseconds, before any
 * driver is loaded. A yes may still turn out wrong when the driver is missing; a trial tells. Seen on Linux only; what
 * it does on macOS and Windows was written from their documentation.
 */
import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What Windows shows where there is no GPU of its own. */
const emulated = /Microsoft (Basic|Remote|Hyper-V)|Indirect Display/i;

const displayDrivers = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';

export async function hasGpu(): Promise<boolean> {
  switch (process.platform) {
    case 'linux':
      return hasDevice();
    case 'darwin':
      return process.arch === 'arm64';
    case 'win32':
      return hasDriver();
    default:
      return false;
  }
}

/** Nodes of the kernel's drivers: any GPU's, NVIDIA's in a container, and that of Windows' subsystem for Linux. */
async function hasDevice(): Promise<boolean> {
  const nodes = await readdir('/dev/dri').catch((): string[] => []);
  if (nodes.some((name) => name.startsWith('renderD'))) return true;
  const exists = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );
  return (await exists('/dev/nvidiactl')) || (await exists('/dev/dxg'));
}

async function hasDriver(): Promise<boolean> {
  const query = ['query', displayDrivers, '/s', '/v', 'DriverDesc'];
  const { stdout } = await promisify(execFile)('reg', query).catch(() => ({ stdout: '' }));
  return stdout.split('\n').some((line) => line.includes('DriverDesc') && !emulated.test(line));
}
