/** Token vectors that start from a file, or that are learned from the corpus first. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../runner/experiment/results/read.ts';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { workFolder } from './command.ts';
import { experimentHere } from './here.ts';
import { manifest, prose, untested } from './texts.ts';

const folder = workFolder();
folder.write('text.txt', prose(400));
/** Vectors of three numbers that float32 holds exactly; "i" stands for "I", and "zebra" for nothing. */
const vectors = ['the', 'cat', 'i', 'zebra', '.'].map((word, index) => `${word} ${index} -0.5 ${index / 8}\n`).join('');
folder.write('vectors.txt', vectors);
folder.write('moved.txt', vectors);

const withVectors = (embedding: object) => manifest({ ...untested, model: { units: 8, embedding } });
folder.write('file.yaml', withVectors({ from: 'vectors.txt', trainable: false }));
folder.write('learned.yaml', withVectors({ from: 'word2vec', size: 6 }));

async function vectorOf(id: string, token: string): Promise<number[]> {
  const { weights, vocabulary, architecture } = await loadCheckpoint(folder.at('runs', id, 'checkpoint'));
  const [row, size] = [vocabulary.indexOf(token), architecture.embedding];
  return [...(weights['embedding.weight']?.data.subarray(row * size, (row + 1) * size) ?? [])];
}
const resultOf = (id: string) => readResult(folder.at('public/results', id));

describe('vectors from a file', () => {
  let said = '';
  beforeAll(async () => {
    const { code, stderr } = await experimentHere(folder, ['file.yaml']);
    expect(code).toBe(0);
    said = stderr;
  });

  it('stay as they are in the file where training does not move them', async () => {
    expect(await vectorOf('file', 'the')).toEqual([0, -0.5, 0]);
    expect(await vectorOf('file', 'cat')).toEqual([1, -0.5, 0.125]);
    expect(await vectorOf('file', 'I')).toEqual([2, -0.5, 0.25]);
    const [drawn = Number.NaN] = await vectorOf('file', 'dog');
    expect(Math.abs(drawn)).toBeLessThan(0.1);
  });

  it('are counted in the terminal and in the result', async () => {
    const { embedding, model } = await resultOf('file');
    expect(embedding).toMatchObject({ from: 'vectors.txt', format: 'GloVe text', trainable: false, words: 5 });
    expect(embedding).toMatchObject({ found: 4, lowerCased: 1, missing: model.vocabulary - 4 });
    expect(model.embedding).toBe(3);
    expect(said).toContain(`4 of ${model.vocabulary} tokens start from the 5 vectors of vectors.txt (GloVe text)`);
    expect(said).toContain('1 of them from those of the same word in lower case');
  });

  it('train the same model from another place, which is not trained again', async () => {
    expect((await experimentHere(folder, ['file.yaml', 'model.embedding.from=moved.txt', 'id=moved'])).code).toBe(0);
    const hashes = [await resultOf('file'), await resultOf('moved')].map((each) => each.provenance.trainingHash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(folder.read('runs/moved/training/progress.json')).toBe(folder.read('runs/file/training/progress.json'));
  });

  it('move where training may move them', async () => {
    expect((await experimentHere(folder, ['file.yaml', 'model.embedding.trainable=true', 'id=moving'])).code).toBe(0);
    expect(await vectorOf('moving', 'the')).not.toEqual([0, -0.5, 0]);
  });

  it.each([
    ['cut off', vectors.slice(0, -4), 'ends in the middle of line 5'],
    ['of another language', 'le 1 2 3\nla 1 2 3\n', 'none is among the'],
  ])('that is %s ends the command before anything is trained', async (_, content, why) => {
    folder.write('damaged.txt', content);
    const words = ['file.yaml', 'model.embedding.from=damaged.txt', 'id=damaged'];
    const { code, stderr } = await experimentHere(folder, words);
    expect(code).toBe(2);
    expect(stderr.toLowerCase()).toContain(why.toLowerCase());
    expect(folder.has('runs/damaged')).toBe(false);
  });
});

describe('vectors that are learned from the corpus', () => {
  beforeAll(async () => {
    const { code, stderr } = await experimentHere(folder, ['learned.yaml']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('are told in the result, with words and their neighbours', async () => {
    const { embedding, model } = await resultOf('learned');
    expect(embedding).toMatchObject({ from: 'word2vec', trainable: true, missing: null });
    expect(embedding?.projection?.points[0]?.count).toBeGreaterThan(0);
    expect(embedding?.neighbours[0]?.nearest).toHaveLength(6);
    expect(model.embedding).toBe(6);
  });

  it('are kept for other programs, and are those that the model starts from', async () => {
    const words = ['learned.yaml', 'model.embedding.from=runs/learned/word2vec.safetensors', 'id=again'];
    expect((await experimentHere(folder, [...words, 'model.embedding.trainable=false'])).code).toBe(0);
    const { embedding, model } = await resultOf('again');
    expect(embedding).toMatchObject({ format: 'safetensors', found: model.vocabulary, missing: 0 });
  });

  it('are the same for the same seed, and found again in another run', async () => {
    const kept = (id: string) => readFileSync(folder.at('runs', id, 'word2vec.safetensors'));
    expect((await experimentHere(folder, ['learned.yaml', 'train.epochs=2', 'id=longer'])).code).toBe(0);
    expect(kept('longer')).toEqual(kept('learned'));
    expect((await experimentHere(folder, ['learned.yaml', 'seed=1', 'id=other'])).code).toBe(0);
    expect(kept('other')).not.toEqual(kept('learned'));
    const elsewhere = workFolder();
    for (const name of ['text.txt', 'learned.yaml']) elsewhere.write(name, folder.read(name));
    expect((await experimentHere(elsewhere, ['learned.yaml'])).code).toBe(0);
    expect(readFileSync(elsewhere.at('runs/learned/word2vec.safetensors'))).toEqual(kept('learned'));
  });
});
