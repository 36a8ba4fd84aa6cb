import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vectorFile } from '../../io/formats/vectors/fixture.ts';
import { folder } from './folder.ts';

const { write, load, complaint } = folder();
write('vectors/glove.txt', readFileSync(vectorFile('glove.txt')));
const manifest = 'title: t\nmodel: { units: auto, embedding: { from: vectors/glove.txt } }\n';

describe('a manifest that names a file of vectors', () => {
  it("has the file's size where it gives none, and as many units with auto", async () => {
    const { manifest: loaded, stated, id } = await load([], manifest);
    expect(loaded.model).toMatchObject({
      units: 5,
      embedding: { size: 5, from: 'vectors/glove.txt', trainable: true },
    });
    expect(stated.has('model.embedding.size')).toBe(false);
    expect(id).toBe('a');
  });

  it('may give the same size, which changes nothing', async () => {
    const { manifest: loaded, id } = await load(['model.embedding.size=5'], manifest);
    expect(loaded.model.embedding.size).toBe(5);
    expect((await load([], manifest)).manifest).toEqual(loaded);
    expect(id).toBe('a+model.embedding.size-5');
  });

  it('must not give another', async () => {
    expect(await complaint(['model.embedding.size=50'], manifest)).toContain(
      '"model.embedding.size" is 50 and the vectors vectors/glove.txt have 5 numbers each',
    );
  });

  it('must name a file that is there', async () => {
    const said = await complaint(['model.embedding.from=ranodm'], manifest);
    expect(said).toContain(
      'There is no such file. Correct model.embedding.from: random, word2vec, or the path of a file',
    );
  });
});

it('vectors that are learned have 300 numbers unless the manifest says another size', async () => {
  const size = async (...words: string[]) => (await load(words, 'title: t\n')).manifest.model.embedding.size;
  expect(await size('model.embedding.from=word2vec')).toBe(300);
  expect(await size('model.embedding.from=word2vec', 'model.embedding.size=100')).toBe(100);
});
