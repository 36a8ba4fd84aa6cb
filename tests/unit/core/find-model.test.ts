import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelFolder, modelNameOf, noSuchModel } from '../../../runner/core/find-model.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'model-places-'));
  const models = join(home, 'node_modules/rnn-atlas-models');
  await mkdir(join(models, 'packaged'), { recursive: true });
  await writeFile(join(models, 'package.json'), '{ "name": "rnn-atlas-models", "version": "1.0.0" }');
  await writeFile(join(models, 'packaged/model.json'), '{}');
  await mkdir(join(home, 'models/mine'), { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('a model that is asked for by a path', () => {
  it('is the folder there', () => {
    expect(modelFolder('models/mine', home)).toBe(join(home, 'models/mine'));
    expect(modelFolder(join(home, 'models/mine'), home)).toBe(join(home, 'models/mine'));
  });

  it.each(['packaged', 'models/packaged', './models/packaged/'])('is that of the package of models: %s', (path) => {
    const packaged = join(home, 'node_modules/rnn-atlas-models/packaged');
    expect(modelFolder(path, home)).toBe(packaged);
    expect(modelFolder(resolve(home, path), home)).toBe(packaged);
  });

  it.each(['nowhere', 'models/nowhere', 'other/packaged', '../packaged'])('is nowhere: %s', (path) => {
    expect(modelFolder(path, home)).toBeNull();
  });

  it.each([
    ['models/packagde', 'models/packaged'],
    ['./models/packagde/', 'models/packaged'],
    ['packagde', 'packaged'],
    ['models/stories-lstn', 'models/stories-lstm'],
    ['models/packaged-2-of-another', null],
    ['other/packagde', null],
    // A folder without a model.
    ['models/mina', null],
  ])('that is nowhere, %s, is near to %s', (path, near) => {
    const [, found = null] = /Did you mean (.*?)\?/.exec(noSuchModel(path, { home }).message) ?? [];
    expect(found).toBe(near);
  });

  // As Windows writes paths, and Node's relative() gives them there.
  it.each(['models\\packaged', '.\\models\\packaged\\', './models/packaged', 'packaged'])('has a name: %s', (path) => {
    expect(modelNameOf(path)).toBe('packaged');
  });

  it.each(['other\\packaged', '..\\packaged', 'C:\\models\\packaged', 'models/other/packaged'])(
    'has none: %s',
    (path) => {
      expect(modelNameOf(path)).toBeNull();
    },
  );
});
