import { cpSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readResult } from '../../runner/experiment/results/read.ts';
import { command, fixture, workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { manifest, tinyFolder, untested } from './texts.ts';

it('a trained model is shipped in half precision, and a manifest that names it shows the same findings', async () => {
  const folder = tinyFolder({ ...untested, train: { epochs: 1, batch: 8, window: 8 } });
  expect((await experimentHere(folder, ['tiny.yaml'])).code).toBe(0);

  const shipped = await command(folder, 'ship', ['tiny', 'as=small']);
  expect(shipped).toMatchObject({ code: 0, stderr: '' });
  expect(shipped.stdout).toMatch(/^models\/small: .* kB. Use it in a manifest with model.checkpoint: models\/small$/m);
  const size = (path: string) => readFileSync(folder.at(path)).length;
  expect(size('models/small/weights.safetensors')).toBeLessThan(0.6 * size('runs/tiny/checkpoint/weights.safetensors'));

  folder.write('shipped.yaml', manifest({ ...untested, model: { checkpoint: 'models/small' } }));
  expect(await experimentHere(folder, ['shipped.yaml'])).toMatchObject({ code: 0, stderr: '' });
  const [trained, loaded] = await Promise.all(
    ['tiny', 'shipped'].map((id) => readResult(folder.at('public/results', id))),
  );
  expect(loaded?.observation.exposure).toBe('held out');
  expect(loaded?.learningCurve?.epochs).toEqual(trained?.learningCurve?.epochs);
  // Halves keep eleven binary digits.
  expect(loaded?.observation.loss).toBeCloseTo(trained?.observation.loss ?? 0, 2);
});

it('a model that is there is replaced when the user insists, and kept beside', async () => {
  const folder = workFolder();
  cpSync(fixture('lstm'), folder.at('runs/tiny/checkpoint'), { recursive: true });
  folder.write('models/mine/notes.txt', 'of value');
  const { code, stdout, stderr } = await commandHere(folder, 'ship', ['tiny', 'as=mine', 'replace=true']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^The model that was there is kept in models\/mine\.old\.\nmodels\/mine: /);
  expect(folder.files('models')).toEqual(['mine.old/notes.txt', 'mine/model.json', 'mine/weights.safetensors']);
});
