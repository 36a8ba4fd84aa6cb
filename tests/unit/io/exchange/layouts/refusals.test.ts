/** What programs keep in their files and no model here computes: refused by name, in files that are sound otherwise. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentsOf, folderAt } from '../../../../../runner/io/exchange/contents.ts';
import { recognise } from '../../../../../runner/io/exchange/layouts/layouts.ts';
import { FormatError } from '../../../../../runner/io/formats/format-error.ts';
import { PickledObject } from '../../../../../runner/io/formats/pickle/python.ts';
import type { Tensor } from '../../../../../runner/nn/models/program.ts';
import { at } from '../reference-files.ts';

type Settings = Record<string, unknown>;
/** Undefined takes one away. */
type Change = Record<string, Tensor | undefined>;
const plain = { map: new Map<string, string>(), ignore: new Set<string>() };

/** What a file is with other settings or arrays. */
async function changed(name: string, settings: Settings, change: Change = {}) {
  const contents = await contentsOf(readFileSync(at(name)));
  if (contents.kind !== 'arrays') throw new Error(`${name} holds no arrays`);
  const isThere = (entry: [string, Tensor | undefined]): entry is [string, Tensor] => entry[1] !== undefined;
  const tensors = Object.fromEntries(Object.entries({ ...contents.tensors, ...change }).filter(isThere));
  const set = new Map([...contents.settings, ...Object.entries(settings)]);
  return recognise({ ...contents, settings: set, tensors }, plain);
}

const ones = (...shape: number[]): Tensor => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
});
const object = (className: string, state: Settings) =>
  Object.assign(new PickledObject(className, []), { state: new Map(Object.entries(state)) });
const splitLoss = (splits: number[]) => object('splitcross SplitCrossEntropyLoss', { splits });
const namespace = (model: string) => object('argparse Namespace', { model });
const dictionary = (item: unknown) => ({ dictionary: object('flair.data Dictionary', { idx2item: [item] }) });

const flair = '04-flair/forward_zip.pt';
const fastai = '03-awd-lstm/fastai_v1_lm.pth';
const module = '01-gulordava/module_old.pt';
const awd = '03-awd-lstm/salesforce_state_old.pt';
const nowdrop = '03-awd-lstm/salesforce_state_nowdrop.pt';
const wordLm = '02-pytorch-word-lm/checkpoint_lstm.pt';
const minGru = '08-mingru/plain_mingru.pt';

describe('refused by name', () => {
  it.each<[string, string, Settings, RegExp]>([
    ['a Flair model without its decoder', flair, { has_decoder: false }, /without its decoder/],
    ['a Flair model of other layers', flair, { recurrent_type: 'QRNN' }, /recurrent_type is QRNN/],
    ['a Flair model that says GRU of an LSTM', flair, { recurrent_type: 'GRU' }, /weights are those of a lstm/],
    ['a Flair model of pieces of words', flair, { tokenizer: 'x' }, /pieces of words by a tokenizer/],
    ['a Flair model of no direction', flair, { is_forward_lm: 1 }, /is_forward_lm is 1/],
    ['a dictionary of no bytes', flair, dictionary('a'), /item 0 of its dictionary/],
    ['a dictionary of no UTF-8', flair, dictionary(Uint8Array.of(0xc3)), /item 0 of its dictionary/],
    ['a softmax in several parts', awd, { 1: splitLoss([0, 2800, 20000, 1e8]) }, /softmax is split into 3 parts/],
    ['a bidirectional module', module, { 'rnn.bidirectional': true }, /bidirectional/],
    ['a projected module', module, { 'rnn.proj_size': 5 }, /proj_size/],
    ['layers of an unknown mode', module, { 'rnn.mode': 'QRNN' }, /mode "QRNN"/],
    ['two kinds in one file', module, { rnn_type: 'GRU' }, /in one place that it is \w+ and in another/],
    ['a mode that its weights are not', module, { rnn_type: 'GRU', 'rnn.mode': 'GRU' }, /says that it is gru, and its/],
    ['an argument that its weights are not', wordLm, { args: namespace('GRU') }, /says that it is gru, and its/],
  ])('%s', async (_what, name, settings, why) => {
    await expect(changed(name, settings)).rejects.toThrow(FormatError);
    await expect(changed(name, settings)).rejects.toThrow(why);
  });

  it.each<[string, string, Change, RegExp]>([
    [
      'a projection of another width',
      '04-flair/backward_old_p4.pt',
      { 'proj.weight': ones(8, 12) },
      /projection \[8,12\] does not fit its decoder/,
    ],
    [
      'token vectors that differ from their copy',
      fastai,
      { '0.encoder_dp.emb.weight': ones(32, 8) },
      /"0\.encoder_dp\.emb\.weight" is no copy of "0\.encoder\.weight"/,
    ],
    [
      'a recurrent matrix of fastai that differs from its copy',
      fastai,
      { '0.rnns.1.module.weight_hh_l0': ones(52, 13) },
      /"0\.rnns\.1\.module\.weight_hh_l0" is no copy of "0\.rnns\.1\.weight_hh_l0_raw"/,
    ],
    [
      'an AWD-LSTM that lacks a recurrent matrix',
      awd,
      { 'rnns.1.module.weight_hh_l0_raw': undefined },
      /lacks the recurrent weights of layer 2 of 3/,
    ],
    ['a QRNN', nowdrop, { 'rnns.0.linear.weight': ones(39, 8) }, /QRNN layers/],
    ['a minGRU with attention', minGru, { 'attention.weight': ones(7, 5) }, /also holds "attention\.weight"/],
    [
      'gates of unequal size',
      minGru,
      { 'layers.1.linear_z.weight': ones(12, 13) },
      /layers\.1: arrays that stand below one another are \[12,13\], \[13,13\]/,
    ],
  ])('%s', async (_what, name, change, why) => {
    await expect(changed(name, {}, change)).rejects.toThrow(FormatError);
    await expect(changed(name, {}, change)).rejects.toThrow(why);
  });

  it.each<[string, Settings]>([
    [flair, {}],
    [fastai, {}],
    [module, {}],
    [awd, { 1: splitLoss([0, 1e8]) }],
    [wordLm, { args: namespace('LSTM') }],
  ])('not %s with what is read', async (name, settings) => expect(await changed(name, settings)).not.toBeNull());
});

it('a folder of raw arrays is refused with one that has no place, and without one', async () => {
  const sound = await folderAt(at('06-ml5-charrnn/new_names'));
  const name = 'manifest.json';
  const { 'rnnlm/softmax_b': bias, ...rest }: Record<string, object> = JSON.parse(
    `${Buffer.from(await sound.read(name))}`,
  );
  const read = (variables: object) =>
    recognise(
      { ...sound, read: async (each) => (each === name ? Buffer.from(JSON.stringify(variables)) : sound.read(each)) },
      plain,
    );
  expect((await read({ 'rnnlm/softmax_b': bias, ...rest }))?.cell).toBe('lstm');
  await expect(read({ 'rnnlm/softmax_b': bias, attention: bias, ...rest })).rejects.toThrow(/also holds "attention"/);
  await expect(read(rest)).rejects.toThrow(/no single softmax_b/);
});
