import { describe, expect, it } from 'vitest';
import { folder } from './folder.ts';

const { load, complaint } = folder();
const text = 'title: t\nmodel: { units: 256 }\nfeatures: [{ name: a, match: x }]\n';
const idOf = async (...overrides: string[]) => (await load(overrides, text, 'lstm-dots.yaml')).id;

describe("an experiment's id", () => {
  it.each([
    ["the manifest's name", [], 'lstm-dots'],
    ['with what changes it', ['seed=3'], '+seed-3'],
    ['sorted by key', ['seed=3', 'model.units=128'], '+model.units-128+seed-3'],
    ['numbers as they are', ['train.optimizer.learningRate=1e-3'], '+train.optimizer.learningRate-0.001'],
    ['nothing that is overridden', ['seed=3', 'seed=4'], '+seed-4'],
    ['nothing of where and how it runs', ['engine=reference', 'device=cpu', 'theme=light', 'runs=r', 'results=s'], ''],
    ['what is set by hand', ['id=my_own-1.2', 'seed=3'], 'my_own-1.2'],
  ])('is %s: %s', async (_, overrides, id) => {
    expect(await idOf(...overrides)).toBe(/^\w/.test(id) ? id : `lstm-dots${id}`);
  });

  it('has no sign of a file name that a folder may not have', async () => {
    expect((await load([], text, 'my experiment.v2.yaml')).id).toBe('my-experiment.v2');
  });

  it('tells values apart that look alike as folder names', async () => {
    const values = ['features.0.match=[.]', 'features.0.match=[!]', 'title=T', 'title=a b', 'title=a-b', 'title=A-b'];
    const ids = await Promise.all(values.map((value) => idOf(value)));
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(values.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9.+-]*[A-Za-z0-9-]$/);
  });

  it('stays short', async () => {
    const long = [`title=${'long '.repeat(100)}`, `description=${'x'.repeat(500)}`, `sample.prompt=${'y'.repeat(99)}`];
    expect((await idOf(...long)).length).toBeLessThanOrEqual(120);
  });

  it.each(['../x', 'a/b', 'a\\b', '', '.', '..', '.hidden', 'ends.', 'con', 'NUL.txt', 'a b', 'ü', 'x'.repeat(121)])(
    'refuses id=%j',
    async (name) => {
      expect(await complaint([`id=${name}`], text)).toContain(`override id=${name}: this cannot name a folder`);
    },
  );

  it.each([
    ['опыт.yaml', 'Rename the file to letters, digits and hyphens, or add id=name'],
    ['aux.yaml', 'cannot name a folder'],
  ])('refuses a file name that no folder can have: %s', async (name, words) => {
    expect(await complaint([], text, name)).toContain(words);
  });
});
