/** Where ONNX Runtime's native library does not load, only what needs it fails, and says so. */
import { describe, expect, it } from 'vitest';
import { experiment, preloaded, start, startFile, workFolder } from './command.ts';
import { manifest, prose } from './texts.ts';

const folder = workFolder();
folder.write('text.txt', prose(400));
folder.write('tiny.yaml', manifest());

const without = preloaded('no-onnx-library.mjs');

describe('without the library of ONNX Runtime', () => {
  it('doctor lists the engines, and names the cause where it is needed', async () => {
    const words = [startFile, 'doctor', 'seconds=0.01'];
    const env = {
      ...preloaded('no-onnx-library.mjs', 'little-work.mjs', 'fewer-engines.mjs'),
      TRIED_ENGINES: 'onnx on cpu, reference on cpu',
    };
    const { code, stdout } = await start(process.execPath, words, folder.path, env).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^onnx +cpu +no$/m);
    expect(stdout).toMatch(/^reference +cpu +yes +[\d,]+$/m);
    expect(stdout).toContain("ONNX Runtime's native library does not load");
    expect(stdout.replace(/\s+/g, ' ')).toContain('The specified module could not be found');
  });

  it('an experiment runs on the reference engine, its evidence included', async () => {
    const words = ['tiny.yaml', 'engine=reference', 'id=plain', 'evidence=quick'];
    const { code, stderr } = await experiment(folder, words, without);
    expect(stderr).not.toContain('onnx');
    expect(code).toBe(0);
    expect(folder.has('public/results/plain/result.json')).toBe(true);
  });

  it('an experiment that asks for onnx ends with the cause', async () => {
    const { code, stderr } = await experiment(folder, ['tiny.yaml', 'engine=onnx', 'device=cpu', 'id=onnx'], without);
    expect(code).toBe(2);
    expect(stderr).toContain('The specified module could not be found');
    expect(stderr).toContain('[onnx-not-loaded]');
  });
});
