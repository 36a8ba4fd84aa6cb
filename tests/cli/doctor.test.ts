import { describe, expect, it } from 'vitest';
import { candidates } from '../../runner/nn/engines/candidates.ts';
import { allowSoftware } from '../../runner/nn/engines/native-settings.ts';
import { experiment, preloaded, start, startFile, workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { manifest, prose, untested } from './texts.ts';

const folder = workFolder();
folder.write('text.txt', prose(400));
folder.write('tiny.yaml', manifest(untested));

/** On a GPU that is computed on the CPU every run of a program takes long. */
const short = ['train.batch=32', 'train.window=16', 'sample.length=2'];

const doctor = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  start(process.execPath, [startFile, 'doctor', ...words], folder.path, env).ended;

describe('npm run doctor', () => {
  it('lists every engine and device, measures what works, says why the rest does not and what auto takes', async () => {
    const { code, stdout, stderr } = await doctor(['seconds=0.01'], preloaded('little-work.mjs'));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    // Into a pipe: no colour, no line wider than 100 columns.
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/^onnx +cpu +yes +[\d,]+$/m);
    expect(stdout).toMatch(/^reference +cpu +yes +[\d,]+$/m);
    expect(stdout).toMatch(/^engine: auto takes \w+ on \w+: /m);
    expect(stdout).toMatch(/What each device\s+needs\s+is\s+in\s+docs\/gpu\.md/);
    for (const { engine, device } of candidates) {
      const line = new RegExp(`^${engine} +${device} +(yes +[\\d,]+|no)$`, 'm').exec(stdout);
      expect(line, `${engine} on ${device}`).not.toBeNull();
      if (line?.[1] === 'no') expect(stdout).toContain(`\n${engine} on ${device}\n  `);
    }
  });

  it('is in colour where colour is wanted', async () => {
    const few = { ...preloaded('little-work.mjs', 'fewer-engines.mjs'), TRIED_ENGINES: 'reference on cpu' };
    const { stdout } = await doctor(['seconds=0.01'], { ...few, FORCE_COLOR: '1' });
    expect(stdout).toContain('\u001b[32myes');
  });

  it.each([['seconds=0'], ['seconds=x'], ['seconds=61'], ['fast'], ['seconds=1', 'seconds=2']])(
    'refuses %j',
    async (...words) => {
      const { code, stdout, stderr } = await commandHere(folder, 'doctor', words);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`does not understand "${words.join(' ')}"`);
    },
  );
});

describe('an experiment on a device that is asked for', () => {
  it('ends before training when the device is not there, and writes nothing', async () => {
    const { code, stderr } = await experimentHere(folder, ['tiny.yaml', 'engine=reference', 'device=cuda']);
    expect(code).toBe(2);
    expect(stderr).toContain('The reference engine does not compute on cuda');
    expect(folder.files('public')).toEqual([]);
  });

  it('runs on webgpu where there is an adapter, and the result says so; else it says what ONNX Runtime says', async () => {
    const id = 'on-webgpu';
    const { code, stderr } = await experiment(folder, ['tiny.yaml', 'device=webgpu', `id=${id}`, ...short], {
      [allowSoftware]: '1',
    });
    if (code === 0) {
      const result = JSON.parse(folder.read(`public/results/${id}/result.json`));
      expect(JSON.stringify(result)).toContain('"device":"webgpu"');
    } else {
      expect(code).toBe(2);
      expect(stderr).toMatch(/There is no webgpu to compute on\..*docs\/gpu\.md/);
    }
  });
});
