/** Files of other programs (tests/fixtures/networks), read through the façade, against what their equations give. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ImportOptions, importModel } from '../../../../runner/io/convert/import-model.ts';
import { loadModel, saveCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { type Tensor, valueNamed } from '../../../../runner/nn/models/program.ts';
import { distance } from '../../analysis/stats/reference.ts';
import { opened } from '../../nn/models/readers/reference-networks.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { at, type Case, cases, deviationsOf, expectedOf, openedCase, optionsFor } from './reference-files.ts';

const named = (list: readonly Case[]) =>
  list.map((each) => [`${each.dir}/${each.file}, ${each.expected}`, each] as const);

it.each(named(cases))('a file gives the numbers of its equations: %s', async (_name, each) => {
  const { logits, components, layers } = await deviationsOf(each);
  expect(logits).toBeLessThan(1e-5);
  for (const [name, deviation] of Object.entries(components)) expect(deviation, name).toBeLessThan(2e-6);
  expect(Object.keys(components).length).toBeGreaterThanOrEqual(layers);
});

function caseOf(file: string): Case {
  const each = cases.find((own) => own.file === file);
  if (each === undefined) throw new Error(`there is no case of ${file}`);
  return each;
}
const of = (each: Case, name: string): Tensor => valueNamed(expectedOf(each), name);
const optionsOf = (options: Partial<ImportOptions>): ImportOptions => ({
  cwd: at('.'),
  map: new Map(),
  ignore: new Set(),
  ...options,
});

const textCases = cases.filter(({ dir, text }) => text !== undefined && /^0[1235678]/.test(dir));

it.each(named(textCases))('texts are cut into the tokens of its program: %s', async (_name, each) => {
  const wanted = [...of(each, 'tokens').data];
  // What each program puts around a text before it reads it.
  const raw = readFileSync(at(each.dir, each.text ?? ''), 'utf8');
  const text = each.dir.startsWith('05') ? `\n ${raw.replaceAll('&amp;', '&').replaceAll('\n', ' ').trim()} ` : raw;
  const { ids } = await (await openedCase(each)).read(text);
  expect([...ids].slice(0, wanted.length)).toEqual(wanted);
});

it('the texts of such a model are read from their end by a backward model of Flair, and shown from their beginning', async () => {
  const each = caseOf('backward_old_p4.pt');
  const model = await openedCase(each);
  expect(model.checkpoint).toMatchObject({ direction: 'backward', unit: 'character' });
  // Its program reads a line break, the reversed text and a space.
  const text = ` ${readFileSync(at(each.dir, each.text ?? ''), 'utf8')}\n`;
  const reading = await model.read(text, { logits: true });
  expect(reading.tokens.join('')).toBe(text);
  expect([...reading.ids].reverse()).toEqual([...of(each, 'tokens').data]);
  expect(reading.unknown.map((position) => [...text][position])).toEqual(['☃']);
  const rows = reading.ids.length;
  const turned = (values: Float32Array) => {
    const width = values.length / rows;
    return Array.from({ length: rows }, (_, row) => [...values.subarray(row * width, (row + 1) * width)])
      .reverse()
      .flat();
  };
  const hidden = reading.component('hidden.2').values;
  expect(distance(turned(hidden), of(each, 'layer1.hidden').data)).toBeLessThan(2e-6);
  expect(distance(turned(reading.logits), of(each, 'logits').data)).toBeLessThan(1e-5);
  // The first token's loss is that of the last prediction but one: after all that stand behind it.
  const { shape, data } = of(each, 'logprobs');
  expect(reading.nll[0]).toBeCloseTo(-(data[(rows - 2) * (shape[1] ?? 0) + (reading.ids[0] ?? -1)] ?? Number.NaN), 4);
  // What is read first stands behind: the state after it goes on to the left.
  const goesOn = await model.read(text.slice(0, 12), { before: text.slice(12) });
  expect(distance(goesOn.component('hidden.2').values, hidden.subarray(0, 12 * 12))).toBeLessThan(2e-6);
  const written = await model.write('end of it', { length: 5 });
  expect(written.tokens).toHaveLength(14);
  expect(written.tokens.slice(5).join('')).toBe('end of it');
  await expect(model.pairs('pairs.tsv')).rejects.toThrow(/Pairs cannot be asked of a model.*from right to left/);
});

it('the texts of such a model are the bytes of their UTF-8 for the sentiment network, which never meets an unknown one', async () => {
  const model = await opened(at('05-openai-mlstm/model'));
  const { ids, tokens, unknown } = await model.read('né');
  expect([...ids]).toEqual([0x6e, 0xc3, 0xa9]);
  expect(tokens).toEqual(['n', '<0xC3>', '<0xA9>']);
  expect(unknown).toEqual([]);
});

const [minGru, awd, gru] = ['plain_mingru.pt', 'fastai_v1_lm.pth', 'module_gru_old.pt'];
const flair = 'backward_old_p2.pt';
const said = (file: string, options: Partial<ImportOptions> = {}) => {
  const { dir, vocab } = caseOf(file);
  return importModel(at(dir, file), optionsOf({ ...options, ...(vocab && { vocabulary: at(dir, vocab) }) }));
};

it.each<[string, string, Partial<ImportOptions>, RegExp]>([
  ['which of two candidates was taken', minGru, {}, /of a minGRU: .*taken is mingru.*cell=mingru-linear/],
  ['nothing of that where it was told', minGru, { cell: 'mingru-linear' }, /^(?!.*taken is)/],
  ['what was left out', awd, {}, /of an AWD-LSTM: .*Left out, as copies: 0\.encoder_dp\.emb\.w.* 0\.rnns\.0\.mod/],
  ['a projection', flair, {}, /^a backward character model of Flair: Its projection is multiplied/],
])('what is said of such a file is %s', async (_what, file, options, why) => {
  const { notes, model } = await said(file, options);
  expect(`${model.format}: ${notes.join(' ')}`).toMatch(why);
});

it.each<[string, Partial<ImportOptions>, RegExp]>([
  [minGru, { cell: 'lstm' }, /Correct cell=/],
  [gru, { cell: 'rnn-relu' }, /You say that it is rnn-relu, and its weights have the shapes of gru/],
])('what is said of such a file is refused where it is said to be another: %s, %j', async (file, options, why) => {
  await expect(said(file, options)).rejects.toThrow(why);
});

describe('a minLM of lucidrains', () => {
  const folder = temporaryFolder();
  const each = caseOf('minlm_lstm_conv.pt');
  const ids = Int32Array.from(of(each, 'tokens').data);
  const { shape, data: logits } = of(each, 'logits');
  const width = shape[1] ?? 0;
  const place = at(each.dir, each.file);
  const imported = () => importModel(place, optionsOf(optionsFor(each)));

  it('is kept as a checkpoint, goes on from a state with its convolution, and writes', async () => {
    const { checkpoint, notes } = await imported();
    expect(notes.join(' ')).toMatch(/convolution is taken to read this token and those before it/);
    await saveCheckpoint(`${folder.path}/minlm`, checkpoint);
    expect(await loadModel(`${folder.path}/minlm`)).toEqual(checkpoint);
    const kept = await opened(`${folder.path}/minlm`);
    const first = await kept.read(ids.subarray(0, 17));
    const rest = await kept.read(ids.subarray(17), { before: first, logits: true });
    expect(distance(rest.logits, logits.subarray(17 * width))).toBeLessThan(1e-5);
    const fromZero = await kept.read(ids.subarray(17), { logits: true });
    expect(distance(fromZero.logits, rest.logits)).toBeGreaterThan(1e-3);
    const held = await kept.read(ids, { logits: true, clamp: { 'hidden.1': { 5: 2 }, 'channelHidden.2': { 0: -1 } } });
    expect(new Set(held.neuron('hidden.1', 5))).toEqual(new Set([2]));
    expect(new Set(held.neuron('channelHidden.2', 0))).toEqual(new Set([-1]));
    expect(distance(held.logits, logits)).toBeGreaterThan(1e-3);
    const written = await kept.write(ids, { length: 3, temperature: 0, logits: true });
    const last = logits.subarray((ids.length - 1) * width, ids.length * width);
    expect(written.ids[ids.length]).toBe(last.indexOf(Math.max(...last)));
  });

  const earlier = { cell: 'minlstm', layers: 2, units: 18, embedding: 12, block: { convolution: 3, feedForward: 48 } };
  it.each([
    ['other sizes than its weights have', { units: 7 }, {}, /"layers\.0\.2\..*should be \[21,12\]/],
    ['the facts of an earlier version', null, earlier, /import the file of the minLM again/],
  ])('that was kept with %s is refused', async (_what, network, more, why) => {
    await saveCheckpoint(`${folder.path}/damaged`, (await imported()).checkpoint);
    const file = `${folder.path}/damaged/model.json`;
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(
      file,
      JSON.stringify({
        ...kept,
        sha256: undefined,
        ...more,
        network: network ? { ...kept.network, ...network } : undefined,
      }),
    );
    await expect(loadModel(`${folder.path}/damaged`)).rejects.toThrow(why);
  });

  it('says what it cannot be told', async () => {
    const cell = { ...optionsFor(each), cell: 'minlstm' as const };
    await expect(importModel(place, optionsOf(cell))).rejects.toThrow(/Leave cell= and/);
    const untold = importModel(place, optionsOf({}));
    await expect(untold).rejects.toThrow(/is minLM of minLSTMs.*read where it lies.*unit=byte/);
  });
});
