/** Whole networks in the layouts in which people have them, with the tokenizers beside them, and files that look like one and are not. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importModel } from '../../../../runner/io/exchange/import-model.ts';
import { wholeNetworkAt, withPieces } from '../../../../runner/io/exchange/whole-networks.ts';
import { encodeSafetensors } from '../../../../runner/io/formats/safetensors/file.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { readPytorch } from '../../../../runner/io/formats/torch/torch.ts';
import { filesInZip } from '../../../../runner/io/formats/zip/zip.ts';
import { sizeOf, type Tensor } from '../../../../runner/nn/models/program.ts';
import { wholeNetwork } from '../../../../runner/nn/models/readers/families.ts';
import { open } from '../../../../runner/open.ts';
import { fixture } from '../../nn/engines/fixture.ts';
import { distance, expectedIn, modern } from '../../nn/models/readers/reference-networks.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { plainOptions } from './foreign-fixture.ts';

type Tensors = Record<string, Tensor>;
const folder = temporaryFolder();
let made = 0;
/** A folder with these files; arrays become a safetensors file. */
function folderOf(files: Record<string, Tensors | string>): string {
  const place = `${made++}`;
  for (const [name, content] of Object.entries(files))
    folder.write(`${place}/${name}`, typeof content === 'string' ? content : encodeSafetensors(content));
  return `${folder.path}/${place}`;
}

const config = (name: string) => readFileSync(modern(name), 'utf8');
const ofPytorch = async (path: string): Promise<Tensors> =>
  (await readPytorch(await filesInZip(readFileSync(modern(path))))).tensors;
const ofSafetensors = (name: string) => decodeSafetensors(readFileSync(modern(`${name}/model.safetensors`)), name);
const rwkv4 = await ofPytorch('rwkv4/rwkv4-float32.pth');
const rwkv7 = await ofPytorch('rwkv7/rwkv7-float32.pth');
const mamba = await ofPytorch('mamba1/original/pytorch_model.bin');
const slstm = await ofPytorch('slstm/xlstm.pth');
const minlm = await ofPytorch('../08-mingru/minlm_gru.pt');
const [mamba2, griffin, deltanet] = [
  ofSafetensors('mamba2/hf'),
  ofSafetensors('griffin'),
  ofSafetensors('gated-deltanet'),
];

const renamed = (tensors: Tensors, rename: (name: string) => string): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [rename(name), tensor]));
const without = (tensors: Tensors, ...names: string[]): Tensors =>
  Object.fromEntries(Object.entries(tensors).filter(([name]) => !names.includes(name)));
const array = (...shape: number[]): Tensor => ({ shape, data: new Float32Array(sizeOf(shape)) });
/** The network with an array of this name and shape. */
const plus = (tensors: Tensors, name: string, ...shape: number[]): Tensors => ({ ...tensors, [name]: array(...shape) });

/** As the transformers library names RWKV-4. */
const ofTransformers = renamed(rwkv4, (name) =>
  (/^head/.test(name) ? name : `rwkv.${name}`)
    .replace('rwkv.emb.', 'rwkv.embeddings.')
    .replace('.att.', '.attention.')
    .replace('.ffn.', '.feed_forward.')
    .replace('.ln0.', '.pre_ln.')
    .replace(/time_mix_k$/, 'time_mix_key')
    .replace(/time_mix_v$/, 'time_mix_value')
    .replace(/time_mix_r$/, 'time_mix_receptance'),
);
const mambaOfTransformers = without(
  renamed(mamba, (name) => name.replace('backbone.embedding.', 'backbone.embeddings.')),
  'lm_head.weight',
);
async function agrees(path: string, values: string): Promise<void> {
  const { tokens, logits } = await expectedIn(values);
  const model = await open(path);
  const reading = await model.read([...(tokens?.data ?? [])], { logits: true });
  await model.close();
  expect(distance(reading.logits, logits ?? { shape: [], data: new Float32Array() })).toBeLessThan(1e-5);
}

