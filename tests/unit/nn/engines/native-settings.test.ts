import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allowSoftware, prepareNative, wantsTf32 } from '../../../../runner/nn/engines/native-settings.ts';

describe('prepareNative', () => {
  it('asks for single precision and for no more memory than is used, and leaves what the user set', () => {
    const environment: NodeJS.ProcessEnv = { NVIDIA_TF32_OVERRIDE: '1' };
    prepareNative(environment);
    expect(environment).toEqual({
      TF_CPP_MIN_LOG_LEVEL: '1',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      NVIDIA_TF32_OVERRIDE: '1',
      VK_LOADER_DRIVERS_DISABLE: '*lvp*,*lavapipe*,*swrast*,*swiftshader*',
    });
    expect(wantsTf32(environment)).toBe(true);
    expect(wantsTf32({ NVIDIA_TF32_OVERRIDE: '0' })).toBe(false);
    expect(wantsTf32({})).toBe(false);
  });
});

it('hides Vulkan drivers that compute on the CPU, but from tests that want one and from users who chose', () => {
  const tests: NodeJS.ProcessEnv = { [allowSoftware]: '1' };
  prepareNative(tests);
  expect(tests).not.toHaveProperty('VK_LOADER_DRIVERS_DISABLE');
  const chosen: NodeJS.ProcessEnv = { VK_LOADER_DRIVERS_DISABLE: '' };
  prepareNative(chosen);
  expect(chosen.VK_LOADER_DRIVERS_DISABLE).toBe('');
});

describe("an experiment's thread", () => {
  it('sets the environment of the process, which native libraries read, and no copy of it', () => {
    const printed = execFileSync(
      process.execPath,
      [fileURLToPath(new URL('processes/settings-in-a-thread.ts', import.meta.url))],
      { encoding: 'utf8', env: { PATH: process.env.PATH } },
    );
    expect(printed.trim()).toBe('set in the thread: 0 true');
  });
});
