/** What `doctor` names as missing on the machines that readers have: each is made up of the files that it shows. */
import { describe, expect, it } from 'vitest';
import { missingOn, toGetHere } from '../../../../runner/nn/engines/missing.ts';
import { type FakeMachine, fakeMachine } from './fake-machine.ts';

const provider = '/project/libonnxruntime_providers_cuda.so';
const on = (machine: FakeMachine, environment: Record<string, string> = {}) =>
  missingOn(fakeMachine(machine), environment, provider);

const driver = 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024\n';
const open = 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build\n';
const loader = '\tlibvulkan.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libvulkan.so.1\n';
const noLoader = '\tlibc.so.6 (libc6,x86-64) => /lib/x86_64-linux-gnu/libc.so.6\n';

const node = (number: number, maker: string) => ({
  [`/dev/dri/renderD${number}`]: '',
  [`/sys/class/drm/renderD${number}/device/vendor`]: `${maker}\n`,
});
const nvidia = { '/dev/nvidiactl': '', '/proc/driver/nvidia/version': driver };
const nvidiaVulkan = { '/usr/share/vulkan/icd.d/nvidia_icd.json': '{}' };

describe('on an RTX with Ubuntu', () => {
  const rtx = { ...node(128, '0x10de'), ...nvidia };

  it("is NVIDIA's Vulkan, of the driver's own number, where headless packages left it out, though Mesa is there", async () => {
    const { webgpu } = await on({
      files: { ...rtx, '/usr/share/vulkan/icd.d/nouveau_icd.json': '{}', '/usr/share/vulkan/icd.d/lvp_icd.json': '{}' },
      programs: { ldconfig: loader },
    });
    expect(webgpu).toEqual([
      "NVIDIA's Vulkan driver is missing: `sudo apt-get install libnvidia-gl-550` (with a driver for servers libnvidia-gl-550-server; on Debian nvidia-vulkan-icd)",
    ]);
    const newer = { files: { ...rtx, '/proc/driver/nvidia/version': open }, programs: { ldconfig: loader } };
    expect((await on(newer)).webgpu[0]).toContain('libnvidia-gl-570`');
  });

  it('is the Vulkan loader, and nothing where both are there', async () => {
    const files = { ...rtx, ...nvidiaVulkan };
    expect((await on({ files, programs: { ldconfig: noLoader } })).webgpu).toEqual([
      'The Vulkan loader, libvulkan.so.1, is missing: `sudo apt-get install libvulkan1`',
    ]);
    expect((await on({ files, programs: { ldconfig: loader } })).webgpu).toEqual([]);
    // Where the loader lies in a folder of one's own, and where a system does not say.
    const own = { files: { ...files, '/opt/vulkan/libvulkan.so.1': '' }, programs: { ldconfig: noLoader } };
    expect((await on(own, { LD_LIBRARY_PATH: '/opt/vulkan' })).webgpu).toEqual([]);
    expect((await on({ files })).webgpu).toEqual([]);
  });

  it('is the right to use the card', async () => {
    const machine = {
      files: { ...rtx, ...nvidiaVulkan },
      programs: { ldconfig: loader },
      closed: ['/dev/dri/renderD128'],
    };
    expect((await on(machine)).webgpu).toEqual([
      'This user may not use /dev/dri/renderD128: `sudo usermod -aG render,video $USER`, and log in anew',
    ]);
  });

  it('is the whole driver where the card is there and none is loaded', async () => {
    const files = {
      '/sys/bus/pci/devices/0000:01:00.0/vendor': '0x10de\n',
      '/sys/bus/pci/devices/0000:01:00.0/class': '0x030000\n',
    };
    const { webgpu, cuda } = await on({ files });
    expect(webgpu).toEqual(cuda);
    expect(webgpu[0]).toContain('`sudo ubuntu-drivers install`');
  });

  it('is for cuda the provider, then the libraries that it asks for by name, then nothing', async () => {
    const files = { ...rtx, ...nvidiaVulkan };
    expect((await on({ files })).cuda[0]).toContain('ONNXRUNTIME_NODE_INSTALL=cuda12 node');
    const ldd =
      '\tlibcudart.so.12 => not found\n\tlibonnxruntime_providers_shared.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibcudnn.so.9 => not found\n';
    const installed = { ...files, [provider]: '' };
    expect((await on({ files: installed, programs: { ldd } })).cuda).toEqual([
      'Libraries are missing: libcudart.so.12, libcudnn.so.9. Install the CUDA and cuDNN that have these numbers, and name their folder in LD_LIBRARY_PATH',
    ]);
    expect((await on({ files: installed, programs: { ldd: '\tlibc.so.6 => /lib/libc.so.6 (0x1)\n' } })).cuda).toEqual(
      [],
    );
  });

  it("is NVIDIA's own driver for cuda where the free one is loaded, and Mesa's Vulkan for webgpu", async () => {
    const { webgpu, cuda } = await on({ files: node(128, '0x10de'), programs: { ldconfig: loader } });
    expect(cuda[0]).toContain('the free one has no CUDA');
    expect(webgpu).toEqual(['The Vulkan driver for NVIDIA is missing: `sudo apt-get install mesa-vulkan-drivers`']);
  });
});

