import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { type ImportOptions, importModel } from '../../../../runner/io/convert/import-model.ts';
import { distance } from '../../analysis/stats/reference.ts';
import { fixture } from '../../nn/engines/fixture.ts';
import { opened } from '../../nn/models/readers/reference-networks.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { expected, foreign, plainOptions, withVocabulary } from './foreign-fixture.ts';

/** `as`: the model of another file, saved in another way. */
const models: Record<string, { options?: ImportOptions; as?: string; says: object }> = {
  'lstm-2-layers.pt': { says: { cell: 'lstm', layers: 2, units: 5, embedding: 4, vocabulary: 12 } },
  'before-1.6.pt': { as: 'lstm-2-layers.pt', says: { cell: 'lstm', layers: 2 } },
  'whole-module.pt': { as: 'lstm-2-layers.pt', says: { cell: 'lstm', layers: 2 } },
  'gru-checkpoint.pth': { says: { cell: 'gru', layers: 1 } },
  'strided.pt': { says: { cell: 'gru' } },
  'rnn-tied.pt': { says: { cell: 'rnn', embedding: 5 } },
  'lstm-bf16.safetensors': { says: { cell: 'lstm' } },
  'keras2-lstm.h5': { says: { cell: 'lstm', layers: 1, units: 5, embedding: 4, vocabulary: 12 } },
  'keras2-lstm-hard-sigmoid': { says: { layers: 2, recurrentActivation: 'hard_sigmoid' } },
  'keras2-gru.h5': { says: { cell: 'gru' } },
  'keras2-rnn-one-hot.h5': { says: { cell: 'rnn', embedding: 0 } },
  'keras3-lstm.keras': { says: { cell: 'lstm', layers: 2 } },
  'keras3-gru-hard-sigmoid.keras': { says: { recurrentActivation: 'hard_sigmoid_keras_3' } },
  'keras3-rnn.keras': { says: { cell: 'rnn' } },
  'thesis-lstm': { options: plainOptions, says: { cell: 'lstm', recurrentActivation: 'hard_sigmoid' } },
  'thesis-rnn': { says: { cell: 'rnn', embedding: 0, vocabulary: 12 } },
};

it.each(Object.entries(models))(
  'imported it computes what its library does: %s',
  async (name, { options = withVocabulary, as = name, says }) => {
    const { checkpoint } = await importModel(foreign(name), options);
    const { architecture } = checkpoint;
    expect(architecture).toMatchObject(says);
    const wanted = expected.models[as] ?? { logits: [], hidden: [], cell: null };
    const model = await opened(checkpoint, { engine: 'reference' });
    const reading = await model.read(expected.tokens, { logits: true });
    const last = (component: string) => reading.component(`${component}.${architecture.layers}`).values.slice(-5);
    expect(distance(last('hidden'), wanted.hidden)).toBeLessThan(1e-5);
    if (wanted.cell !== null) expect(distance(last('cell'), wanted.cell)).toBeLessThan(1e-5);
    expect(distance(reading.logits, wanted.logits.flat())).toBeLessThan(1e-5);
  },
);

const folder = temporaryFolder();

it('importing a model takes the characters of a text in the order of their first appearance', async () => {
  const alphabet = folder.write('corpus.txt', 'hello world\n!?,hello');
  const { checkpoint } = await importModel(foreign('strided.pt'), { ...plainOptions, cwd: folder.path, alphabet });
  expect(checkpoint.vocabulary.join('')).toBe('helo wrd\n!?,');
  expect(checkpoint.unit).toBe('character');
});

it.each([
  ['by a common name', ['[UNK]', 'a'], undefined, ['<unk>', 'a']],
  ['by the name that is given', ['a', '-'], '-', ['a', '<unk>']],
  ['which stays beside a common one', ['UNK', '<unk>'], undefined, ['UNK', '<unk>']],
])('importing a model calls the token of unknown words as ours are, %s', async (_what, given, unknown, wanted) => {
  const others = Array.from({ length: 10 }, (_, id) => `word${id}`);
  const options = { ...plainOptions, vocabulary: [...given, ...others], unknown };
  const { checkpoint } = await importModel(foreign('lstm-2-layers.pt'), options);
  expect(checkpoint.vocabulary.slice(0, 2)).toEqual(wanted);
});

