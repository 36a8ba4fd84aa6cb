import { describe, expect, it } from 'vitest';
import { hasWebgpuProvider, howToGet } from '../../../../runner/nn/engines/how-to-get.ts';

describe('howToGet', () => {
  it('tells Linux of the Vulkan driver, of NVIDIA in headless packages and in containers, and of what CUDA needs', () => {
    const { webgpu, cuda, tensorflowCuda } = howToGet({ platform: 'linux', arch: 'x64' });
    expect(webgpu).toContain('libvulkan1');
    expect(webgpu).toContain('libnvidia-gl');
    expect(webgpu).toContain('NVIDIA_DRIVER_CAPABILITIES=all');
    expect(cuda).toMatch(/ldd \S+libonnxruntime_providers_cuda\.so/);
    // Which versions the library asks for is for the library to say.
    expect(cuda).not.toMatch(/CUDA \d|cuDNN \d/);
    expect(tensorflowCuda).toContain('CUDA 11.2');
  });

  it('sends nobody with an ARM Linux to install Vulkan: the library there has no webgpu', () => {
    const arm = { platform: 'linux', arch: 'arm64' } as const;
    expect(hasWebgpuProvider(arm)).toBe(false);
    expect(howToGet(arm).webgpu).toContain('no driver changes that');
    expect(howToGet(arm).webgpu).not.toContain('apt-get');
    expect(howToGet(arm).cuda).toContain('x86-64');
  });

  it('tells Windows and Macs what is true there', () => {
    expect(howToGet({ platform: 'win32', arch: 'x64' })).toMatchObject({
      webgpu: "Install the GPU's current driver",
      cuda: expect.stringContaining('use webgpu'),
    });
    const apple = howToGet({ platform: 'darwin', arch: 'arm64' });
    expect(apple.webgpu).toContain('Metal');
    expect(apple.tensorflowCuda).toContain('use webgpu');
    expect(howToGet({ platform: 'darwin', arch: 'x64' }).webgpu).toContain('no library for Macs with Intel');
  });
});
