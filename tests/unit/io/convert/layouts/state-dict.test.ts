import { expect, it } from 'vitest';
import { InputError } from '../../../../../runner/core/errors.ts';
import { mapStateDict } from '../../../../../runner/io/convert/layouts/state-dict.ts';
import { reading } from '../../../../../runner/io/formats/refusals.ts';
import { mapValues, sizeOf, type Tensor } from '../../../../../runner/nn/models/program.ts';

const [tokens, vector, units] = [7, 3, 4];
type Shapes = Record<string, readonly number[]>;

/** A state dict with these shapes; each array holds its own number, so that it can be told where it went. */
const stateDict = (shapes: Shapes): Record<string, Tensor> => {
  const places = Object.keys(shapes);
  return mapValues(shapes, (shape, name) => ({
    shape,
    data: new Float32Array(sizeOf(shape)).fill(places.indexOf(name)),
  }));
};
const recurrent = (prefix: string, gates: number, inputs = vector): Shapes => ({
  [`${prefix}weight_ih_l0`]: [gates * units, inputs],
  [`${prefix}weight_hh_l0`]: [gates * units, units],
  [`${prefix}bias_ih_l0`]: [gates * units],
  [`${prefix}bias_hh_l0`]: [gates * units],
});
const linear = (name: string, inputs = units): Shapes => ({
  [`${name}.weight`]: [tokens, inputs],
  [`${name}.bias`]: [tokens],
});
const map = (shapes: Shapes, given: Record<string, string> = {}, ignore: string[] = []) =>
  reading('m.pt', () =>
    mapStateDict(
      { kind: 'arrays', format: 'a file', tensors: stateDict(shapes), settings: new Map(), className: null },
      { map: new Map(Object.entries(given)), ignore: new Set(ignore) },
    ),
  );

it.each([
  ['module.emb', 'module.lstm.', 'module.fc', 4, 'lstm'],
  ['_orig_mod.word_embeddings', '_orig_mod.gru.', '_orig_mod.output_layer', 3, 'gru'],
  ['wte', 'core.', 'head', 1, 'rnn'],
])('the names of a state dict are mapped to ours: %s, %s, %s', (embedding, prefix, decoder, gates, cell) => {
  const shapes = { [`${embedding}.weight`]: [tokens, vector], ...recurrent(prefix, gates), ...linear(decoder) };
  const model = map(shapes);
  expect(model).toMatchObject({ cell, layers: 1, embedding: vector });
  expect(model.origins).toMatchObject({
    'embedding.weight': `${embedding}.weight`,
    'rnn.weight_ih_l0': `${prefix}weight_ih_l0`,
    'decoder.weight': `${decoder}.weight`,
    'decoder.bias': `${decoder}.bias`,
  });
});

it('what maps a state dict tells token vectors from the decoder by their names where their shapes are the same', () => {
  const shapes = { ...linear('out'), 'embed.weight': [tokens, units], ...recurrent('rnn.', 4, units) };
  expect(map(shapes).origins).toMatchObject({ 'embedding.weight': 'embed.weight', 'decoder.weight': 'out.weight' });
  const nameless = { 'a.weight': [tokens, units], 'b.weight': [tokens, units], ...recurrent('rnn.', 4, units) };
  expect(() => map(nameless)).toThrow(/Its decoder can be "a\.weight" or "b\.weight".*map\.decoder\.weight/);
  const told = map(nameless, { 'decoder.weight': 'b.weight' });
  expect(told.origins).toMatchObject({ 'embedding.weight': 'a.weight', 'decoder.weight': 'b.weight' });
});

it('a state dict without token vectors reads its input one-hot', () => {
  expect(map({ ...recurrent('rnn.', 1, tokens), ...linear('fc') })).toMatchObject({ embedding: 0 });
});

it('what maps a state dict takes the token vectors for a decoder that is tied to them', () => {
  const model = map({ 'encoder.weight': [tokens, units], ...recurrent('rnn.', 4, units), 'decoder.bias': [tokens] });
  expect(model.weights['decoder.weight']).toBe(model.weights['embedding.weight']);
  expect(model.notes.join()).toMatch(/tied/);
});

