import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFolder } from '../../../runner/core/atomic-files.ts';
import { describeTokenVectors, liveFiles } from '../../../runner/experiment/publish.ts';
import { embeddingSchema } from '../../../runner/experiment/results/embedding-schema.ts';
import { checkpointFiles, loadCheckpoint } from '../../../runner/nn/models/checkpoint.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

/** How often each stands in the text, and its vector: on the plane of the second and third number, but for the house. */
const words: Record<string, [count: number, ...vector: number[]]> = {
  '<unk>': [50, 9, 9, 9],
  ' ': [400, 9, -9, 9],
  '.': [60, -9, 9, 9],
  the: [90, 1, 0, 5],
  house: [20, 1.1, 3, 0],
  home: [10, 1, 6, 0.5],
  river: [15, 1, -4, 0],
  lost: [0, 1, 2, 2],
  The: [30, 1, 0, 4],
};
const vocabulary = Object.keys(words);
const counts = Object.values(words).map(([count]) => count);
const rows = Float32Array.from(Object.values(words).flatMap(([, ...vector]) => vector));
const architecture = { cell: 'gru', layers: 1, units: 2, embedding: 3, vocabulary: vocabulary.length } as const;
const { 'embedding.weight': vectors, ...others } = initialWeights(architecture, 'glorot', 1);
const checkpoint = { architecture, unit: 'word', vocabulary } as const;
const weights = { ...others, 'embedding.weight': { shape: vectors?.shape ?? [], data: rows } };
const task = { checkpoint: { ...checkpoint, weights }, counts, training: null, file: null };

describe('describeTokenVectors', () => {
  it('shows the words of the training text, the most frequent first', () => {
    const { projection } = embeddingSchema.parse(describeTokenVectors(task));
    const shown = projection?.points.map(({ word, count }) => `${word} ${count}`);
    expect(shown).toEqual(['the 90', 'The 30', 'house 20', 'river 15', 'home 10']);
    // All but the house's tenth lies in the plane, so that distances in the figure are those of the vectors.
    const at = (word: string) => projection?.points.find((each) => each.word === word) ?? { x: Number.NaN, y: 0 };
    const apart = (a: string, b: string) => Math.hypot(at(a).x - at(b).x, at(a).y - at(b).y);
    expect(apart('the', 'river')).toBeCloseTo(Math.hypot(4, 5), 2);
    expect(apart('home', 'river')).toBeCloseTo(Math.hypot(10, 0.5), 2);
    const [first = 0, second = 0] = projection?.explained ?? [];
    expect(first).toBeGreaterThan(second);
    expect(first + second).toBeGreaterThan(0.999);
  });

  it('shows as many words as are asked for, or none', () => {
    const shown = (words: number) =>
      describeTokenVectors({ ...task, words })?.projection?.points.map(({ word }) => word);
    expect(shown(4)).toEqual(['the', 'The', 'house', 'river']);
    expect(shown(0)).toBeUndefined();
  });

  it('names the neighbours of words that are no stop words, by the angle and not the distance', () => {
    const { neighbours } = describeTokenVectors(task) ?? { neighbours: [] };
    expect(neighbours.map(({ word }) => word)).toEqual(['house', 'river', 'home']);
    const [nearest] = neighbours[0]?.nearest ?? [];
    const cosine = (1.1 * 1 + 3 * 6) / (Math.hypot(1.1, 3) * Math.hypot(1, 6, 0.5));
    expect(nearest).toEqual({ word: 'home', cosine: Math.round(cosine * 1000) / 1000 });
  });

  it('says where the vectors started', () => {
    const training = { size: 3, from: 'random', trainable: true };
    expect(describeTokenVectors(task)).toMatchObject({ from: null, trainable: null, found: null });
    expect(describeTokenVectors({ ...task, training })).toMatchObject({ from: 'random', trainable: true, found: null });
    const how = Uint8Array.of(0, 0, 1, 1, 1, 1, 1, 1, 2);
    const file = { from: 'a.txt', format: 'GloVe text', words: 7, size: 3, rows, how };
    const told = describeTokenVectors({ ...task, training: { ...training, from: 'a.txt' }, file });
    expect(told).toMatchObject({ from: 'a.txt', words: 7, found: 7, lowerCased: 1, missing: 2 });
  });

  it('has nothing to say of one-hot input, and no figure where there are too few words', () => {
    expect(describeTokenVectors({ ...task, checkpoint: { ...checkpoint, weights: others } })).toBeNull();
    const few = describeTokenVectors({ ...task, counts: counts.map((count) => (count > 20 ? count : 0)) });
    expect(few).toMatchObject({ projection: null, neighbours: [] });
  });
});

describe('the model that readers try', async () => {
  const small = await loadCheckpoint(join('tests', 'fixtures', 'reference', 'lstm'));
  const hash = 'a'.repeat(64);
  const training = {
    trainingHash: hash,
    corpus: { name: 'texts', hash, heldOut: [hash] },
    epoch: 1,
    curve: null,
    validationLoss: 1,
    validationAccuracy: 0,
  };
  const trained = { ...small, training };
  const { path } = temporaryFolder();

  it('is a checkpoint in half precision, without the facts of its training', async () => {
    const files = liveFiles(trained, 'trained here');
    const whole = checkpointFiles(small, 'F32')['weights.safetensors'].length;
    expect(files?.['weights.safetensors'].length).toBeLessThan(0.7 * whole);
    await writeFolder(join(path, 'model'), { ...files });
    const read = await loadCheckpoint(join(path, 'model'));
    expect({ ...read, weights: null }).toEqual({ ...small, weights: null });
    for (const [name, { data }] of Object.entries(small.weights)) {
      // 11 bits of precision: half a step of the last is 2^-11 of the value.
      data.forEach((value, i) => {
        const off = Math.abs((read.weights[name]?.data[i] ?? Number.NaN) - value);
        expect(off).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
      });
    }
  });

  // 4 x 1000 x (1000 + 6) and more parameters of two bytes each.
  const large = { ...small, architecture: { ...small.architecture, units: 1000 } };
  it.each([
    ['no', 'a large one', large, 'trained here'],
    ['no', 'one that ships with the project', trained, 'models/stories-lstm'],
    ['the', 'one of that name elsewhere', trained, '../models/stories-lstm'],
    // Pages find those that ship by the record of their training.
    ['the', 'an imported one in models/', small, 'models/theirs'],
  ])('is %s model of %s', (published, _, own, origin) => {
    expect(liveFiles(own, origin) === null ? 'no' : 'the').toBe(published);
  });
});
