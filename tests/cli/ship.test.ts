import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readResult } from '../../runner/experiment/results/read.ts';
import { command, workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { manifest, prose, untested } from './texts.ts';

it('a trained model is shipped in half precision, and a manifest that names it shows the same findings', async () => {
  const folder = workFolder();
  folder.write('text.txt', prose(400));
  folder.write('tiny.yaml', manifest({ ...untested, train: { epochs: 1, batch: 8, window: 8 } }));
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

it('what cannot be shipped is said so', async () => {
  const folder = workFolder();
  const missing = await commandHere(folder, 'ship', ['nothing', 'as=small']);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toMatch(/has no readable model.json/);
  const unnamed = await commandHere(folder, 'ship', ['nothing']);
  expect(unnamed.code).toBe(2);
  expect(unnamed.stderr).toMatch(/npm run ship stories-lstm as=stories-lstm/);
  expect(folder.files()).toEqual([]);
});

it('a place that cannot be written is told before anything is read or built, by ship, import and export', async () => {
  const folder = workFolder();
  folder.write('file', 'no folder');
  folder.write('public/results/tiny/result.json', '{}');
  for (const [name, words] of [
    ['ship', ['tiny', 'as=small', 'models=file/models']],
    ['import', ['model.pt', 'as=small', 'models=file/models']],
    ['export', ['tiny', 'as=html', 'to=file/export']],
  ] as const) {
    const { code, stderr } = await commandHere(folder, name, words);
    expect([name, code, stderr]).toEqual([
      name,
      1,
      expect.stringMatching(
        /^The folder file.* cannot be written\. A part of this path is a file.*\[folder-not-writable\]\n$/,
      ),
    ]);
  }
});
