/** What a trial says of a process that fails, with files in `processes/` in the place of the real one. */
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { allowSoftware } from '../../../../runner/nn/engines/native-settings.ts';
import { tryEngine } from '../../../../runner/nn/engines/trial.ts';
import { candidate } from './candidate.ts';

const cpu = candidate('onnx', 'cpu');
const noAnswer = (seconds: number) =>
  `It took its process down, or did not answer within ${seconds} seconds (SIGKILL).`;

it.each([
  [
    'missing-library',
    'The onnx engine cannot use cuda. ' +
      "Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file: No such file or directory. " +
      'Failed to load library libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open shared object file: No such file or directory. ' +
      'libnvrtc.so.12: cannot open shared object file.',
  ],
  ['silent', noAnswer(0.3), 0.3],
  ['crashing', noAnswer(60)],
  // It answers and does not end.
  ['lingering', null],
])('a trial of a process that is %s says what nothing but that tells', async (name, why, patience?: number) => {
  const program = fileURLToPath(new URL(`processes/${name}.mjs`, import.meta.url));
  const trial = await tryEngine(cpu, { program, ...(patience !== undefined && { patience }) });
  expect(trial).toEqual(why === null ? { works: true, speeds: [] } : { works: false, why });
});

it('a trial does not take software for a GPU unless it is allowed to', async () => {
  vi.stubEnv(allowSoftware, undefined);
  const strict = await tryEngine(candidate('onnx', 'webgpu'));
  vi.stubEnv(allowSoftware, '1');
  const lenient = await tryEngine(candidate('onnx', 'webgpu'));
  vi.unstubAllEnvs();
  if (strict.works) expect(lenient.works).toBe(true);
  else expect(strict.why).toMatch(/^Failed to get a WebGPU adapter/);
});
