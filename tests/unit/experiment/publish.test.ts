import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFolder } from '../../../runner/core/atomic-files.ts';
import { describeTokenVectors, liveFiles } from '../../../runner/experiment/publish.ts';
import { embeddingSchema } from '../../../runner/experiment/results/embedding-schema.ts';
import { type Checkpoint, loadCheckpoint } from '../../../runner/nn/models/checkpoint.ts';
import { initialWeights } from '../../../runner/nn/train/initialization.ts';

const vocabulary = ['<unk>', ' ', '.', 'the', 'house', 'home', 'river', 'lost', 'The'];
/** On the plane of the second and third number, but for the house, which is a little aside. */
const rows = [
  [9, 9, 9],
  [9, -9, 9],
  [-9, 9, 9],
  [1, 0, 5],
  [1.1, 3, 0],
  [1, 6, 0.5],
  [1, -4, 0],
  [1, 2, 2],
  [1, 0, 4],
];
const counts = [50, 400, 60, 90, 20, 10, 15, 0, 30];

function checkpoint(embedding: number): Checkpoint {
  const architecture = { cell: 'gru', layers: 1, units: 2, embedding, vocabulary: vocabulary.length } as const;
  const weights = initialWeights(architecture, 'glorot', 1);
  weights['embedding.weight']?.data.set(rows.flat());
  return { architecture, unit: 'word', vocabulary, weights };
}
const task = { checkpoint: checkpoint(3), counts, training: null, file: null };

describe('describeTokenVectors', () => {
  it('shows the words of the training text, the most frequent first', () => {
    const { projection } = embeddingSchema.parse(describeTokenVectors(task));
    expect(projection?.points.map(({ word, count }) => [word, count])).toEqual([
      ['the', 90],
      ['The', 30],
      ['house', 20],
      ['river', 15],
      ['home', 10],
    ]);
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
    const file = { from: 'a.txt', format: 'GloVe text', words: 7, size: 3, rows: Float32Array.from(rows.flat()), how };
    expect(describeTokenVectors({ ...task, training: { ...training, from: 'a.txt' }, file })).toMatchObject({
      from: 'a.txt',
      words: 7,
      found: 7,
      lowerCased: 1,
      missing: 2,
    });
  });

  it('has nothing to say of one-hot input, and no figure where there are too few words', () => {
    const { weights, ...rest } = checkpoint(3);
    const { 'embedding.weight': _vectors, ...oneHot } = weights;
    expect(describeTokenVectors({ ...task, checkpoint: { ...rest, weights: oneHot } })).toBeNull();
    const few = describeTokenVectors({ ...task, counts: counts.map((count) => (count > 20 ? count : 0)) });
    expect(few).toMatchObject({ projection: null, neighbours: [] });
  });
});

const small = () => loadCheckpoint(join('tests', 'fixtures', 'reference', 'lstm'));

const hash = 'a'.repeat(64);
const training = {
  trainingHash: hash,
  corpus: { name: 'texts', hash, heldOut: [hash] },
  epoch: 1,
  validationLoss: 1,
  validationAccuracy: 0,
  curve: null,
};

it('a small model is published as a checkpoint in half precision, without the facts of its training', async () => {
  const checkpoint = await small();
  const files = liveFiles({ ...checkpoint, training }, 'trained here');
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-live-'));
  await writeFolder(join(folder, 'model'), { ...files });
  const read = await loadCheckpoint(join(folder, 'model'));
  expect({ ...read, weights: null }).toEqual({ ...checkpoint, weights: null });
  for (const [name, { data }] of Object.entries(checkpoint.weights)) {
    // 11 bits of precision: half a step of the last is 2^-11 of the value.
    data.forEach((value, i) => {
      expect(Math.abs((read.weights[name]?.data[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(
        Math.max(Math.abs(value) * 2 ** -11, 2 ** -25),
      );
    });
  }
  await rm(folder, { recursive: true });
});

it('a large model is not published, nor one that ships with the project', async () => {
  const checkpoint = await small();
  const { architecture } = checkpoint;
  // 4 x 1000 x (1000 + 6) and more parameters of two bytes each.
  expect(liveFiles({ ...checkpoint, architecture: { ...architecture, units: 1000 } }, 'trained here')).toBeNull();
  expect(liveFiles({ ...checkpoint, training }, 'models/stories-lstm')).toBeNull();
  expect(liveFiles(checkpoint, '../models/stories-lstm')).not.toBeNull();
});

it('an imported model in models/ is published: pages find those that ship by the record of their training', async () => {
  expect(liveFiles(await small(), 'models/theirs')).not.toBeNull();
});
