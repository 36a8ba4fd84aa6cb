import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { vectorFile } from '../../io/formats/vectors/fixture.ts';
import { folder } from './folder.ts';

const { write, load, complaint } = folder();
write('vectors/glove.txt', readFileSync(vectorFile('glove.txt')));
const manifest = 'title: t\nmodel: { units: auto, embedding: { from: vectors/glove.txt } }\n';

it("a manifest that names a file of vectors has the file's size, and as many units with auto", async () => {
  const { manifest: loaded, stated, id } = await load([], manifest);
  const embedding = { size: 5, from: 'vectors/glove.txt', trainable: true };
  expect([loaded.model, id]).toMatchObject([{ units: 5, embedding }, 'a']);
  expect(stated.has('model.embedding.size')).toBe(false);
  // It may give the same size, which changes nothing.
  const same = await load(['model.embedding.size=5'], manifest);
  expect(same).toMatchObject({ manifest: loaded, id: 'a+model.embedding.size-5' });
});

it.each([
  ['size=50', '"model.embedding.size" is 50 and the vectors vectors/glove.txt have 5 numbers each'],
  ['from=ranodm', 'There is no such file. Correct model.embedding.from: random, word2vec, or the path of a file'],
])('it is refused with another %s', async (word, words) => {
  expect(await complaint([`model.embedding.${word}`], manifest)).toContain(words);
});

it('vectors that are learned have 300 numbers unless the manifest says another size', async () => {
  const size = async (...words: string[]) => (await load(words, 'title: t\n')).manifest.model.embedding.size;
  expect(await size('model.embedding.from=word2vec')).toBe(300);
  expect(await size('model.embedding.from=word2vec', 'model.embedding.size=100')).toBe(100);
});
