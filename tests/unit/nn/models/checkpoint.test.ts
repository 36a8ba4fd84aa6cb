import { readdirSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { random } from '../../../../runner/core/random.ts';
import { encodeSafetensors } from '../../../../runner/io/formats/safetensors/file.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import { checkpointFiles, loadCheckpoint, saveCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { architectureOf, fitted, parseModel } from '../../../../runner/nn/models/model-file.ts';
import { mapValues } from '../../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { fixture } from '../engines/fixture.ts';
import { families as modernFamilies, networkAt } from './readers/reference-networks.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  await cp(fixture('lstm'), join(folder, 'lstm'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const edit = async (change: (model: Record<string, unknown>) => void) => {
  const path = join(folder, 'lstm', 'model.json');
  const model = JSON.parse(await readFile(path, 'utf8'));
  change(model);
  await writeFile(path, JSON.stringify(model));
};

it('a checkpoint is written whole, and an older one is replaced', async () => {
  const checkpoint = await loadCheckpoint(join(folder, 'lstm'));
  const target = join(folder, 'copy');
  await saveCheckpoint(target, checkpoint);
  await saveCheckpoint(target, checkpoint);
  expect(await loadCheckpoint(target)).toEqual(checkpoint);
  expect((await readdir(folder)).sort()).toEqual(['copy', 'lstm']);
});

it.each<[string, Partial<Architecture>, units: Architecture['units']]>([
  ['a projection and residuals', { units: [7, 6], projection: 4, residual: true }, [7, 6]],
  ['layers of one width, which each is said to have', { units: [6, 6] }, 6],
  ['layers of one width', { units: 6 }, 6],
  ['layers of two widths', { units: [6, 5] }, [6, 5]],
])('a checkpoint keeps %s', async (_what, own, units) => {
  const architecture: Architecture = { cell: 'lstm', layers: 2, units, embedding: 5, vocabulary: 3, ...own };
  const weights = initialWeights(architecture, 'glorot', 1);
  const checkpoint = { architecture, unit: 'word' as const, vocabulary: ['<unk>', 'a', 'b'], weights };
  await saveCheckpoint(join(folder, 'stack'), checkpoint);
  const kept = { ...checkpoint, architecture: { ...architecture, units } };
  expect(await loadCheckpoint(join(folder, 'stack'))).toEqual(kept);
});

it('a checkpoint is put back when a write was cut off between the two renames', async () => {
  const checkpoint = await loadCheckpoint(join(folder, 'lstm'));
  await rename(join(folder, 'lstm'), join(folder, '.lstm.old'));
  expect(await loadCheckpoint(join(folder, 'lstm'))).toEqual(checkpoint);
});

const endless = { family: 'mamba', layers: 1e8, vocabulary: 24, width: 1 };
it.each([
  ['another number of units', { units: 12 }, /12 units and the weights have 10/],
  ['units of another number of layers', { units: [10, 10] }, /10,10 units and the weights have 10/],
  ['a shorter vocabulary', { vocabulary: ['<unk>', 'a'] }, /2 tokens and the weights have rows for 24/],
  ['another cell', { cell: 'gru' }, /gru has 3 blocks/],
  ['an unknown cell', { cell: 'qrnn' }, /cell:/],
  ['one layer more', { layers: 2 }, /lack "rnn.weight_ih_l1"/],
  ['one-hot input', { embedding: 0 }, /weight_ih_l0|embedding.weight/],
  ['layers without end', { layers: 9e15 }, /layers: Too big/],
  ['a whole network without end', { network: endless }, /network.layers: Too big/],
  ['a later format', { format: 2 }, /format/],
])('a checkpoint that claims %s is refused with the reason', async (_name, claims, why) => {
  await edit((model) => Object.assign(model, claims));
  const loaded = loadCheckpoint(join(folder, 'lstm'));
  await expect(loaded).rejects.toThrow(InputError);
  await expect(loaded).rejects.toThrow(why);
});

