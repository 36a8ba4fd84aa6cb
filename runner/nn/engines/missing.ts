/**
 * What this machine misses of what ONNX Runtime needs for its GPU, each with the line that brings it: for `doctor`
 * and errors. A look at files, in milliseconds; no driver is loaded. Tried with made-up machines: the packages'
 * names are those of Ubuntu and Debian, the rest from the makers' documentation and from what the libraries import.
 */
import { createRequire } from 'node:module';
import { dirname, join, posix, win32 } from 'node:path';
import { gpuOf, type HardwareProbe, thisMachine } from './gpu-hardware.ts';
import { howToGet } from './how-to-get.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Sentences without their full stop; none where nothing is seen to be missing. */
export interface Missing {
  webgpu: readonly string[];
  /** ONNX Runtime's provider. */
  cuda: readonly string[];
}

/** @param library the file of ONNX Runtime's cuda provider, where it would lie. */
export async function missingOn(
  probe: HardwareProbe = thisMachine,
  environment: Environment = process.env,
  library = providerLibrary(),
): Promise<Missing> {
  switch (probe.platform) {
    case 'linux':
      return onLinux(probe, environment, library);
    case 'darwin':
      return { webgpu: onMac(probe), cuda: [] };
    case 'win32':
      return { webgpu: await onWindows(probe, environment), cuda: [] };
    default:
      return { webgpu: [], cuda: [] };
  }
}

/** What is missing here, or else, in general, how the device is had. */
export async function toGetHere(
  device: keyof Missing,
  ...[probe = thisMachine, ...on]: Parameters<typeof missingOn>
): Promise<string> {
  const missing = (await missingOn(probe, ...on))[device];
  return missing.length === 0 ? howToGet(probe)[device] : missing.join('. ');
}

interface LinuxGpus {
  /** Makers that have a render node, and NVIDIA where its driver is loaded. */
  makers: ReadonlySet<string>;
  nodes: readonly string[];
  /** Number of NVIDIA's driver; null where it is not loaded. */
  nvidia: string | null;
  container: boolean;
}

/** Identifiers of PCI. */
const makerOf: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' };

async function linuxGpus(probe: HardwareProbe, environment: Environment): Promise<LinuxGpus> {
  const { list, read, exists } = probe;
  const nodes = (await list('/dev/dri')).filter((name) => name.startsWith('renderD')).sort();
  const vendors = await Promise.all(nodes.map((node) => read(posix.join('/sys/class/drm', node, 'device', 'vendor'))));
  const makers = new Set(vendors.flatMap((vendor) => makerOf[vendor.trim()] ?? []));
  const loaded = await exists('/dev/nvidiactl');
  if (loaded) makers.add('NVIDIA');
  const version = /Kernel Module(?: for \S+)? +(\d+)\./.exec(await read('/proc/driver/nvidia/version'))?.[1];
  const container =
    (await exists('/.dockerenv')) ||
    (await exists('/run/.containerenv')) ||
    environment.NVIDIA_VISIBLE_DEVICES !== undefined;
  return { makers, nodes, nvidia: loaded ? (version ?? '<number>') : null, container };
}

async function onLinux(probe: HardwareProbe, environment: Environment, library: string): Promise<Missing> {
  const gpus = await linuxGpus(probe, environment);
  const none = gpus.makers.size === 0 && gpus.nodes.length === 0 ? await withoutGpu(probe, gpus) : [];
  if (none.length > 0) return { webgpu: none, cuda: none };
  return {
    webgpu: await ofVulkan(probe, environment, gpus),
    cuda: probe.arch === 'x64' ? await ofCuda(probe, library, gpus) : [],
  };
}

/** Cards are listed by PCI where no driver serves them. */
async function withoutGpu({ list, read, exists }: HardwareProbe, { container }: LinuxGpus): Promise<string[]> {
  // Windows' subsystem for Linux has a node of its own.
  if (await exists('/dev/dxg')) return [];
  if (container)
    return ['This container is given no GPU: start it with `--gpus all` (NVIDIA) or `--device /dev/dri` (AMD, Intel)'];
  const bus = '/sys/bus/pci/devices';
  for (const slot of await list(bus)) {
    const [maker, kind] = await Promise.all(['vendor', 'class'].map((name) => read(posix.join(bus, slot, name))));
    if (kind?.startsWith('0x03') && maker?.trim() === '0x10de')
      return [
        "The driver of the NVIDIA card is not loaded: `sudo ubuntu-drivers install` (or NVIDIA's own), and restart",
      ];
  }
  return [];
}

const ownDrivers = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
/** How the file begins that describes a maker's Vulkan driver; Mesa's for NVIDIA needs the free driver of the kernel. */
const driverFile = (maker: string, nvidia: string | null): RegExp | undefined =>
  ({ NVIDIA: nvidia === null ? /^nouveau/ : /^nvidia/, AMD: /^(?:radeon|amd)/, Intel: /^intel/ })[maker];

