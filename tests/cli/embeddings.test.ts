/** Token vectors that start from a file, or that are learned from the corpus first. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { refusalOf, resultOf } from './here.ts';
import { folderWith, untested } from './texts.ts';

const withVectors = (embedding: object) => ({ ...untested, model: { units: 8, embedding } });
const manifests = {
  file: withVectors({ from: 'vectors.txt', trainable: false }),
  learned: withVectors({ from: 'word2vec', size: 6 }),
};
const folder = folderWith(manifests);
/** Vectors of three numbers that float32 holds exactly; "i" stands for "I", and "zebra" for nothing. */
const vectors = ['the', 'cat', 'i', 'zebra', '.'].map((word, index) => `${word} ${index} -0.5 ${index / 8}\n`).join('');
for (const name of ['vectors.txt', 'moved.txt']) folder.write(name, vectors);

async function vectorOf(id: string, token: string): Promise<number[]> {
  const { weights, vocabulary, architecture } = await loadCheckpoint(folder.at('runs', id, 'checkpoint'));
  const [row, size] = [vocabulary.indexOf(token), architecture.embedding];
  return [...(weights['embedding.weight']?.data.subarray(row * size, (row + 1) * size) ?? [])];
}

describe('vectors from a file', () => {
  let first: Result;
  beforeAll(async () => {
    const says =
      /4 of \d+ tokens start from the 5 vectors of vectors\.txt \(GloVe text\)[\s\S]*1 of them from those of the same word in lower case/;
    first = await resultOf(folder, ['file.yaml'], { says });
  });

  it('stay as they are in the file where training does not move them', async () => {
    expect(await vectorOf('file', 'the')).toEqual([0, -0.5, 0]);
    expect(await vectorOf('file', 'cat')).toEqual([1, -0.5, 0.125]);
    expect(await vectorOf('file', 'I')).toEqual([2, -0.5, 0.25]);
    const [drawn = Number.NaN] = await vectorOf('file', 'dog');
    expect(Math.abs(drawn)).toBeLessThan(0.1);
  });

  it('are counted in the result', () => {
    const { embedding, model } = first;
    expect(embedding).toMatchObject({ from: 'vectors.txt', format: 'GloVe text', trainable: false, words: 5 });
    expect(embedding).toMatchObject({ found: 4, lowerCased: 1, missing: model.vocabulary - 4 });
    expect(model.embedding).toBe(3);
  });

  it('train the same model from another place, which is not trained again', async () => {
    const words = ['file.yaml', 'model.embedding.from=moved.txt', 'id=moved'];
    const { provenance } = await resultOf(folder, words, { says: /vectors of moved\.txt/ });
    expect(provenance.trainingHash).toBe(first.provenance.trainingHash);
    expect(folder.read('runs/moved/training/progress.json')).toBe(folder.read('runs/file/training/progress.json'));
  });

  it('move where training may move them', async () => {
    await resultOf(folder, ['file.yaml', 'model.embedding.trainable=true', 'id=moving'], { says: /./ });
    expect(await vectorOf('moving', 'the')).not.toEqual([0, -0.5, 0]);
  });

  it.each([
    ['cut off', vectors.slice(0, -4), /ends in the middle of line 5/i],
    ['of another language', 'le 1 2 3\nla 1 2 3\n', /none is among the/i],
  ])('that is %s ends the command before anything is trained', async (_, content, why) => {
    folder.write('damaged.txt', content);
    expect(await refusalOf(folder, ['file.yaml', 'model.embedding.from=damaged.txt', 'id=damaged'])).toMatch(why);
  });
});

describe('vectors that are learned from the corpus', () => {
  let first: Result;
  beforeAll(async () => {
    first = await resultOf(folder, ['learned.yaml']);
  });

  it('are told in the result, with words and their neighbours', () => {
    const { embedding, model } = first;
    expect(embedding).toMatchObject({ from: 'word2vec', trainable: true, missing: null });
    expect(embedding?.projection?.points[0]?.count).toBeGreaterThan(0);
    expect(embedding?.neighbours[0]?.nearest).toHaveLength(6);
    expect(model.embedding).toBe(6);
  });

  it('are kept for other programs, and are those that the model starts from', async () => {
    const file = 'runs/learned/word2vec.safetensors';
    const words = ['learned.yaml', `model.embedding.from=${file}`, 'id=again', 'model.embedding.trainable=false'];
    const { embedding, model } = await resultOf(folder, words, { says: /./ });
    expect(embedding).toMatchObject({ format: 'safetensors', found: model.vocabulary, missing: 0 });
  });

  it('are the same for the same seed, and found again in another run', async () => {
    const kept = (id: string, of = folder) => readFileSync(of.at('runs', id, 'word2vec.safetensors'));
    await resultOf(folder, ['learned.yaml', 'train.epochs=2', 'id=longer']);
    expect(kept('longer')).toEqual(kept('learned'));
    await resultOf(folder, ['learned.yaml', 'seed=1', 'id=other']);
    expect(kept('other')).not.toEqual(kept('learned'));
    const elsewhere = folderWith(manifests);
    await resultOf(elsewhere, ['learned.yaml']);
    expect(kept('learned', elsewhere)).toEqual(kept('learned'));
  });
});