describe.each(modernFamilies)('a model.json of %s', (file) => {
  /** The import of that network, whose sizes are changed. */
  const changed = async (change: (network: Record<string, unknown>) => void) => {
    const { architecture, unit, vocabulary, weights } = await networkAt(file);
    const text = new TextDecoder().decode(
      checkpointFiles({ architecture, unit, vocabulary, weights }, 'F32', { summed: false })['model.json'],
    );
    const model = JSON.parse(text);
    change(model.network);
    const parsed = () => parseModel('model.json', new TextEncoder().encode(JSON.stringify(model)));
    return { architecture, parsed, fit: () => fitted(parsed(), weights, { model: 'here', weights: 'there' }) };
  };

  it('without one of its sizes, or with one that is none, is refused by the name of that size', async () => {
    const { architecture, fit } = await changed(() => {});
    expect(fit().architecture).toEqual(architecture);
    const own = Object.keys(architecture).filter((name) => name !== 'family');
    expect(own.length).toBeGreaterThan(3);
    for (const size of own)
      for (const wrong of [undefined, 'many', -1.5]) {
        const { parsed } = await changed((network) => Object.assign(network, { [size]: wrong }));
        // These two are any numbers.
        if (['epsilon', 'cap'].includes(size) && typeof wrong === 'number') continue;
        expect(parsed, `${size}: ${wrong}`).toThrow(
          expect.objectContaining({
            code: 'checkpoint-invalid',
            message: expect.stringContaining(`network.${size}: `),
          }),
        );
      }
  });

  it('whose sizes are those of another network is refused', async () => {
    const { architecture } = await changed(() => {});
    for (const [size, value] of Object.entries(architecture)) {
      // No shape depends on where logits are cut off.
      if (!Number.isInteger(value) || size === 'cap') continue;
      for (const other of [Number(value) + 1, 3 * Number(value) + 1]) {
        const { fit } = await changed((network) => Object.assign(network, { [size]: other }));
        expect(fit, `${size}: ${other}`).toThrow(expect.objectContaining({ code: 'checkpoint-inconsistent' }));
      }
    }
  });
});

it('a checkpoint with an array of a name that objects have is refused', async () => {
  const { weights } = await loadCheckpoint(join(folder, 'lstm'));
  const more = { ...weights, constructor: { shape: [1], data: new Float32Array(1) } };
  await writeFile(join(folder, 'lstm', 'weights.safetensors'), encodeSafetensors(more));
  await expect(loadCheckpoint(join(folder, 'lstm'))).rejects.toThrow(/hold "constructor"/);
});

it('a checkpoint that we wrote is refused where a bit of it turned over, unless it says the same still', async () => {
  const whole = await loadCheckpoint(join(folder, 'lstm'));
  const vocabulary = whole.vocabulary.map((token, id) => `${token} ${id}`);
  await saveCheckpoint(join(folder, 'ours'), { ...whole, vocabulary });
  const before = await loadCheckpoint(join(folder, 'ours'));
  const draw = random(17);
  let refused = 0;
  for (let flip = 0; flip < 300; flip++) {
    const path = join(folder, 'ours', flip % 3 === 0 ? 'weights.safetensors' : 'model.json');
    const kept = await readFile(path);
    const turned = Uint8Array.from(kept);
    const place = draw.below(turned.length);
    turned[place] = (turned[place] ?? 0) ^ (1 << draw.below(8));
    await writeFile(path, turned);
    try {
      expect(await loadCheckpoint(join(folder, 'ours')), `${path}, byte ${place}`).toEqual(before);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused++;
    }
    await writeFile(path, kept);
  }
  expect(refused).toBeGreaterThan(285);
});

it('a checkpoint that was changed by hand says so, and what makes it count', async () => {
  await saveCheckpoint(join(folder, 'lstm'), await loadCheckpoint(join(folder, 'lstm')));
  await edit((model) => Object.assign(model, { unit: 'character' }));
  await expect(loadCheckpoint(join(folder, 'lstm'))).rejects.toThrow(/checksum.*delete "sha256" from it/s);
  await edit((model) => delete model.sha256);
  expect((await loadCheckpoint(join(folder, 'lstm'))).unit).toBe('character');
});

const shipped = readdirSync('models', { withFileTypes: true }).filter((each) => each.isDirectory());
it.each(shipped)('a checkpoint that ships has its checksum: $name', async ({ name }) => {
  expect(JSON.parse(await readFile(join('models', name, 'model.json'), 'utf8'))).toHaveProperty('sha256');
  await loadCheckpoint(join('models', name));
});

const deep = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
it.each<[string, file: string, content: string | null, RegExp]>([
  ['without its weights', 'weights.safetensors', null, /has no readable weights.safetensors/],
  ['without its facts', 'model.json', null, /has no readable model.json/],
  ['whose facts are cut off', 'model.json', '{"format": 1,', /is not JSON/],
  ['whose facts are deep', 'model.json', `{"sha256": "a", "unit": ${deep}}`, /not what was written/],
])('a checkpoint %s says so', async (_what, file, content, why) => {
  const path = join(folder, 'lstm', file);
  await (content === null ? rm(path) : writeFile(path, content));
  await expect(loadCheckpoint(join(folder, 'lstm'))).rejects.toThrow(why);
});

it('rows that are no equal blocks are no cell’s', () => {
  const shapes = { 'embedding.weight': [4, 3], 'rnn.weight_ih_l0': [5, 3], 'decoder.weight': [4, 2] };
  const weights = mapValues(shapes, (shape) => ({ shape, data: new Float32Array(20) }));
  expect(() => architectureOf(weights, { cell: 'mingru', layers: 1, embedding: 3 }, 'model')).toThrow(
    /A mingru has 2 blocks of rows, and weight_ih is \[5,3\] where there are 2 units/,
  );
});