describe('in a container on an H100', () => {
  it('is the Vulkan that the usual capabilities do not bring, and its loader', async () => {
    const machine = { files: { ...nvidia, '/.dockerenv': '' }, programs: { ldconfig: noLoader } };
    const { webgpu } = await on(machine, {
      NVIDIA_VISIBLE_DEVICES: 'all',
      NVIDIA_DRIVER_CAPABILITIES: 'compute,utility',
    });
    expect(webgpu).toHaveLength(2);
    expect(webgpu[0]).toContain('libvulkan.so.1');
    expect(webgpu[1]).toContain('`docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=all`');
    const all = { ...machine.files, '/etc/vulkan/icd.d/nvidia_icd.json': '{}' };
    expect((await on({ files: all, programs: { ldconfig: loader } })).webgpu).toEqual([]);
  });

  it('is the GPU itself where the container was given none', async () => {
    const { webgpu, cuda } = await on({ files: { '/run/.containerenv': '' } });
    expect(webgpu[0]).toContain('start it with `--gpus all`');
    expect(cuda).toEqual(webgpu);
  });
});

describe('on an M3', () => {
  const apple = { platform: 'darwin', arch: 'arm64' } as const;

  it('is nothing from macOS 14 on, and macOS itself before', async () => {
    expect(await on({ ...apple, release: '23.4.0' })).toEqual({ webgpu: [], cuda: [] });
    expect((await on({ ...apple, release: '22.6.0' })).webgpu[0]).toContain('older than 14');
    expect(await toGetHere('webgpu', fakeMachine({ ...apple, release: '24.1.0' }), {}, provider)).toContain('Metal');
  });
});

describe('on Windows with an RTX', () => {
  const system = 'C:\\Windows\\System32';
  const runtime = ['VCRUNTIME140_1.dll', 'msvcp140_1.dll', 'msvcp140_atomic_wait.dll'];
  const library = Object.fromEntries([...runtime, 'd3d12.dll'].map((name) => [`${system}\\${name}`, '']));
  const registry = '\r\nHKEY_LOCAL_MACHINE\\0000\r\n    DriverDesc    REG_SZ    NVIDIA GeForce RTX 4070\r\n';
  const rtx = { platform: 'win32', files: library, programs: { reg: registry } } as const;

  it('is nothing with its driver and the Visual C++ runtime', async () => {
    expect(await on(rtx, { SystemRoot: 'C:\\Windows' })).toEqual({ webgpu: [], cuda: [] });
    expect(await toGetHere('cuda', fakeMachine(rtx), {}, provider)).toContain('use webgpu');
  });

  it("is the Visual C++ runtime by the names of its files, or the maker's driver", async () => {
    const bare = { [`${system}\\d3d12.dll`]: '', [`${system}\\vcruntime140_1.dll`]: '' };
    expect((await on({ ...rtx, files: bare }, { SystemRoot: 'C:\\Windows' })).webgpu).toEqual([
      "msvcp140_1.dll, msvcp140_atomic_wait.dll of Microsoft's Visual C++ Redistributable are missing: install https://aka.ms/vs/17/release/vc_redist.x64.exe",
    ]);
    const basic = registry.replace('NVIDIA GeForce RTX 4070', 'Microsoft Basic Display Adapter');
    expect((await on({ ...rtx, programs: { reg: basic } }, { SystemRoot: 'C:\\Windows' })).webgpu[0]).toContain(
      'nvidia.com/drivers',
    );
  });
});

describe('on a laptop', () => {
  it("is Mesa's Vulkan for AMD or Intel, and no CUDA", async () => {
    for (const [maker, name] of [
      ['0x1002', 'AMD'],
      ['0x8086', 'Intel'],
    ] as const) {
      const { webgpu, cuda } = await on({ files: node(128, maker), programs: { ldconfig: loader } });
      expect(webgpu).toEqual([
        `The Vulkan driver for ${name} is missing: \`sudo apt-get install mesa-vulkan-drivers\``,
      ]);
      expect(cuda).toEqual(['CUDA needs an NVIDIA card, and none is seen here']);
    }
    const mesa = { ...node(128, '0x8086'), '/usr/share/vulkan/icd.d/intel_icd.x86_64.json': '{}' };
    expect((await on({ files: mesa, programs: { ldconfig: loader } })).webgpu).toEqual([]);
  });

  it('of two GPUs is the Vulkan of the one that lacks it; whoever names the drivers is left alone', async () => {
    const files = {
      ...node(128, '0x8086'),
      ...node(129, '0x10de'),
      ...nvidia,
      '/usr/share/vulkan/icd.d/intel_icd.json': '',
    };
    const machine = { files, programs: { ldconfig: loader } };
    const { webgpu } = await on(machine);
    expect(webgpu).toHaveLength(1);
    expect(webgpu[0]).toContain('libnvidia-gl-550');
    expect((await on(machine, { VK_DRIVER_FILES: '/opt/nvidia_icd.json' })).webgpu).toEqual([]);
  });
});

it('without a GPU, a container or a card on the bus, nothing is guessed: how the device is had in general is said', async () => {
  expect(await on({})).toEqual({ webgpu: [], cuda: ['CUDA needs an NVIDIA card, and none is seen here'] });
  expect(await toGetHere('webgpu', fakeMachine({}), {}, provider)).toContain('vulkaninfo must list the GPU');
  // Windows' subsystem for Linux shows neither.
  expect((await on({ files: { '/dev/dxg': '', [provider]: '' } })).cuda).toEqual([]);
  expect(await on({ platform: 'freebsd' })).toEqual({ webgpu: [], cuda: [] });
});
