import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNltkTagger } from '../../../../../runner/io/formats/nltk/tagger.ts';
import { temporaryFolder } from '../../../text/temporary-folder.ts';

const tagger = 'averaged_perceptron_tagger_eng';
const folder = temporaryFolder();

describe("NLTK's tagger", () => {
  it('is found from nltk_data, its own folder, or one of its files', async () => {
    const root = 'tests/fixtures/nltk';
    const whole = await readNltkTagger(root, '.');
    expect(whole.classes).toContain('NNP');
    expect(whole.tagdict.the).toBe('DT');
    expect(whole.weights.bias).toBeDefined();
    for (const path of ['taggers', `taggers/${tagger}`, `taggers/${tagger}/${tagger}.weights.json`]) {
      expect(await readNltkTagger(join(root, path), '.')).toEqual(whole);
    }
  });

  it('that is missing brings up which files are wanted', async () => {
    await expect(readNltkTagger('nowhere', folder.path)).rejects.toThrow(
      `There is no NLTK tagger at nowhere. Give the folder nltk_data, or the one in it with ${tagger}.weights.json, ${tagger}.tagdict.json, ${tagger}.classes.json`,
    );
  });

  it('that is damaged names the file and the place', async () => {
    folder.write(`${tagger}.weights.json`, '{"bias":{"NN":"much"}}');
    await expect(readNltkTagger('.', folder.path)).rejects.toThrow(/weights.json is not an NLTK tagger. In bias > NN:/);
    folder.write(`${tagger}.weights.json`, '{"bias"');
    await expect(readNltkTagger('.', folder.path)).rejects.toThrow(/weights.json cannot be read/);
    folder.write(`${tagger}.weights.json`, '{"bias":{"NN":1}}');
    await expect(readNltkTagger('.', folder.path)).rejects.toThrow(/tagdict.json cannot be read/);
  });
});
