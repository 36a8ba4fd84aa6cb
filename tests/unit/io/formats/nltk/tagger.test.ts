import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNltkTagger } from '../../../../../runner/io/formats/nltk/tagger.ts';
import { temporaryFolder } from '../../../text/temporary-folder.ts';

const tagger = 'averaged_perceptron_tagger_eng';
const folder = temporaryFolder();

it("NLTK's tagger is found from nltk_data, its own folder, or one of its files", async () => {
  const root = 'tests/fixtures/nltk';
  const whole = await readNltkTagger(root, '.');
  expect(whole.classes).toContain('NNP');
  expect(whole.tagdict.the).toBe('DT');
  expect(whole.weights.bias).toBeDefined();
  for (const path of ['taggers', `taggers/${tagger}`, `taggers/${tagger}/${tagger}.weights.json`])
    expect(await readNltkTagger(join(root, path), '.')).toEqual(whole);
});

it("NLTK's tagger that is missing brings up which files are wanted", async () => {
  await expect(readNltkTagger('nowhere', folder.path)).rejects.toThrow(
    `There is no NLTK tagger at nowhere. Give the folder nltk_data, or the one in it with ${tagger}.weights.json, ${tagger}.tagdict.json, ${tagger}.classes.json`,
  );
});

it.each([
  ['{"bias":{"NN":"much"}}', /weights.json is not an NLTK tagger. In bias > NN:/],
  ['{"bias"', /weights.json cannot be read/],
  ['{"bias":{"NN":1}}', /tagdict.json cannot be read/],
])("NLTK's tagger that is damaged names the file and the place: %s", async (weights, why) => {
  folder.write(`${tagger}.weights.json`, weights);
  await expect(readNltkTagger('.', folder.path)).rejects.toThrow(why);
});
