/** What programs keep in their files and no model here computes: refused by name, in files that are sound otherwise. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contentsOf, folderAt } from '../../../../../runner/io/exchange/contents.ts';
import type { Arrays } from '../../../../../runner/io/exchange/layouts/layout.ts';
import { recognise } from '../../../../../runner/io/exchange/layouts/layouts.ts';
import { FormatError } from '../../../../../runner/io/formats/format-error.ts';
import { PickledObject } from '../../../../../runner/io/formats/pickle/python.ts';
import type { Tensor } from '../../../../../runner/nn/models/program.ts';

const at = (name: string) => fileURLToPath(new URL(`../../../../fixtures/networks/${name}`, import.meta.url));
const plain = { map: new Map<string, string>(), ignore: new Set<string>() };

async function arraysOf(name: string): Promise<Arrays> {
  const contents = await contentsOf(readFileSync(at(name)));
  if (contents.kind !== 'arrays') throw new Error(`${name} holds no arrays`);
  return contents;
}

type Change = Partial<{ settings: Record<string, unknown>; tensors: Record<string, Tensor | undefined> }>;

/** The file with other settings or arrays; undefined takes one away. */
async function changed(name: string, { settings = {}, tensors = {} }: Change) {
  const contents = await arraysOf(name);
  const kept = Object.entries({ ...contents.tensors, ...tensors }).filter(
    (entry): entry is [string, Tensor] => entry[1] !== undefined,
  );
  const set = new Map([...contents.settings, ...Object.entries(settings)]);
  return recognise({ ...contents, settings: set, tensors: Object.fromEntries(kept) }, plain);
}

const ones = (...shape: number[]): Tensor => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
});
const flair = '04-flair/forward_zip.pt';
const fastai = '03-awd-lstm/fastai_v1_lm.pth';
const module = '01-gulordava/module_old.pt';
const splitLoss = (splits: number[]) => {
  const loss = new PickledObject('splitcross SplitCrossEntropyLoss', []);
  loss.state = new Map([['splits', splits]]);
  return loss;
};
const namespace = (model: string) => {
  const args = new PickledObject('argparse Namespace', []);
  args.state = new Map([['model', model]]);
  return args;
};
const dictionary = (items: unknown[], numbers: Map<unknown, unknown>) => {
  const held = new PickledObject('flair.data Dictionary', []);
  held.state = new Map<unknown, unknown>([
    ['idx2item', items],
    ['item2idx', numbers],
  ]);
  return held;
};

