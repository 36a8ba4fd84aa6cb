/** What was computed before is not taken for what is asked now, when something that it depends on has changed. */
import { expect, it } from 'vitest';
import { atlasSchema } from '../../runner/analysis/atlas/atlas-schema.ts';
import type { WorkFolder } from './command.ts';
import { resultOf } from './here.ts';
import { tinyFolder, untested } from './texts.ts';

/** How many shown tokens have marks in the atlas of the only recorded component. */
async function shownInAtlas(folder: WorkFolder, words: readonly string[]): Promise<number> {
  const { atlases: [atlas] = [] } = await resultOf(folder, ['tiny.yaml', 'id=tiny', ...words]);
  return atlasSchema.parse(JSON.parse(folder.read(`public/results/tiny/${atlas?.path}`))).strongest.shown;
}

it('an atlas is made anew where fewer tokens are shown, and has as many as one that is made for the first time', async () => {
  const [folder, fresh] = [
    tinyFolder({ ...untested, atlas: 'component' }),
    tinyFolder({ ...untested, atlas: 'component' }),
  ];
  const before = await shownInAtlas(folder, []);
  const after = await shownInAtlas(folder, ['observe.shown=100']);
  expect(after).toBe(await shownInAtlas(fresh, ['observe.shown=100']));
  expect(after).toBeLessThan(before);
});
