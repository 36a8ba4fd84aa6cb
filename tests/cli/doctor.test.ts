/** What a machine can compute on, one without ONNX Runtime's native library among them. */
import { describe, expect, it } from 'vitest';
import { allowSoftware } from '../../runner/nn/engines/native-settings.ts';
import { experiment, preloaded, start, startFile } from './command.ts';
import { tinyFolder, untested } from './texts.ts';

const folder = tinyFolder(untested);
/** A GPU that is computed on the CPU takes an experiment twenty seconds, even a short one: it counts with EVERY_CASE=1 alone. */
const gpu = process.env.EVERY_CASE === '1' ? { [allowSoftware]: '1', VK_LOADER_DRIVERS_DISABLE: '' } : {};
const short = ['train.batch=32', 'train.window=16', 'sample.length=2'];
const leftOut = preloaded('no-optional-packages.mjs');

describe('npm run doctor', () => {
  const doctor = (engines: string, names: string[] = []) => {
    const env = { ...preloaded('little-work.mjs', 'fewer-engines.mjs', ...names), TRIED_ENGINES: engines };
    return start(process.execPath, [startFile, 'doctor', 'seconds=0.01'], folder.path, env).ended;
  };

  it('lists engines and devices, measures what works, and says why the rest does not', async () => {
    const { code, stdout, stderr } = await doctor('onnx on cpu, onnx on cuda');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Into a pipe: no colour, no line wider than 100 columns.
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/^onnx +cpu +yes +[\d,]+ +[\d,]+$/m);
    if (/^onnx +cuda +no$/m.test(stdout)) expect(stdout).toContain('\nonnx on cuda\n  ');
    expect(stdout.replace(/\s+/g, ' ')).toContain('What each device needs is in docs/gpu.md');
  });

  it('names the cause where a library does not load', async () => {
    const { code, stdout } = await doctor('onnx on cpu', ['no-onnx-library.mjs']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^onnx +cpu +no$/m);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /ONNX Runtime's native library does not load.*The specified module could not/,
    );
  });
});

describe('an experiment', () => {
  it('runs on webgpu where there is an adapter, and the result says so; else it says what ONNX Runtime says', async () => {
    const words = ['tiny.yaml', 'device=webgpu', 'id=on-webgpu', ...short];
    const { code, stderr } = await experiment(folder, words, gpu);
    if (code === 0) expect(folder.read('public/results/on-webgpu/result.json')).toMatch(/"device": ?"webgpu"/);
    else
      expect([code, stderr]).toEqual([2, expect.stringMatching(/There is no webgpu to compute on\..*docs\/gpu\.md/)]);
  });

  it('runs where ONNX Runtime was left out, its evidence included, on the engine that needs no package', async () => {
    const { code, stderr } = await experiment(folder, ['tiny.yaml', 'id=plain', 'evidence=quick'], leftOut);
    expect([code, stderr.includes('onnx')]).toEqual([0, false]);
    expect(folder.read('public/results/plain/result.json')).toMatch(/"engine": ?"plain"/);
  });

  it.each([
    ['engine=auto', 'the library does not load', /The specified module could not be found.*\[onnx-not-loaded\]/s],
    ['engine=onnx', 'the package was left out', /onnxruntime-node is not installed.*\[not-installed\]/s],
  ] as const)('that asks for %s ends with the cause where %s', async (engine, why, message) => {
    const words = ['tiny.yaml', engine, 'device=cpu', 'id=onnx'];
    const lacking = why === 'the package was left out' ? leftOut : preloaded('no-onnx-library.mjs');
    const { code, stderr } = await experiment(folder, words, lacking);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

it('a command whose packages were left out says which', async () => {
  const { code, stderr } = await start(process.execPath, [startFile, 'preview'], folder.path, leftOut).ended;
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^The package sirv is not installed\..*\[not-installed\]\n$/),
  ]);
});
