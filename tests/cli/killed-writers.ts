/** `import`, `export` and `ship`, each killed so many times: what they write is whole or not there, and the same command goes on. */
import { mkdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { type Checkpoint, saveCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { cases } from '../fixtures/results/cases.ts';
import { makeResults } from '../fixtures/results/make-results.ts';
import { command, type WorkFolder, workFolder } from './command.ts';
import { killedAtRandom } from './storm-of-kills.ts';

const [units, embedding] = [192, 64];
const vocabulary = ['<unk>', ' ', '.', ...Array.from({ length: 12_000 }, (_, n) => `w${n}`)];

/** A model of some 20 MB: writing it takes a while. @param seed of its weights. */
function model(seed: number): Checkpoint {
  const draw = random(seed);
  const tensor = (...shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.uniform() - 0.5),
  });
  return {
    architecture: { cell: 'lstm', layers: 1, units, embedding, vocabulary: vocabulary.length },
    unit: 'word',
    vocabulary,
    weights: {
      'embedding.weight': tensor(vocabulary.length, embedding),
      'rnn.weight_ih_l0': tensor(4 * units, embedding),
      'rnn.weight_hh_l0': tensor(4 * units, units),
      'rnn.bias_ih_l0': tensor(4 * units),
      'rnn.bias_hh_l0': tensor(4 * units),
      'decoder.weight': tensor(vocabulary.length, units),
      'decoder.bias': tensor(vocabulary.length),
    },
  };
}

const weightsOf = (folder: WorkFolder, place: string): string =>
  readFileSync(folder.at(place, 'weights.safetensors')).toString('latin1');

/** What people see: not what a name with a dot hides. */
const shownIn = (folder: WorkFolder, place: string): string[] => [
  ...new Set(folder.files(place).flatMap((name) => (name.startsWith('.') ? [] : [name.split('/')[0] ?? '']))),
];

/** @param make writes what the command reads, and says with which words it is given. */
async function killedReplacing(
  name: 'import' | 'ship',
  kills: number,
  make: (folder: WorkFolder) => Promise<string[]>,
): Promise<void> {
  const folder = workFolder();
  const words = await make(folder);
  const begun = performance.now();
  expect((await command(folder, name, [...words, 'models=unbroken'])).code).toBe(0);
  const takes = performance.now() - begun;
  await saveCheckpoint(folder.at('models/mine'), model(1));
  const [fresh, old] = ['unbroken/mine', 'models/mine'].map((place) => weightsOf(folder, place));
  const json = folder.read('unbroken/mine/model.json');
  const { killed, whileWriting, last } = await killedAtRandom(folder, {
    ...{ command: name, words: [...words, name === 'ship' ? 'replace=true' : 'overwrite=true'] },
    ...{ kills, random: random(kills), watched: folder.at('models'), takes, writing: 60 },
    check() {
      const there = shownIn(folder, 'models');
      // Killed between two renames, the one that stood there lies aside: readers and the same command put it back.
      if (folder.has('models/.mine.old')) there.push('.mine.old');
      expect(there.some((each) => each === 'mine' || each === '.mine.old')).toBe(true);
      // The one that was there first is kept, under whatever name, and every other is the new one.
      const kinds = there.map((each) => [fresh, old].indexOf(weightsOf(folder, `models/${each}`)));
      expect(kinds.filter((kind) => kind === 1)).toHaveLength(1);
      expect(kinds).not.toContain(-1);
      for (const each of there) expect(() => JSON.parse(folder.read(`models/${each}/model.json`))).not.toThrow();
    },
  });
  expect(last).toMatchObject({ code: 0, stderr: '' });
  expect(weightsOf(folder, 'models/mine') === fresh).toBe(true);
  expect(folder.read('models/mine/model.json')).toBe(json);
  // Nor is anything left half-written.
  expect(folder.files('models').filter((each) => each.startsWith('.'))).toEqual([]);
  expect([killed, whileWriting > 0]).toEqual([kills, true]);
}

export const importIsKilled = (kills: number): Promise<void> =>
  killedReplacing('import', kills, async (folder) => {
    const { weights } = model(2);
    const theirs = Object.entries(weights).map(([name, tensor]) => [name.replace('embedding', 'encoder'), tensor]);
    folder.write('theirs.safetensors', encodeSafetensors(Object.fromEntries(theirs), 'F32'));
    folder.write('words.json', JSON.stringify(vocabulary));
    folder.write('text.txt', 'w1 w2. w3 w4. '.repeat(200));
    return ['theirs.safetensors', 'as=mine', 'vocabulary=words.json', 'text=text.txt'];
  });

export const shipIsKilled = (kills: number): Promise<void> =>
  killedReplacing('ship', kills, async (folder) => {
    await saveCheckpoint(folder.at('runs/tiny/checkpoint'), model(2));
    return ['tiny', 'as=mine'];
  });

export async function exportIsKilled(kills: number): Promise<void> {
  const folder = workFolder();
  const [untested] = cases.filter(({ id }) => id === 'rnn-characters');
  await makeResults(folder.at('public'), untested && [untested]);
  const words = ['rnn-characters', 'as=html'];
  const to = 'runs/rnn-characters/export';
  const begun = performance.now();
  expect(await command(folder, 'export', [...words, 'to=unbroken'])).toMatchObject({ code: 0, stderr: '' });
  const takes = performance.now() - begun;
  const { length } = folder.read('unbroken/rnn-characters.html');
  /** Of two builds a page is the same but for the order of its styles. */
  const isWhole = (html: string) => html.length === length && /^<!doctype html>.*<\/html>\s*$/is.test(html);
  mkdirSync(folder.at(to), { recursive: true });
  const { killed, last } = await killedAtRandom(folder, {
    ...{ command: 'export', words, kills, random: random(kills), watched: folder.at(to), takes, writing: 30 },
    check() {
      const there = folder.files(to).filter((each) => !each.startsWith('.'));
      if (there.length > 0) expect(there).toEqual(['rnn-characters.html']);
      for (const each of there) expect(isWhole(folder.read(`${to}/${each}`))).toBe(true);
    },
  });
  expect(last).toMatchObject({ code: 0, stderr: '' });
  expect(folder.files(to)).toEqual(['rnn-characters.html']);
  expect(isWhole(folder.read(`${to}/rnn-characters.html`))).toBe(true);
  expect(killed).toBe(kills);
}
