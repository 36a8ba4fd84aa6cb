/** Five machines as their systems show themselves, and one without a GPU. */
import { describe, expect, it } from 'vitest';
import { gpuOf, type HardwareProbe, hasGpu } from '../../../../runner/nn/engines/gpu-hardware.ts';

const nothing: HardwareProbe = {
  platform: 'linux',
  arch: 'x64',
  release: '6.8.0',
  list: async () => [],
  exists: async () => false,
  allowed: async () => false,
  read: async () => '',
  run: async () => '',
};

const registry = (values: Record<string, string[]>): HardwareProbe['run'] => {
  return async (_program, words) =>
    (values[words.at(-1) ?? ''] ?? [])
      .map((value, i) => `HKEY_LOCAL_MACHINE\\...\\000${i}\r\n    ${words.at(-1)}    REG_SZ    ${value}\r\n`)
      .join('\r\n');
};

describe('the GPU of', () => {
  it('a Linux desktop is its render node, its model and its driver', async () => {
    const files: Record<string, string> = {
      '/sys/class/drm/renderD128/device/vendor': '0x10de\n',
      '/sys/class/drm/renderD128/device/device': '0x2684\n',
      '/proc/driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14\n',
    };
    const rtx: HardwareProbe = {
      ...nothing,
      list: async (folder) => (folder === '/dev/dri' ? ['card0', 'renderD128'] : []),
      exists: async (path) => path === '/dev/nvidiactl',
      read: async (path) => files[path] ?? '',
    };
    expect(await gpuOf(rtx)).toBe(
      'renderD128 0x10de 0x2684; nvidia NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14',
    );
    const updated = { ...rtx, read: async () => 'another driver' };
    expect(await gpuOf(updated)).not.toBe(await gpuOf(rtx));
  });

  it('a container is that of its host, though it has no render node', async () => {
    const container: HardwareProbe = { ...nothing, exists: async (path) => path === '/dev/nvidiactl' };
    expect(await gpuOf(container)).toBe('nvidia');
  });

  it('a Mac with Apple silicon is there, and that of an Intel Mac is none that could be used', async () => {
    const mac: HardwareProbe = { ...nothing, platform: 'darwin', arch: 'arm64', release: '23.4.0' };
    expect(await gpuOf(mac)).toBe('Apple silicon, Darwin 23.4.0');
    expect(await gpuOf({ ...mac, arch: 'x64' })).toBeNull();
  });

  it('Windows is what the registry lists, with the version of the driver', async () => {
    const run = registry({
      DriverDesc: ['NVIDIA GeForce RTX 4070', 'Microsoft Basic Display Adapter'],
      DriverVersion: ['31.0.15.5161'],
    });
    expect(await gpuOf({ ...nothing, platform: 'win32', run })).toBe('NVIDIA GeForce RTX 4070; 31.0.15.5161');
  });

  it('a virtual Windows, an empty Linux and an unknown system is none', async () => {
    const run = registry({ DriverDesc: ['Microsoft Hyper-V Video'], DriverVersion: ['10.0.1'] });
    expect(await hasGpu({ ...nothing, platform: 'win32', run })).toBe(false);
    expect(await hasGpu(nothing)).toBe(false);
    expect(await hasGpu({ ...nothing, platform: 'freebsd', exists: async () => true })).toBe(false);
  });
});