describe('a whole network opens from', () => {
  it('a folder of the transformers library', async () => {
    await agrees(folderOf({ 'model.safetensors': ofTransformers }), 'rwkv4/expected.npz');
    const files = { 'model.safetensors': mambaOfTransformers, 'config.json': config('mamba1/hf/config.json') };
    await agrees(folderOf(files), 'mamba1/expected.npz');
  });

  it('the file itself, with the settings beside it', async () => {
    await agrees(modern('mamba1/original/pytorch_model.bin'), 'mamba1/expected.npz');
    const files = { 'model.safetensors': mambaOfTransformers, 'config.json': '{"layer_norm_epsilon": 0.5}' };
    await expect(agrees(join(folderOf(files), 'model.safetensors'), 'mamba1/expected.npz')).rejects.toThrow(
      /less than/,
    );
  });

  it('files that an index names', async () => {
    const names = Object.keys(rwkv4);
    const [one, two] = [0, 1].map((piece) =>
      Object.fromEntries(Object.entries(rwkv4).filter(([name]) => names.indexOf(name) % 2 === piece)),
    );
    const pieces = { 'model-00001-of-00002.safetensors': one ?? {}, 'model-00002-of-00002.safetensors': two ?? {} };
    const map = Object.entries(pieces).flatMap(([file, tensors]) => Object.keys(tensors).map((name) => [name, file]));
    const index = JSON.stringify({ metadata: {}, weight_map: Object.fromEntries(map) });
    await agrees(folderOf({ ...pieces, 'model.safetensors.index.json': index }), 'rwkv4/expected.npz');
    const lacking = folderOf({ 'model-00001-of-00002.safetensors': one ?? {}, 'model.safetensors.index.json': index });
    await expect(open(lacking)).rejects.toThrow(/00002\.safetensors cannot be imported.*no such file/s);
    const outside = JSON.stringify({ weight_map: { 'emb.weight': '../elsewhere.safetensors' } });
    await expect(open(folderOf({ 'model.safetensors.index.json': outside }))).rejects.toThrow(/"\.\.\/elsewhere/);
  });

  it('what says Infinity, and has arrays that nothing reads', async () => {
    const files = { 'model.safetensors': mamba2, 'config.json': config('mamba2/hf/config.json') };
    expect(files['config.json']).toContain('Infinity');
    await agrees(folderOf(files), 'mamba2/expected.npz');
    await agrees(folderOf({ 'model.safetensors': plus(rwkv7, 'blocks.0.att.v0', 32) }), 'rwkv7/expected.npz');
    const bare = without(rwkv7, 'blocks.0.att.v0', 'blocks.0.att.v1', 'blocks.0.att.v2');
    await agrees(folderOf({ 'model.safetensors': bare }), 'rwkv7/expected.npz');
  });

  it('a folder with one file of the authors', async () => {
    const place = folderOf({ 'README.md': '' });
    cpSync(modern('rwkv4/rwkv4-float32.pth'), join(place, 'RWKV-4-Pile.pth'));
    await agrees(place, 'rwkv4/expected.npz');
  });
});

it('a first token whose key is far below zero is all that its mean of values holds', async () => {
  const low = { shape: [24], data: new Float32Array(24).fill(-200) };
  const model = await open(folderOf({ 'model.safetensors': { ...rwkv4, 'blocks.0.att.time_first': low } }));
  const reading = await model.read([7, 8]);
  const [value, wkv] = ['value.1', 'wkv.1'].map((name) => reading.component(name).values.subarray(0, 24));
  expect(distance(wkv ?? [], { shape: [24], data: value ?? new Float32Array() })).toBeLessThan(1e-6);
  await model.close();
});

describe('what computes something else is refused, with what can be read', () => {
  const mixer = 'backbone.layers.2.mixer';
  const nan = { shape: [24], data: new Float32Array(24).fill(Number.NaN) };

  it.each<[what: string, tensors: Tensors, settings: object, why: RegExp]>([
    ['the files of 2022 with ffnPre', plus(rwkv4, 'blocks.0.ffnPre.key.weight', 4, 4), {}, /"ffnPre"/],
    ['a second head', plus(rwkv4, 'head_q.weight', 4, 4), {}, /head_q/],
    ['RWKV-5', plus(rwkv4, 'blocks.0.att.time_faaaa', 2, 12), {}, /RWKV-5 or RWKV-6/],
    ['RWKV-6', renamed(rwkv4, (name) => name.replace('time_mix_k', 'time_maa_k')), {}, /RWKV-5 or RWKV-6/],
    ['another epsilon', rwkv4, { layer_norm_epsilon: 0.1 }, /layer_norm_epsilon is 0\.1/],
    ['Falcon Mamba', mambaOfTransformers, { model_type: 'falcon_mamba' }, /Falcon Mamba/],
    ['biases', plus(mamba, 'backbone.layers.0.mixer.in_proj.bias', 96), {}, /use_bias/],
    ['LayerNorm', mamba, { rms_norm: false }, /rms_norm: false/],
    ['layers of attention', plus(mamba, `${mixer}.Wqkv.weight`, 72, 24), {}, /has layers of attention/],
    ['an array more', plus(mamba, `${mixer}.extra`, 3), {}, /no place for/],
    ['an array of a name that objects have', plus(mamba, 'constructor', 3), {}, /"constructor".*no place for/],
    ['a decoder of its own', plus(mamba, 'lm_head.weight', 96, 24), {}, /is not its "backbone\.embedding/],
    ['RWKV-7 with DeepEmbed', plus(rwkv7, 'blocks.0.ffn.s1', 4, 4), {}, /DeepEmbed/],
    ['heads in groups', mamba2, { ssm_cfg: { ngroups: 8 } }, /in 8 groups/],
    ['limits of step sizes', mamba2, { time_step_limit: [0.1, 1] }, /limits, 0\.1 and 1/],
    ['attention in Griffin', plus(griffin, 'model.layers.2.temporal_block.q_proj.weight', 2, 2), {}, /attention/],
    ['another gelu', griffin, { hidden_activation: 'gelu' }, /hidden_activation is "gelu"/],
    ['no output gate', deltanet, { use_gate: false }, /use_gate/],
    ['doubled strengths', deltanet, { allow_neg_eigval: true }, /allow_neg_eigval/],
    ['more heads of values', deltanet, { num_heads: 3, num_v_heads: 6 }, /num_v_heads/],
    ['layers of attention among others', deltanet, { attn: { layers: [1] } }, /attention/],
    ['the CUDA layout', slstm, { slstm_block: { slstm: { backend: 'cuda' } } }, /backend is "cuda".*"vanilla"/s],
    [
      'norms of two kinds',
      plus(without(minlm, 'layers.1.1.weight'), 'layers.1.1.gamma', 8),
      {},
      /lacks "layers\.1\.1\.w/,
    ],
    ['a minLM without a second norm', without(minlm, 'layers.0.3.weight'), {}, /lacks "layers\.0\.3\.weight"/],
    ['a minLM with attention', plus(minlm, 'layers.0.5.to_q.weight', 8, 8), {}, /no place for/],
    [
      'a convolution in one layer',
      plus(minlm, 'layers.1.0.net.0.weight', 8, 1, 3),
      {},
      /net\.0\.weight".*no place for/,
    ],
    [
      'gates of unequal size',
      plus(minlm, 'layers.0.2.to_hidden_and_gate.weight', 23, 8),
      {},
      /23 rows, which are not 2/,
    ],
    ['a missing array', without(rwkv4, 'blocks.1.att.time_first'), {}, /lacks "blocks\.1\.att\.time_first" \[24\]/],
    ['another shape', plus(rwkv4, 'head.weight', 90, 23), {}, /\[90,23\].*\[90,24\]/],
    ['numbers that are none', { ...rwkv4, 'ln_out.bias': nan }, {}, /"ln_out\.bias" holds values that are not finite/],
  ])('%s', (what, tensors, settings, why) => {
    const attempt = () => wholeNetwork(tensors, { ...settings }, 'x');
    expect(attempt).toThrow(why);
    if (!/CUDA/.test(what)) expect(attempt).toThrow(/Read are whole networks \(RWKV-4, RWKV-7, Mamba, Mamba-2, /);
  });

  it('where checkpoints are asked for, with what can be done', async () => {
    const path = modern('rwkv4/rwkv4-float32.pth');
    const refusal = importModel(path, plainOptions);
    await expect(refusal).rejects.toThrow(/cannot be imported.*It is RWKV-4.*Name it in a manifest.*read\(ids/s);
    await expect(importModel(modern('mamba1/original'), plainOptions)).rejects.toThrow(/It is Mamba/);
    const tokenizer = modern('tokenizers/tokenizer.json');
    await expect(importModel(path, { ...plainOptions, vocabulary: tokenizer })).rejects.toThrow(/read where it lies/);
  });

  it('and what is no whole network is left to those who know it', async () => {
    await expect(open(folderOf({ 'model.safetensors': { weight: array(2, 2) } }))).rejects.toThrow(
      /no recurrent weights/,
    );
    expect(await wholeNetworkAt(fixture('lstm'))).toBeNull();
    expect(await wholeNetworkAt(modern('nothing'))).toBeNull();
    const cells = await open(fixture('lstm'));
    expect(cells.names).toContain('hidden.1');
    await cells.close();
  });
});

describe('a whole network with a tokenizer', () => {
  it.each([
    ['rwkv4/rwkv4-float32.pth', 'tokenizer.json'],
    ['rwkv7/rwkv7-float32.pth', 'world.txt'],
  ])('reads a text with the tokenizer that is given: %s', async (file, tokenizer) => {
    const [family = ''] = file.split('/');
    const { tokens, logits } = await expectedIn(`${family}/expected.npz`);
    if (tokens === undefined || logits === undefined) throw new Error('there are no tokens');
    const model = await open(modern(file), { vocabulary: modern(`tokenizers/${tokenizer}`) });
    const text = config(`${family}/text.txt`);
    const reading = await model.read(text, { logits: true });
    expect([...reading.ids]).toEqual([...tokens.data]);
    expect(reading.tokens.join('')).toBe(text);
    expect((await model.read(reading.ids)).tokens).toEqual(reading.tokens);
    expect(reading.tokens.map((token) => model.vocabulary.indexOf(token))).toEqual([...reading.ids]);
    expect(distance(reading.logits, logits)).toBeLessThan(2e-5);
    const written = await model.write('The', { length: 4, temperature: 0 });
    expect(written.tokens.join('').startsWith('The')).toBe(true);
    expect(written.tokens).toHaveLength(written.ids.length);
    await model.close();
  });

  it('finds the only tokenizer beside it, and says when there is none', async () => {
    for (const name of ['alone', 'with']) cpSync(modern('rwkv7/rwkv7-float32.pth'), `${folder.path}/${name}/model.pth`);
    cpSync(modern('tokenizers/world.txt'), `${folder.path}/with/rwkv_vocab_v20230424.txt`);
    const found = await open(`${folder.path}/with/model.pth`);
    expect((await found.read(' the river')).ids).toEqual(Int32Array.of(75));
    expect((await found.read([75])).tokens).toEqual([' the river']);
    await found.close();
    const none = await open(`${folder.path}/alone/model.pth`);
    await expect(none.read(' the river')).rejects.toThrow(/no tokenizer lies beside its file.*tokenizer\.json/);
    expect((await none.read([75])).tokens).toEqual(['#75']);
    await none.close();
  });

  it('is refused with a tokenizer that was given and cannot be read; one that lies beside it does not hinder its ids', async () => {
    const broken = `${folder.path}/${folder.write('tokenizer.json', '{"model": {"type": "Unigram"}}')}`;
    const attempt = open(modern('rwkv7/rwkv7-float32.pth'), { vocabulary: broken });
    await expect(attempt).rejects.toThrow(/Its model\..* is not what is read/);
    cpSync(modern('rwkv7/rwkv7-float32.pth'), `${folder.path}/beside/model.pth`);
    cpSync(broken, `${folder.path}/beside/tokenizer.json`);
    const model = await open(`${folder.path}/beside/model.pth`);
    expect(await model.read([75])).toMatchObject({ ids: Int32Array.of(75), tokens: ['#75'] });
    await expect(model.read('text')).rejects.toThrow(/Its model\..* is not what is read/);
    await model.close();
  });

  it('has a vocabulary whose tokens are each once, whatever they spell', async () => {
    const lines = ["1 'a' 1", "2 b'\\xc3' 1", "3 ' the' 4", "4 b'\\xa9' 1", "5 '<#0>' 4"].join('\n');
    const place = folderOf({ 'model.safetensors': rwkv7, 'world.txt': `${lines}\n` });
    const found = await wholeNetworkAt(place);
    if (found === null) throw new Error('it was not read');
    const { vocabulary, unit, pieces } = withPieces(found, place);
    expect(vocabulary.slice(0, 7)).toEqual(['<#0>', 'a', '<0xC3>', ' the', '<0xA9>', '<<#0>#5>', '<#6>']);
    expect(new Set(vocabulary).size).toBe(80);
    expect([unit, pieces?.cut('a theé')]).toEqual(['subword', ['a', ' the', '<0xC3>', '<0xA9>']]);
  });
});
