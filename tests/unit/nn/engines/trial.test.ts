/** What a trial says of a process that fails, with files in `processes/` in the place of the real one. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { smallTraining } from '../../../../runner/nn/engines/measure.ts';
import { allowSoftware } from '../../../../runner/nn/engines/native-settings.ts';
import { tryEngine } from '../../../../runner/nn/engines/trial.ts';
import { candidate } from './candidate.ts';

const program = (name: string) => fileURLToPath(new URL(`processes/${name}.mjs`, import.meta.url));
const cpu = candidate('onnx', 'cpu');

describe('a trial', () => {
  it('measures in a process of its own', async () => {
    const trial = await tryEngine({ ...cpu, work: [smallTraining], seconds: 0.05 });
    expect(trial.works && trial.speeds[0]).toBeGreaterThan(100);
  });

  it('names the libraries that are missing, which nothing but the process prints', async () => {
    expect(await tryEngine(cpu, { program: program('missing-library') })).toEqual({
      works: false,
      why: [
        'The onnx engine cannot use cuda.',
        "Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file: No such file or directory.",
        'Failed to load library libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open shared object file: No such file or directory.',
        'libnvrtc.so.12: cannot open shared object file.',
      ].join(' '),
    });
  });

  it('ends a process that does not answer, and says how long it waited', async () => {
    const trial = await tryEngine(cpu, { program: program('silent'), patience: 0.3 });
    expect(trial).toEqual({
      works: false,
      why: 'It took its process down, or did not answer within 0.3 seconds (SIGKILL).',
    });
  });

  it('does not wait for one that answers and does not end', async () => {
    expect(await tryEngine(cpu, { program: program('lingering') })).toEqual({ works: true, speeds: [] });
  });

  it('survives one that a library takes down', async () => {
    const trial = await tryEngine(cpu, { program: program('crashing') });
    expect(trial).toEqual({
      works: false,
      why: 'It took its process down, or did not answer within 60 seconds (SIGKILL).',
    });
  });

  it('does not take software for a GPU unless it is allowed to', async () => {
    delete process.env[allowSoftware];
    const strict = await tryEngine(candidate('onnx', 'webgpu'));
    process.env[allowSoftware] = '1';
    const lenient = await tryEngine(candidate('onnx', 'webgpu'));
    delete process.env[allowSoftware];
    if (strict.works) expect(lenient.works).toBe(true);
    else expect(strict.why).toMatch(/^Failed to get a WebGPU adapter/);
  });
});
