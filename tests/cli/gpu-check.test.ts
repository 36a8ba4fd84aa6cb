import { expect, it } from 'vitest';
import { allowSoftware } from '../../runner/engines/native-settings.ts';
import type { GpuReport } from '../../runner/experiment/gpu-check/report.ts';
import { start, startFile, workFolder } from './command.ts';
import { commandHere } from './here.ts';

it('gpu:check looks at the CPU, and at a GPU in software where there is one, and writes its report', {
  retry: 2,
  timeout: 300_000,
}, async () => {
  const folder = workFolder();
  const words = [startFile, 'gpu-check', 'short=true', 'to=report.json'];
  const { code, stdout, stderr } = await start(process.execPath, words, folder.path, { [allowSoftware]: '1' }).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { devices } = JSON.parse(folder.read('report.json')) as GpuReport;
  expect(devices.map(({ engine, device }) => `${engine} on ${device}`)).toEqual([
    'onnx on cpu',
    'onnx on webgpu',
    'onnx on cuda',
    'tensorflow on cuda',
  ]);
  expect(stdout).toContain('- onnx on cpu: numbers right.\n');
  expect(stdout).toContain('| onnx on cpu | 128 units |');
  expect(stdout).toMatch(/^\| onnx on cpu \| \S+ \(\w+ \w+\) \| \S+ \| 0 \| no \|/m);
  const webgpu = devices.find(({ device }) => device === 'webgpu');
  if (typeof webgpu?.found === 'string') {
    expect(webgpu.found).toMatch(/no GPU/);
    return;
  }
  expect(webgpu?.nodes.WebGpuExecutionProvider).toBeGreaterThan(100);
  expect(stdout).toMatch(/- onnx on webgpu: numbers right; trains 128 units [\d.e-]+ times/);
});

it('gpu:check refuses a word that it does not know', async () => {
  const { code, stderr } = await commandHere(workFolder(), 'gpu-check', ['fast']);
  expect(code).toBe(2);
  expect(stderr).toContain('[');
});