async function ofVulkan(probe: HardwareProbe, environment: Environment, gpus: LinuxGpus): Promise<string[]> {
  const { list, allowed } = probe;
  const missing: string[] = [];
  if (!(await knows(probe, environment, 'libvulkan.so.1')))
    missing.push('The Vulkan loader, libvulkan.so.1, is missing: `sudo apt-get install libvulkan1`');
  const closed: string[] = [];
  for (const node of gpus.nodes) {
    if (!(await allowed(posix.join('/dev/dri', node)))) closed.push(node);
  }
  if (closed.length > 0)
    missing.push(
      `This user may not use /dev/dri/${closed.join(', ')}: \`sudo usermod -aG render,video $USER\`, and log in anew`,
    );
  const named = environment.VK_DRIVER_FILES ?? environment.VK_ICD_FILENAMES;
  // Whoever names the drivers knows better.
  if (named !== undefined) return missing;
  const there = (await Promise.all(ownDrivers.map((folder) => list(folder)))).flat();
  for (const maker of gpus.makers) {
    if (!there.some((name) => driverFile(maker, gpus.nvidia)?.test(name))) missing.push(driverLine(maker, gpus));
  }
  return missing;
}

function driverLine(maker: string, { nvidia, container }: LinuxGpus): string {
  if (maker !== 'NVIDIA' || nvidia === null)
    return `The Vulkan driver for ${maker} is missing: \`sudo apt-get install mesa-vulkan-drivers\``;
  if (container)
    return "NVIDIA's Vulkan driver is not in this container: start it with `NVIDIA_DRIVER_CAPABILITIES=all` (`docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=all`), and `apt-get install libvulkan1 libxext6` in it";
  return `NVIDIA's Vulkan driver is missing: \`sudo apt-get install libnvidia-gl-${nvidia}\` (with a driver for servers libnvidia-gl-${nvidia}-server; on Debian nvidia-vulkan-icd)`;
}

/** True where the loader of Linux finds the library, in its own list or along LD_LIBRARY_PATH. */
async function knows({ list, run }: HardwareProbe, environment: Environment, library: string): Promise<boolean> {
  const known = (await run('ldconfig', ['-p'])) || (await run('/sbin/ldconfig', ['-p']));
  // A system without ldconfig does not say: nothing is said to be missing then.
  if (known === '' || known.includes(library)) return true;
  const folders = (environment.LD_LIBRARY_PATH ?? '').split(posix.delimiter).filter(Boolean);
  return (await Promise.all(folders.map(list))).flat().includes(library);
}

async function ofCuda(
  { exists, run }: HardwareProbe,
  library: string,
  { nvidia, makers }: LinuxGpus,
): Promise<string[]> {
  // Windows' subsystem for Linux reaches the card by another way.
  if (nvidia === null && !(await exists('/dev/dxg'))) {
    return [
      makers.has('NVIDIA')
        ? "NVIDIA's own driver is not loaded (the free one has no CUDA): `sudo ubuntu-drivers install`, and restart"
        : 'CUDA needs an NVIDIA card, and none is seen here',
    ];
  }
  if (!(await exists(library))) return [howToGet({ platform: 'linux', arch: 'x64' }).cuda];
  const lacking = (await run('ldd', [library])).split('\n').flatMap((line) => {
    const [name] = line.trim().split(' ');
    return line.includes('not found') && name !== undefined ? [name] : [];
  });
  // ONNX Runtime loads its own by its place.
  const others = lacking.filter((name) => !name.startsWith('libonnxruntime'));
  if (others.length === 0) return [];
  return [
    `Libraries are missing: ${others.join(', ')}. Install the CUDA and cuDNN that have these numbers, and name their folder in LD_LIBRARY_PATH`,
  ];
}

/** Darwin 23 is macOS 14, which the library of ONNX Runtime 1.30 asks for. */
const oldestDarwin = 23;

function onMac({ arch, release }: HardwareProbe): string[] {
  if (arch !== 'arm64') return [howToGet({ platform: 'darwin', arch }).webgpu];
  if (Number.parseInt(release, 10) < oldestDarwin)
    return ['This macOS is older than 14, which ONNX Runtime asks for: update it'];
  return [];
}

/** What ONNX Runtime's library for Windows imports that does not come with Windows. */
const ofVisualC = ['vcruntime140_1.dll', 'msvcp140_1.dll', 'msvcp140_atomic_wait.dll'];

async function onWindows(probe: HardwareProbe, environment: Environment): Promise<string[]> {
  const missing: string[] = [];
  const system = win32.join(environment.SystemRoot ?? environment.SYSTEMROOT ?? 'C:\\Windows', 'System32');
  const there = new Set((await probe.list(system)).map((name) => name.toLowerCase()));
  const lacking = there.size === 0 ? [] : ofVisualC.filter((name) => !there.has(name));
  if (lacking.length > 0) {
    const file = `https://aka.ms/vs/17/release/vc_redist.${probe.arch === 'arm64' ? 'arm64' : 'x64'}.exe`;
    missing.push(`${lacking.join(', ')} of Microsoft's Visual C++ Redistributable are missing: install ${file}`);
  }
  if ((await gpuOf(probe)) === null)
    missing.push(
      "Windows shows no GPU with its maker's driver: install that, from nvidia.com/drivers, amd.com/support or intel.com/support",
    );
  return missing;
}

/** Where ONNX Runtime's cuda provider lies once it is installed; loads nothing. */
export function providerLibrary(): string {
  const description = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const { platform, arch } = process;
  return join(dirname(description), 'bin', 'napi-v6', platform, arch, 'libonnxruntime_providers_cuda.so');
}
