import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeFolder } from '../../../runner/core/atomic-files.ts';
import { liveFiles } from '../../../runner/experiment/publish.ts';
import { loadCheckpoint } from '../../../runner/models/checkpoint.ts';

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