it('importing a model says what each parameter was made of, and what had to be assumed', async () => {
  const { model, notes } = await importModel(foreign('gru-checkpoint.pth'), withVocabulary);
  expect(model.origins['embedding.weight']).toBe('module.encoder.weight');
  expect(model.origins['rnn.weight_hh_l0']).toBe('module.rnn.weight_hh_l0');
  expect(notes).toEqual([]);
  const tied = await importModel(foreign('rnn-tied.pt'), withVocabulary);
  expect(tied.notes.join()).toMatch(/no rnn.bias_ih_l0: zeros.*tanh/);
});

it('importing a model takes the names that are given in place of its guesses', async () => {
  const map = new Map([
    ['decoder.weight', 'encoder.weight'],
    ['embedding.weight', 'decoder.weight'],
  ]);
  const swapped = importModel(foreign('lstm-2-layers.pt'), { ...withVocabulary, map });
  await expect(swapped).rejects.toThrow(/cannot be imported\. "embedding\.weight" is \[12,5\] and should be \[12,4\]/);
  const right = new Map([['embedding.weight', 'encoder.weight']]);
  const { checkpoint } = await importModel(foreign('lstm-2-layers.pt'), { ...withVocabulary, map: right });
  expect(checkpoint.weights['embedding.weight']?.shape).toEqual([12, 4]);
});

const told = (said: Partial<ImportOptions>): ImportOptions => ({ ...plainOptions, ...said });
const refused: Record<string, { options?: ImportOptions; says: RegExp }> = {
  'os-system.pt': { says: /asks for (posix|os).system, which is more than data \(nothing in it was executed\)/ },
  'nan.pt': { says: /weight_hh_l1.*not finite/ },
  'keras2-weights-only.h5': { says: /weights alone/ },
  'keras2-missing-group.h5': { says: /has no "\/model_weights\/lstm_1\/lstm_1\/kernel:0"/ },
  'keras2-huge.h5': { says: /bytes claim arrays of 4398046511104 or more/ },
  'keras2-external-link.h5': { says: /has no "\/model_weights\/lstm_1\/lstm_1\/kernel:0"/ },
  'make.py': { says: /begin like no format/ },
  'vocabulary-2.pkl': { says: /It is a pickle, but no PyTorch file/ },
  'keras2-lstm.h5': { options: { ...withVocabulary, cell: 'gru' }, says: /It is lstm, and you say gru/ },
  'nothing.pt': { says: /no such file/ },
  'lstm-2-layers.pt': { options: plainOptions, says: /does not hold its vocabulary.*vocabulary=/ },
  'gru-checkpoint.pth': {
    options: told({ vocabulary: foreign('os-system.pkl') }),
    says: /os-system.pkl.*(posix|os).system/,
  },
  'strided.pt': { options: told({ vocabulary: [...'abcdefghijka'] }), says: /has "a" twice/ },
  'whole-module.pt': {
    options: told({ alphabet: 'alice' }),
    says: /vocabulary has \d+ tokens and its decoder rows for 12/,
  },
};

it.each(Object.entries(refused))('refused with the reason: %s', async (name, { options = withVocabulary, says }) => {
  const attempt = importModel(foreign(name), options);
  await expect(attempt).rejects.toThrow(InputError);
  await expect(attempt).rejects.toThrow(says);
});

it('a folder that holds several models, none, or one of ours is refused', async () => {
  const [several, none] = ['several', 'none'].map((name) => join(folder.path, name));
  cpSync(foreign('thesis-lstm'), `${several}`, { recursive: true });
  folder.write('several/more.h5', readFileSync(foreign('keras2-gru.h5')));
  folder.write('none/notes.txt', 'nothing here but words');
  await expect(importModel(`${several}`, plainOptions)).rejects.toThrow(/several models: more\.h5, val_acc/);
  await expect(importModel(`${none}`, plainOptions)).rejects.toThrow(/no file in it is a model/i);
  await expect(importModel(fixture('lstm'), plainOptions)).rejects.toThrow(/already a checkpoint of this program/);
});
