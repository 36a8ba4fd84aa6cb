/** Whole networks in the layouts in which people have them, with the tokenizers beside them, and files that look like one and are not. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importModel } from '../../../../runner/io/convert/import-model.ts';
import { wholeNetworkAt, withPieces } from '../../../../runner/io/convert/whole-networks.ts';
import { encodeSafetensors } from '../../../../runner/io/formats/safetensors/file.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { readPytorch } from '../../../../runner/io/formats/torch/torch.ts';
import { filesInZip } from '../../../../runner/io/formats/zip/zip.ts';
import { sizeOf, type Tensor } from '../../../../runner/nn/models/program.ts';
import { wholeNetwork } from '../../../../runner/nn/models/readers/families.ts';
import { open } from '../../../../runner/open.ts';
import { fixture } from '../../nn/engines/fixture.ts';
import { deviation, expectedIn, modern, opened } from '../../nn/models/readers/reference-networks.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { plainOptions } from './foreign-fixture.ts';

type Tensors = Record<string, Tensor>;
const folder = temporaryFolder();
let made = 0;
const isFile = (content: Files[string]) => typeof content === 'string' || content instanceof Uint8Array;
type Files = Record<string, Tensors | string | Uint8Array>;
/** A folder with these files; arrays become a safetensors file. */
function folderOf(files: Files): string {
  const place = `${made++}`;
  for (const [name, content] of Object.entries(files))
    folder.write(`${place}/${name}`, isFile(content) ? content : encodeSafetensors(content));
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
async function agrees(path: string, family: string): Promise<void> {
  const { ids, of } = await expectedIn(`${family}/expected.npz`);
  const reading = await (await opened(path)).read(ids, { logits: true });
  expect(deviation(reading.logits, of('logits'))).toBeLessThan(1e-5);
}

const fileOf = Object.fromEntries(
  Object.keys(rwkv4).map((name, i) => [name, `model-0000${1 + (i % 2)}-of-00002.safetensors`]),
);
const piece = (file = '') => without(rwkv4, ...Object.keys(rwkv4).filter((name) => fileOf[name] !== file));
const pieces = Object.fromEntries(Object.values(fileOf).map((file) => [file, piece(file)]));
const index = JSON.stringify({ metadata: {}, weight_map: fileOf });
const indexFile = 'model.safetensors.index.json';

const saved = (tensors: Tensors, settings?: string): Files => ({
  'model.safetensors': tensors,
  ...(settings && { 'config.json': settings }),
});
const bare = without(rwkv7, ...[0, 1, 2].map((n) => `blocks.0.att.v${n}`));
const ofAuthors = readFileSync(modern('rwkv4/rwkv4-float32.pth'));
it.each<[string, family: string, Files]>([
  ['of the transformers library', 'rwkv4', saved(ofTransformers)],
  ['of that library with its settings', 'mamba1', saved(mambaOfTransformers, config('mamba1/hf/config.json'))],
  ['whose settings say Infinity', 'mamba2', saved(mamba2, config('mamba2/hf/config.json'))],
  ['with an array that nothing reads', 'rwkv7', saved(plus(rwkv7, 'blocks.0.att.v0', 32))],
  ['without such arrays', 'rwkv7', saved(bare)],
  ['of files that an index names', 'rwkv4', { ...pieces, [indexFile]: index }],
  ['with one file of the authors', 'rwkv4', { 'README.md': '', 'RWKV-4-Pile.pth': ofAuthors }],
])('a whole network opens from a folder %s', (_what, family, files) => agrees(folderOf(files), family));

it('a whole network opens from the file itself, with the settings beside it', async () => {
  await agrees(modern('mamba1/original/pytorch_model.bin'), 'mamba1');
  expect(config('mamba2/hf/config.json')).toContain('Infinity');
  const other = join(folderOf(saved(mambaOfTransformers, '{"layer_norm_epsilon": 0.5}')), 'model.safetensors');
  await expect(agrees(other, 'mamba1')).rejects.toThrow(/less than/);
});

it('a file that an index names and that is not there is told, and so is one elsewhere', async () => {
  const [first = ''] = Object.keys(pieces);
  const lacking = folderOf({ [first]: piece(first), [indexFile]: index });
  await expect(open(lacking)).rejects.toThrow(/00002\.safetensors cannot be imported.*no such file/s);
  const outside = JSON.stringify({ weight_map: { 'emb.weight': '../elsewhere.safetensors' } });
  await expect(open(folderOf({ [indexFile]: outside }))).rejects.toThrow(/"\.\.\/elsewhere/);
});

it('a first token whose key is far below zero is all that its mean of values holds', async () => {
  const low = { shape: [24], data: new Float32Array(24).fill(-200) };
  const path = folderOf({ 'model.safetensors': { ...rwkv4, 'blocks.0.att.time_first': low } });
  const reading = await (await opened(path)).read([7, 8]);
  const [value = [], wkv = []] = ['value.1', 'wkv.1'].map((name) => reading.component(name).values.subarray(0, 24));
  expect(deviation(wkv, value)).toBeLessThan(1e-6);
});

const mixer = 'backbone.layers.2.mixer';
const gates = 'layers.0.2.to_hidden_and_gate.weight';
const twoNorms = plus(without(minlm, 'layers.1.1.weight'), 'layers.1.1.gamma', 8);
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
  ['norms of two kinds', twoNorms, {}, /lacks "layers\.1\.1\.w/],
  ['a minLM without a second norm', without(minlm, 'layers.0.3.weight'), {}, /lacks "layers\.0\.3\.weight"/],
  ['a minLM with attention', plus(minlm, 'layers.0.5.to_q.weight', 8, 8), {}, /no place for/],
  ['a convolution in one layer', plus(minlm, 'layers.1.0.net.0.weight', 8, 1, 3), {}, /net\.0\.w.*no place for/],
  ['gates of unequal size', plus(minlm, gates, 23, 8), {}, /23 rows, which are not 2/],
  ['a missing array', without(rwkv4, 'blocks.1.att.time_first'), {}, /lacks "blocks\.1\.att\.time_first" \[24\]/],
  ['another shape', plus(rwkv4, 'head.weight', 90, 23), {}, /\[90,23\].*\[90,24\]/],
  ['numbers that are none', { ...rwkv4, 'ln_out.bias': nan }, {}, /"ln_out\.bias" holds values that are not finite/],
])('what computes something else is refused, with what can be read: %s', (what, tensors, settings, why) => {
  const attempt = () => wholeNetwork(tensors, { ...settings }, 'x');
  expect(attempt).toThrow(why);
  if (!/CUDA/.test(what)) expect(attempt).toThrow(/Read are whole networks \(RWKV-4, RWKV-7, Mamba, Mamba-2, /);
});

it('a whole network is refused where checkpoints are asked for, with what can be done', async () => {
  const path = modern('rwkv4/rwkv4-float32.pth');
  const refusal = importModel(path, plainOptions);
  await expect(refusal).rejects.toThrow(/cannot be imported.*It is RWKV-4.*Name it in a manifest.*read\(ids/s);
  await expect(importModel(modern('mamba1/original'), plainOptions)).rejects.toThrow(/It is Mamba/);
  const tokenizer = modern('tokenizers/tokenizer.json');
  await expect(importModel(path, { ...plainOptions, vocabulary: tokenizer })).rejects.toThrow(/read where it lies/);
});

it('what is no whole network is left to those who know it', async () => {
  await expect(open(folderOf({ 'model.safetensors': { weight: array(2, 2) } }))).rejects.toThrow(/no recurrent/);
  expect(await wholeNetworkAt(fixture('lstm'))).toBeNull();
  expect(await wholeNetworkAt(modern('nothing'))).toBeNull();
  expect((await opened(fixture('lstm'))).names).toContain('hidden.1');
});

describe('a whole network with a tokenizer', () => {
  it.each([
    ['rwkv4/rwkv4-float32.pth', 'tokenizer.json'],
    ['rwkv7/rwkv7-float32.pth', 'world.txt'],
  ])('reads a text with the tokenizer that is given: %s', async (file, tokenizer) => {
    const [family = ''] = file.split('/');
    const { ids, of } = await expectedIn(`${family}/expected.npz`);
    const model = await opened(modern(file), { vocabulary: modern(`tokenizers/${tokenizer}`) });
    const text = config(`${family}/text.txt`);
    const reading = await model.read(text, { logits: true });
    expect([...reading.ids]).toEqual(ids);
    expect(reading.tokens.join('')).toBe(text);
    expect((await model.read(reading.ids)).tokens).toEqual(reading.tokens);
    expect(reading.tokens.map((token) => model.vocabulary.indexOf(token))).toEqual(ids);
    expect(deviation(reading.logits, of('logits'))).toBeLessThan(2e-5);
    const written = await model.write('The', { length: 4, temperature: 0 });
    expect(written.tokens.join('').startsWith('The')).toBe(true);
    expect(written.tokens).toHaveLength(written.ids.length);
  });

  const broken = '{"model": {"type": "Unigram"}}';
  /** A copy of a model, with this file beside it. */
  const beside = (name: string, content: string) => {
    const place = folderOf({ [name]: content });
    cpSync(modern('rwkv7/rwkv7-float32.pth'), `${place}/model.pth`);
    return opened(`${place}/model.pth`);
  };

  it('finds the only tokenizer beside it', async () => {
    const model = await beside('rwkv_vocab_v20230424.txt', config('tokenizers/world.txt'));
    expect(await model.read(' the river')).toMatchObject({ ids: Int32Array.of(75), tokens: [' the river'] });
    expect((await model.read([75])).tokens).toEqual([' the river']);
  });

  it.each([
    ['without one', 'notes.md', '', /no tokenizer lies beside its file.*tokenizer\.json/],
    ['with one that cannot be read', 'tokenizer.json', broken, /Its model\..* is not what is read/],
  ])('reads ids %s beside it, and says why no text', async (_what, name, content, why) => {
    const model = await beside(name, content);
    expect(await model.read([75])).toMatchObject({ ids: Int32Array.of(75), tokens: ['#75'] });
    await expect(model.read('text')).rejects.toThrow(why);
  });

  it('is refused with a tokenizer that was given and cannot be read', async () => {
    const vocabulary = `${folderOf({ 'tokenizer.json': broken })}/tokenizer.json`;
    const attempt = open(modern('rwkv7/rwkv7-float32.pth'), { vocabulary });
    await expect(attempt).rejects.toThrow(/Its model\..* is not what is read/);
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