describe('refused by name', () => {
  it.each<[string, string, Change, RegExp]>([
    ['a Flair model without its decoder', flair, { settings: { has_decoder: false } }, /without its decoder/],
    ['a Flair model of other layers', flair, { settings: { recurrent_type: 'QRNN' } }, /recurrent_type is QRNN/],
    [
      'a Flair model that says GRU of an LSTM',
      flair,
      { settings: { recurrent_type: 'GRU' } },
      /weights are those of a lstm/,
    ],
    ['a Flair model of pieces of words', flair, { settings: { tokenizer: 'x' } }, /pieces of words by a tokenizer/],
    ['a Flair model of no direction', flair, { settings: { is_forward_lm: 1 } }, /is_forward_lm is 1/],
    [
      'a dictionary of no bytes',
      flair,
      { settings: { dictionary: dictionary(['a'], new Map()) } },
      /item 0 of its dictionary/,
    ],
    [
      'a dictionary of no UTF-8',
      flair,
      { settings: { dictionary: dictionary([Uint8Array.of(0xc3)], new Map()) } },
      /item 0 of its dictionary/,
    ],
    [
      'a projection of another width',
      '04-flair/backward_old_p4.pt',
      { tensors: { 'proj.weight': ones(8, 12) } },
      /projection \[8,12\] does not fit its decoder/,
    ],
    [
      'token vectors that differ from their copy',
      fastai,
      { tensors: { '0.encoder_dp.emb.weight': ones(32, 8) } },
      /"0\.encoder_dp\.emb\.weight" is no copy of "0\.encoder\.weight"/,
    ],
    [
      'a recurrent matrix of fastai that differs from its copy',
      fastai,
      { tensors: { '0.rnns.1.module.weight_hh_l0': ones(52, 13) } },
      /"0\.rnns\.1\.module\.weight_hh_l0" is no copy of "0\.rnns\.1\.weight_hh_l0_raw"/,
    ],
    [
      'an AWD-LSTM that lacks a recurrent matrix',
      '03-awd-lstm/salesforce_state_old.pt',
      { tensors: { 'rnns.1.module.weight_hh_l0_raw': undefined } },
      /lacks the recurrent weights of layer 2 of 3/,
    ],
    [
      'a softmax in several parts',
      '03-awd-lstm/salesforce_state_old.pt',
      { settings: { 1: splitLoss([0, 2800, 20000, 100000000]) } },
      /softmax is split into 3 parts/,
    ],
    [
      'a QRNN',
      '03-awd-lstm/salesforce_state_nowdrop.pt',
      { tensors: { 'rnns.0.linear.weight': ones(39, 8) } },
      /QRNN layers/,
    ],
    ['a bidirectional module', module, { settings: { 'rnn.bidirectional': true } }, /bidirectional/],
    ['a projected module', module, { settings: { 'rnn.proj_size': 5 } }, /proj_size/],
    ['layers of an unknown mode', module, { settings: { 'rnn.mode': 'QRNN' } }, /mode "QRNN"/],
    ['two kinds in one file', module, { settings: { rnn_type: 'GRU' } }, /in one place that it is \w+ and in another/],
    [
      'a mode that its weights are not',
      module,
      { settings: { rnn_type: 'GRU', 'rnn.mode': 'GRU' } },
      /says that it is gru, and its weights/,
    ],
    [
      'an argument that its weights are not',
      '02-pytorch-word-lm/checkpoint_lstm.pt',
      { settings: { args: namespace('GRU') } },
      /says that it is gru, and its weights/,
    ],
    [
      'a minGRU with attention',
      '08-mingru/plain_mingru.pt',
      { tensors: { 'attention.weight': ones(7, 5) } },
      /also holds "attention\.weight"/,
    ],
    [
      'gates of unequal size',
      '08-mingru/plain_mingru.pt',
      { tensors: { 'layers.1.linear_z.weight': ones(12, 13) } },
      /layers\.1: arrays that stand below one another are \[12,13\], \[13,13\]/,
    ],
  ])('%s', async (_what, name, change, why) => {
    await expect(changed(name, change)).rejects.toThrow(FormatError);
    await expect(changed(name, change)).rejects.toThrow(new RegExp(why.source, 'i'));
  });

  it('the same files are read as they are', async () => {
    for (const name of [flair, fastai, module]) expect(await changed(name, {})).not.toBeNull();
    expect(
      await changed('03-awd-lstm/salesforce_state_old.pt', { settings: { 1: splitLoss([0, 1e8]) } }),
    ).not.toBeNull();
    expect(
      (await changed('02-pytorch-word-lm/checkpoint_lstm.pt', { settings: { args: namespace('LSTM') } }))?.cell,
    ).toBe('lstm');
  });
});

it('a folder of raw arrays is refused with one that has no place, and without one', async () => {
  const sound = await folderAt(at('06-ml5-charrnn/new_names'));
  const manifest: Record<string, object> = JSON.parse(Buffer.from(await sound.read('manifest.json')).toString());
  const read = (change: (variables: Record<string, object>) => Record<string, object>) => {
    const changed = Buffer.from(JSON.stringify(change(manifest)));
    const name = 'manifest.json';
    return recognise({ ...sound, read: async (each) => (each === name ? changed : sound.read(each)) }, plain);
  };
  expect((await read((variables) => variables))?.cell).toBe('lstm');
  const more = read((variables) => ({
    ...variables,
    attention: variables.softmax_b ?? Object.values(variables)[0] ?? {},
  }));
  await expect(more).rejects.toThrow(/also holds "attention"/);
  const less = read((variables) =>
    Object.fromEntries(Object.entries(variables).filter(([name]) => !/softmax_b/.test(name))),
  );
  await expect(less).rejects.toThrow(/no single softmax_b/);
});
