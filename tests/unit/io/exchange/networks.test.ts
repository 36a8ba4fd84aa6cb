/** Files of other programs (tests/fixtures/networks), read through the façade, against what their equations give. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ImportOptions, importModel } from '../../../../runner/io/exchange/import-model.ts';
import { loadModel, saveCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { nameOfNetwork } from '../../../../runner/nn/models/networks.ts';
import { open } from '../../../../runner/open.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { at, cases, deviationsOf, expectedOf, largestDifference, optionsFor } from './reference-files.ts';

describe('a file of another program gives the numbers of its equations', () => {
  it.each(cases.map((each) => [`${each.dir}/${each.file}, ${each.expected}`, each] as const))(
    '%s',
    async (_name, each) => {
      const { logits, components, layers } = await deviationsOf(each);
      expect(logits).toBeLessThan(1e-5);
      for (const [name, deviation] of Object.entries(components)) expect(deviation, name).toBeLessThan(2e-6);
      expect(Object.keys(components).length).toBeGreaterThanOrEqual(layers);
    },
  );
});

const optionsOf = (options: Partial<ImportOptions>): ImportOptions => ({
  cwd: at('.'),
  map: new Map(),
  ignore: new Set(),
  ...options,
});

describe('the texts of such a model', () => {
  const textCases = cases.filter(({ dir, text }) => text !== undefined && /^0[1235678]/.test(dir));

  it.each(textCases.map((each) => [`${each.dir}/${each.file}, ${each.text}`, each] as const))(
    'are cut into the tokens of its program: %s',
    async (_name, each) => {
      const { tokens, logits } = expectedOf(each);
      const model = await open(
        at(each.dir, each.file),
        optionsFor(each, logits ?? { shape: [], data: new Float32Array() }),
      );
      // What each program puts around a text before it reads it.
      const raw = readFileSync(at(each.dir, each.text ?? ''), 'utf8');
      const text = each.dir.startsWith('05') ? `\n ${raw.replaceAll('&amp;', '&').replaceAll('\n', ' ').trim()} ` : raw;
      const { ids } = await model.read(text);
      const wanted = [...(tokens?.data ?? [])];
      expect([...ids].slice(0, wanted.length)).toEqual(wanted);
      await model.close();
    },
  );

  it('are read from their end by a backward model of Flair, and shown from their beginning', async () => {
    const [each] = cases.filter(({ file }) => file === 'backward_old_p4.pt');
    if (each === undefined) throw new Error('there is no such case');
    const { tokens, logits, 'layer1.hidden': hidden, logprobs } = expectedOf(each);
    const model = await open(at(each.dir, each.file));
    expect(model.checkpoint).toMatchObject({ direction: 'backward', unit: 'character' });
    const text = readFileSync(at(each.dir, each.text ?? ''), 'utf8');
    // Its program reads a line break, the reversed text and a space.
    const reading = await model.read(` ${text}\n`, { logits: true });
    expect(reading.tokens.join('')).toBe(` ${text}\n`);
    expect([...reading.ids].reverse()).toEqual([...(tokens?.data ?? [])]);
    expect(reading.unknown.map((position) => [...` ${text}\n`][position])).toEqual(['☃']);
    const rows = reading.ids.length;
    const turned = (values: Float32Array) => {
      const width = values.length / rows;
      return Float32Array.from(values, (_, place) => {
        const row = rows - 1 - Math.floor(place / width);
        return values[row * width + (place % width)] ?? Number.NaN;
      });
    };
    expect(
      largestDifference(turned(reading.component('hidden.2').values), hidden?.data ?? new Float32Array()),
    ).toBeLessThan(2e-6);
    expect(largestDifference(turned(reading.logits), logits?.data ?? new Float32Array())).toBeLessThan(1e-5);
    // The first token's loss is that of the last prediction but one: after all that stand behind it.
    const width = logprobs?.shape[1] ?? 0;
    const first = reading.ids[0] ?? -1;
    expect(reading.nll[0]).toBeCloseTo(-(logprobs?.data[(rows - 2) * width + first] ?? Number.NaN), 4);
    // What is read first stands behind: the state after it goes on to the left.
    const [left, right] = [` ${text}\n`.slice(0, 12), ` ${text}\n`.slice(12)];
    const goesOn = await model.read(left, { before: right });
    const whole = reading.component('hidden.2').values.subarray(0, 12 * 12);
    expect(largestDifference(goesOn.component('hidden.2').values, whole.slice())).toBeLessThan(2e-6);
    const written = await model.write('end of it', { length: 5 });
    expect(written.tokens).toHaveLength(14);
    expect(written.tokens.slice(5).join('')).toBe('end of it');
    await model.close();
  });

  it('are the bytes of their UTF-8 for the sentiment network, which never meets an unknown one', async () => {
    const model = await open(at('05-openai-mlstm/model'));
    const { ids, tokens, unknown } = await model.read('né');
    expect([...ids]).toEqual([0x6e, 0xc3, 0xa9]);
    expect(tokens).toEqual(['n', '<0xC3>', '<0xA9>']);
    expect(unknown).toEqual([]);
    await model.close();
  });
});

describe('what is said of such a file', () => {
  const notesOf = async (path: string, options: Partial<ImportOptions> = {}) => {
    const { notes, model } = await importModel(at(path), optionsOf(options));
    return `${model.format}: ${notes.join(' ')}`;
  };

  it('is which of two candidates a minGRU was taken to have', async () => {
    const vocabulary = at('08-mingru/vocab.txt');
    expect(await notesOf('08-mingru/plain_mingru.pt', { vocabulary })).toMatch(
      /of a minGRU: .*taken is mingru.*cell=mingru-linear/,
    );
    expect(await notesOf('08-mingru/plain_mingru.pt', { vocabulary, cell: 'mingru-linear' })).not.toMatch(/taken is/);
    await expect(notesOf('08-mingru/plain_mingru.pt', { vocabulary, cell: 'lstm' })).rejects.toThrow(/Correct cell=/);
  });

  it('is the copies that were left out, and the projection', async () => {
    const vocabulary = at('03-awd-lstm/itos.pkl');
    expect(await notesOf('03-awd-lstm/fastai_v1_lm.pth', { vocabulary })).toMatch(
      /of an AWD-LSTM: .*Left out, as copies: 0\.encoder_dp\.emb\.weight, 0\.rnns\.0\.module\.weight_hh_l0/,
    );
    expect(await notesOf('04-flair/backward_old_p2.pt')).toMatch(
      /^a backward character model of Flair: Its projection is multiplied/,
    );
  });

  it('is what a bare state dict of one nonlinearity is taken for', async () => {
    const { checkpoint } = await importModel(
      at('07-gru-rnn/module_rnn_relu_old.pt'),
      optionsOf({ vocabulary: at('07-gru-rnn/vocab.txt') }),
    );
    expect(nameOfNetwork(checkpoint.architecture)).toBe('rnn-relu');
    const asTanh = importModel(
      at('07-gru-rnn/module_gru_old.pt'),
      optionsOf({ vocabulary: at('07-gru-rnn/vocab.txt'), cell: 'rnn-relu' }),
    );
    await expect(asTanh).rejects.toThrow(/You say that it is rnn-relu, and its weights have the shapes of gru/);
  });
});

describe('a minLM of lucidrains', () => {
  const folder = temporaryFolder();
  const [each] = cases.filter(({ file }) => file === 'minlm_lstm_conv.pt');
  if (each === undefined) throw new Error('there is no such case');
  const wanted = expectedOf(each);
  const ids = Int32Array.from(wanted.tokens?.data ?? []);
  const options = optionsFor(each, wanted.logits ?? { shape: [], data: new Float32Array() });

  it('is kept as a checkpoint, goes on from a state with its convolution, and writes', async () => {
    const { checkpoint, notes } = await importModel(at(each.dir, each.file), optionsOf(options));
    expect(notes.join(' ')).toMatch(/convolution is taken to read this token and those before it/);
    await saveCheckpoint(`${folder.path}/minlm`, checkpoint);
    expect(await loadModel(`${folder.path}/minlm`)).toEqual(checkpoint);
    const kept = await open(`${folder.path}/minlm`);
    const first = await kept.read(ids.subarray(0, 17));
    const rest = await kept.read(ids.subarray(17), { before: first, logits: true });
    const width = wanted.logits?.shape[1] ?? 0;
    expect(largestDifference(rest.logits, (wanted.logits?.data ?? new Float32Array()).slice(17 * width))).toBeLessThan(
      1e-5,
    );
    const fromZero = await kept.read(ids.subarray(17), { logits: true });
    expect(largestDifference(fromZero.logits, rest.logits)).toBeGreaterThan(1e-3);
    const held = await kept.read(ids, { logits: true, hold: { 'hidden.1': { 5: 2 }, 'channelHidden.2': { 0: -1 } } });
    expect(new Set(held.neuron('hidden.1', 5))).toEqual(new Set([2]));
    expect(new Set(held.neuron('channelHidden.2', 0))).toEqual(new Set([-1]));
    expect(largestDifference(held.logits, wanted.logits?.data ?? new Float32Array())).toBeGreaterThan(1e-3);
    const written = await kept.write(ids, { length: 3, temperature: 0, logits: true });
    const last = (wanted.logits?.data ?? new Float32Array()).subarray((ids.length - 1) * width, ids.length * width);
    expect(written.ids[ids.length]).toBe(last.indexOf(Math.max(...last)));
    await kept.close();
  });

  it('is refused by trainings, with the reason', async () => {
    const model = await open(at(each.dir, each.file), options);
    await expect(model.train('t1 t2 t3 t4')).rejects.toThrow(/cannot be trained\. It is minLM of minLSTMs/);
    await model.close();
  });

  it('that was kept with other sizes than its weights have is refused, and so is one of an earlier version', async () => {
    const { checkpoint } = await importModel(at(each.dir, each.file), optionsOf(options));
    await saveCheckpoint(`${folder.path}/damaged`, checkpoint);
    const place = `${folder.path}/damaged/model.json`;
    const kept = { ...JSON.parse(readFileSync(place, 'utf8')), sha256: undefined };
    writeFileSync(place, JSON.stringify({ ...kept, network: { ...kept.network, units: 7 } }));
    await expect(loadModel(`${folder.path}/damaged`)).rejects.toThrow(/"layers\.0\.2\..*should be \[21,12\]/);
    const before = { cell: 'minlstm', layers: 2, units: 18, embedding: 12, block: { convolution: 3, feedForward: 48 } };
    writeFileSync(place, JSON.stringify({ ...kept, network: undefined, ...before }));
    await expect(loadModel(`${folder.path}/damaged`)).rejects.toThrow(/import the file of the minLM again/);
  });

  it('says what it cannot be told', async () => {
    const place = at(each.dir, each.file);
    await expect(importModel(place, optionsOf({ ...options, cell: 'minlstm' }))).rejects.toThrow(/Leave cell= and/);
    await expect(importModel(place, optionsOf({}))).rejects.toThrow(
      /is minLM of minLSTMs.*read where it lies.*unit=byte/,
    );
  });
});

it('a backward model is asked no pairs, with the reason', async () => {
  const model = await open(at('04-flair/backward_old_p4.pt'));
  await expect(model.pairs('pairs.tsv')).rejects.toThrow(/Pairs cannot be asked of a model.*from right to left/);
  await model.close();
});
