/** What programs keep in their files and no model here computes: refused by name, in files that are sound otherwise. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contentsOf, folderAt } from '../../../../../runner/io/convert/contents.ts';
import { recognise } from '../../../../../runner/io/convert/layouts/layouts.ts';
import { FormatError } from '../../../../../runner/io/formats/format-error.ts';
import { PickledObject } from '../../../../../runner/io/formats/pickle/python.ts';
import { sizeOf, type Tensor } from '../../../../../runner/nn/models/program.ts';
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

/** An array of ones in the place of one, or beside the others. */
const ones = (name: string, ...shape: number[]): Change => ({
  [name]: { shape, data: new Float32Array(sizeOf(shape)).fill(1) },
});
const object = (className: string, state: Settings) =>
  Object.assign(new PickledObject(className, []), { state: new Map(Object.entries(state)) });
const splitLoss = (splits: number[]) => object('splitcross SplitCrossEntropyLoss', { splits });
const namespace = (model: string) => object('argparse Namespace', { model });
const dictionary = (item: unknown) => ({ dictionary: object('flair.data Dictionary', { idx2item: [item] }) });

const flair = '04-flair/forward_zip.pt';
const backward = '04-flair/backward_old_p4.pt';
const fastai = '03-awd-lstm/fastai_v1_lm.pth';
const module = '01-gulordava/module_old.pt';
const awd = '03-awd-lstm/salesforce_state_old.pt';
const nowdrop = '03-awd-lstm/salesforce_state_nowdrop.pt';
const wordLm = '02-pytorch-word-lm/checkpoint_lstm.pt';
const minGru = '08-mingru/plain_mingru.pt';

const [copied, raw] = ['0.encoder_dp.emb.weight', 'rnns.1.module.weight_hh_l0_raw'];
const [wrapped, linearZ] = ['0.rnns.1.module.weight_hh_l0', 'layers.1.linear_z.weight'];
it.each<[string, string, RegExp, Settings, change?: Change]>([
  ['a Flair model without its decoder', flair, /without its decoder/, { has_decoder: false }],
  ['a Flair model of other layers', flair, /recurrent_type is QRNN/, { recurrent_type: 'QRNN' }],
  ['a Flair model that says GRU of an LSTM', flair, /weights are those of a lstm/, { recurrent_type: 'GRU' }],
  ['a Flair model of pieces of words', flair, /pieces of words by a tokenizer/, { tokenizer: 'x' }],
  ['a Flair model of no direction', flair, /is_forward_lm is 1/, { is_forward_lm: 1 }],
  ['a dictionary of no bytes', flair, /item 0 of its dictionary/, dictionary('a')],
  ['a dictionary of no UTF-8', flair, /item 0 of its dictionary/, dictionary(Uint8Array.of(0xc3))],
  ['a softmax in several parts', awd, /softmax is split into 3 parts/, { 1: splitLoss([0, 2800, 20000, 1e8]) }],
  ['a bidirectional module', module, /bidirectional/, { 'rnn.bidirectional': true }],
  ['a projected module', module, /proj_size/, { 'rnn.proj_size': 5 }],
  ['layers of an unknown mode', module, /mode "QRNN"/, { 'rnn.mode': 'QRNN' }],
  ['two kinds in one file', module, /in one place that it is \w+ and in another/, { rnn_type: 'GRU' }],
  ['a mode that its weights are not', module, /says that it is gru, and its/, { rnn_type: 'GRU', 'rnn.mode': 'GRU' }],
  ['an argument that its weights are not', wordLm, /says that it is gru, and its/, { args: namespace('GRU') }],
  ['a projection of another width', backward, /projection \[8,12\] does not fit/, {}, ones('proj.weight', 8, 12)],
  ['token vectors that differ from their copy', fastai, /is no copy of "0\.encoder\.w/, {}, ones(copied, 32, 8)],
  ['a matrix that is no copy', fastai, /no copy of "0\.rnns\.1\.weight_hh_l0_raw"/, {}, ones(wrapped, 52, 13)],
  ['a missing matrix', awd, /lacks the recurrent weights of layer 2 of 3/, {}, { [raw]: undefined }],
  ['a QRNN', nowdrop, /QRNN layers/, {}, ones('rnns.0.linear.weight', 39, 8)],
  ['a minGRU with attention', minGru, /also holds "attention\.weight"/, {}, ones('attention.weight', 7, 5)],
  ['gates of unequal size', minGru, /layers\.1: arrays .* are \[12,13\], \[13,13\]/, {}, ones(linearZ, 12, 13)],
])('refused by name: %s', async (_what, name, why, settings, change) => {
  await expect(changed(name, settings, change)).rejects.toThrow(FormatError);
  await expect(changed(name, settings, change)).rejects.toThrow(why);
});

it.each<[string, Settings]>([
  [awd, { 1: splitLoss([0, 1e8]) }],
  [wordLm, { args: namespace('LSTM') }],
])('not refused: %s with what is read', async (name, settings) => {
  expect(await changed(name, settings)).not.toBeNull();
});

it('a folder of raw arrays is refused with one that has no place, and without one', async () => {
  const sound = await folderAt(at('06-ml5-charrnn/new_names'));
  const name = 'manifest.json';
  const given: Record<string, object> = JSON.parse(`${Buffer.from(await sound.read(name))}`);
  const { 'rnnlm/softmax_b': bias, ...rest } = given;
  const read = (variables: object) => {
    const changed = Buffer.from(JSON.stringify(variables));
    return recognise({ ...sound, read: async (each) => (each === name ? changed : sound.read(each)) }, plain);
  };
  expect((await read(given))?.cell).toBe('lstm');
  await expect(read({ ...given, attention: bias })).rejects.toThrow(/also holds "attention"/);
  await expect(read(rest)).rejects.toThrow(/no single softmax_b/);
});
