import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { allowSoftware, prepareNative, wantsTf32 } from '../../../../runner/nn/engines/native-settings.ts';

const drivers = 'VK_LOADER_DRIVERS_DISABLE';
it.each<[string, NodeJS.ProcessEnv, NodeJS.ProcessEnv?]>([
  ['leaves what the user set', { NVIDIA_TF32_OVERRIDE: '1' }],
  ['leaves the drivers that the user chose', { [drivers]: '' }],
  ['hides no driver from tests that want one', { [allowSoftware]: '1' }, { [drivers]: undefined }],
])('prepareNative asks for single precision and for no more memory than is used, and %s', (_what, given, wanted) => {
  const environment = { ...given };
  prepareNative(environment);
  expect(environment).toEqual({
    TF_CPP_MIN_LOG_LEVEL: '1',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    NVIDIA_TF32_OVERRIDE: '0',
    [drivers]: '*lvp*,*lavapipe*,*swrast*,*swiftshader*',
    ...given,
    ...wanted,
  });
});

it('products are rounded where the user asks for it', () => {
  expect(['1', '0', undefined].map((set) => wantsTf32({ NVIDIA_TF32_OVERRIDE: set }))).toEqual([true, false, false]);
});

it("an experiment's thread sets the environment of the process, which native libraries read, and no copy of it", () => {
  const program = fileURLToPath(new URL('processes/settings-in-a-thread.ts', import.meta.url));
  const printed = execFileSync(process.execPath, [program], { encoding: 'utf8', env: { PATH: process.env.PATH } });
  expect(printed.trim()).toBe('set in the thread: 0 true');
});
