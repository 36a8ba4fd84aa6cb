import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { smallTraining } from '../../../../runner/nn/engines/measure.ts';
import { allowSoftware } from '../../../../runner/nn/engines/native-settings.ts';
import type { EngineTrial } from '../../../../runner/nn/engines/trial.ts';
import {
  cacheFolder,
  driversIn,
  forgetFailures,
  type MemoryPlace,
  rememberingTrials,
} from '../../../../runner/nn/engines/trial-memory.ts';
import { candidate } from './fake-candidates.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-trials-'));
afterAll(() => rmSync(folder, { recursive: true }));

const day = 24 * 60 * 60 * 1000;
const options = { check: true, work: [smallTraining], seconds: 0.5 };
const gpu = candidate('onnx', 'webgpu');
let files = 0;
let place: MemoryPlace;
let now = 0;
beforeEach(() => {
  delete process.env[allowSoftware];
  delete process.env.NVIDIA_TF32_OVERRIDE;
  now = 100 * day;
  place = { path: join(folder, String(files++), 'trials.json'), now: () => now, machine: 'version 1, a processor' };
});

/** Counts the trials that are really made. */
function counting(trial: EngineTrial, takes = 0) {
  const made = { count: 0 };
  const tryOut = rememberingTrials(
    async () => {
      made.count++;
      now += takes;
      return trial;
    },
    () => place,
  );
  return { made, tryOut };
}

const works: EngineTrial = { works: true, rounded: false, speeds: [12] };

describe('a trial that was made before', () => {
  it('is not made again by another command on the same machine', async () => {
    const { made, tryOut } = counting(works);
    expect(await tryOut(gpu, options, 'driver 1')).toEqual(works);
    expect(await tryOut(gpu, options, 'driver 1')).toEqual(works);
    expect(await counting(works).tryOut(gpu, options, 'driver 1')).toEqual(works);
    expect(made.count).toBe(1);
  });

  it('is made again with another driver, program, candidate, size or precision', async () => {
    const { made, tryOut } = counting(works);
    await tryOut(gpu, options, 'driver 1');
    await tryOut(gpu, options, 'driver 2');
    await tryOut(candidate('onnx', 'cpu'), options, 'driver 1');
    await tryOut(gpu, { ...options, work: [{ ...smallTraining, batch: 7 }] }, 'driver 1');
    process.env.NVIDIA_TF32_OVERRIDE = '1';
    await tryOut(gpu, options, 'driver 1');
    delete process.env.NVIDIA_TF32_OVERRIDE;
    place = { ...place, machine: 'version 2, a processor' };
    await tryOut(gpu, options, 'driver 1');
    expect(made.count).toBe(6);
  });

  it('stands for a month when it worked, and for a day when it failed after a long wait', async () => {
    const { made, tryOut } = counting(works);
    await tryOut(gpu, options, null);
    now += 29 * day;
    await tryOut(gpu, options, null);
    expect(made.count).toBe(1);
    now += 2 * day;
    await tryOut(gpu, options, null);
    expect(made.count).toBe(2);

    const failing = counting({ works: false, why: 'It did not answer within 60 seconds.' }, 60_000);
    const cuda = candidate('onnx', 'cuda');
    await failing.tryOut(cuda, options, null);
    await failing.tryOut(cuda, options, null);
    expect(failing.made.count).toBe(1);
    now += 1.1 * day;
    await failing.tryOut(cuda, options, null);
    expect(failing.made.count).toBe(2);
  });

  it('is made again when it failed at once, for the library that was missing may be installed a minute later', async () => {
    const { made, tryOut } = counting({ works: false, why: 'libvulkan.so.1: cannot open shared object file.' }, 900);
    await tryOut(gpu, options, null);
    now += 60_000;
    await tryOut(gpu, options, null);
    expect(made.count).toBe(2);
    const installed = counting(works);
    expect(await installed.tryOut(gpu, options, null)).toEqual(works);
  });

  it('is made again of a device that is asked for by name, whatever failed before, and after `doctor`', async () => {
    const { made, tryOut } = counting({ works: false, why: 'It did not answer within 60 seconds.' }, 60_000);
    await tryOut(gpu, options, null);
    await tryOut(gpu, { ...options, anew: true }, null);
    expect(made.count).toBe(2);
    const good = counting(works);
    await good.tryOut(candidate('onnx', 'cpu'), options, null);
    await forgetFailures(() => place);
    await tryOut(gpu, options, null);
    expect(made.count).toBe(3);
    // What worked is still known, to whoever asks.
    await good.tryOut(candidate('onnx', 'cpu'), { ...options, anew: true }, null);
    expect(good.made.count).toBe(1);
  });

  it('is made again where the file is damaged, and where none can be written', async () => {
    const { made, tryOut } = counting(works);
    await tryOut(gpu, options, null);
    writeFileSync(place.path, '{"half');
    expect(await tryOut(gpu, options, null)).toEqual(works);
    writeFileSync(join(folder, 'a-file'), '');
    place = { ...place, path: join(folder, 'a-file', 'trials.json') };
    expect(await tryOut(gpu, options, null)).toEqual(works);
    expect(made.count).toBe(3);
  });

  it('is not kept of a GPU that is computed in software', async () => {
    process.env[allowSoftware] = '1';
    const { made, tryOut } = counting(works);
    await tryOut(gpu, options, 'in software');
    await tryOut(gpu, options, 'in software');
    delete process.env[allowSoftware];
    expect(made.count).toBe(2);
  });
});

describe('cacheFolder', () => {
  it("is the system's own, never in the repository", () => {
    expect(cacheFolder({}, 'linux', '/home/a')).toBe(join('/home/a', '.cache', 'rnn-atlas'));
    expect(cacheFolder({ XDG_CACHE_HOME: '/caches' }, 'linux', '/home/a')).toBe(join('/caches', 'rnn-atlas'));
    expect(cacheFolder({}, 'darwin', '/Users/a')).toBe(join('/Users/a', 'Library', 'Caches', 'rnn-atlas'));
    expect(cacheFolder({ LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\a')).toBe(join('C:\\Local', 'rnn-atlas'));
  });
});

describe('driversIn', () => {
  it('tells shells apart that find other drivers or show other GPUs, and no others', () => {
    const cuda = driversIn({ LD_LIBRARY_PATH: '/opt/cuda/lib64', HOME: '/home/a', TERM: 'xterm' });
    expect(cuda).toBe(driversIn({ TERM: 'dumb', LD_LIBRARY_PATH: '/opt/cuda/lib64' }));
    expect(cuda).not.toBe(driversIn({}));
    expect(driversIn({ VK_DRIVER_FILES: 'a', CUDA_VISIBLE_DEVICES: '1' })).not.toBe(
      driversIn({ VK_DRIVER_FILES: 'a', CUDA_VISIBLE_DEVICES: '0' }),
    );
  });
});