it('a state dict may have layers with a projection, which the decoder reads', () => {
  const projected = {
    'emb.weight': [tokens, vector],
    'rnn.weight_ih_l0': [16, vector],
    'rnn.weight_hh_l0': [16, 2],
    'rnn.bias_ih_l0': [16],
    'rnn.bias_hh_l0': [16],
    'rnn.weight_hr_l0': [2, 4],
    'fc.weight': [tokens, 2],
    'fc.bias': [tokens],
  };
  const model = map(projected);
  expect(model).toMatchObject({ cell: 'lstm', layers: 1, embedding: vector, projection: 2 });
  expect(model.weights['rnn.weight_hr_l0']?.shape).toEqual([2, 4]);
});

it('a state dict may have a single nn.LSTMCell', () => {
  const entries = Object.entries(recurrent('cell.', 4)).map(([name, shape]) => [name.replace('_l0', ''), shape]);
  expect(map({ 'emb.weight': [tokens, vector], ...Object.fromEntries(entries), ...linear('fc') }).cell).toBe('lstm');
});

it('what maps a state dict takes parts whose names differ in one number as a stack, by that number', () => {
  const stack = [0, 10, 2].map((part) => recurrent(`rnns.${part}.`, 4, part === 0 ? vector : units));
  const model = map({ 'emb.weight': [tokens, vector], ...Object.assign({}, ...stack), ...linear('fc') });
  expect(model.layers).toBe(3);
  expect(model.origins).toMatchObject({
    'rnn.weight_hh_l1': 'rnns.2.weight_hh_l0',
    'rnn.weight_hh_l2': 'rnns.10.weight_hh_l0',
  });
});

const two = { ...recurrent('a1.b1.', 4), ...recurrent('a2.b2.', 4, units), ...linear('fc') };
const whole = { 'emb.weight': [tokens, vector], ...recurrent('rnn.', 4), ...linear('fc') };
it.each<[string, Shapes, RegExp]>([
  ['a part without a place', { ...whole, 'norm.weight': [units] }, /also holds "norm\.weight".*ignore=/],
  ['attention', { ...whole, 'attention.weight': [units, units + 1] }, /also holds "attention\.weight"/],
  ['two recurrent parts', { ...whole, ...recurrent('encoder.', 4) }, /several recurrent parts/],
  ['parts that differ in two numbers', two, /several recurrent parts: a1\.b1\., a2\.b2\./],
  ['a bidirectional layer', { ...whole, 'rnn.weight_ih_l0_reverse': [16, 3] }, /bidirectional/],
  ['another projection', { ...whole, 'rnn.weight_hr_l0': [2, 4] }, /projection is \[2,4\], and its recurrent w/],
  ['no recurrent layer', { 'emb.weight': [tokens, vector], ...linear('fc') }, /no recurrent weights/],
  ['no decoder', { 'emb.weight': [tokens, vector], ...recurrent('rnn.', 4) }, /no linear decoder/],
  ['no token vectors', { ...recurrent('rnn.', 4), ...linear('fc') }, /no token vectors of length 3/],
  ['other gates', { ...whole, 'rnn.weight_hh_l0': [20, units] }, /no lstm, gru or rnn/],
  ['nothing', {}, /it holds nothing/],
])('a state dict is refused with %s', (_what, shapes, why) => {
  expect(() => map(shapes)).toThrow(InputError);
  expect(() => map(shapes)).toThrow(why);
});

it('what maps a state dict leaves out what it is told to', () => {
  const model = map({ ...whole, 'norm.weight': [units] }, {}, ['norm.weight']);
  expect(Object.values(model.origins)).not.toContain('norm.weight');
});

it('what maps a state dict refuses names that are not there, and ours that do not exist', () => {
  expect(() => map(whole, { 'decoder.weight': 'nothing' })).toThrow(/holds no "nothing".*emb\.weight \[7,3\]/);
  expect(() => map(whole, { 'decodr.weight': 'fc.weight' })).toThrow(/map\.decodr\.weight.*decoder\.weight/);
});
