import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kerasModel } from '../../../../../runner/io/convert/layouts/keras.ts';
import { FormatError } from '../../../../../runner/io/formats/format-error.ts';
import { kerasLayers, readHdf5 } from '../../../../../runner/io/formats/keras/keras.ts';
import type { Tensor } from '../../../../../runner/nn/models/program.ts';
import { foreign } from '../foreign-fixture.ts';

const [tokens, vector, units] = [6, 3, 2];
type Config = Record<string, unknown>;
type Entry = { class_name: string; config: Config; inbound_nodes?: unknown };

const entry = (kind: string, name: string, config: Config = {}): Entry => ({
  class_name: kind,
  config: { name, ...config },
});
const embedding = entry('Embedding', 'embedding');
const lstm = (config: Config = {}) =>
  entry('LSTM', 'lstm', { activation: 'tanh', recurrent_activation: 'sigmoid', ...config });
const gru = (config: Config = {}) =>
  entry('GRU', 'gru', { recurrent_activation: 'sigmoid', reset_after: true, ...config });
const softmax = entry('Activation', 'act', { activation: 'softmax' });
const dense = (config: Config = {}) => entry('Dense', 'dense', { activation: 'softmax', ...config });

/** Numbers 1, 2, 3, ... in an array of this shape. */
function counting(...shape: number[]): Tensor {
  const length = shape.reduce((product, each) => product * each, 1);
  return { shape, data: Float32Array.from({ length }, (_, index) => index + 1) };
}
const arrays: Record<string, Tensor[]> = {
  Embedding: [counting(tokens, vector)],
  LSTM: [counting(vector, 4 * units), counting(units, 4 * units), counting(4 * units)],
  GRU: [counting(vector, 3 * units), counting(units, 3 * units), counting(2, 3 * units)],
  SimpleRNN: [counting(vector, units), counting(units, units), counting(units)],
  Dense: [counting(units, tokens), counting(tokens)],
};
const read = (layers: Entry[], change: Record<string, Tensor[]> = {}) => {
  const { applied, notes } = kerasLayers(JSON.stringify({ class_name: 'Sequential', config: { name: 's', layers } }));
  const arraysOf = ({ kind }: { kind: string }) => ({ ...arrays, ...change })[kind] ?? [];
  return kerasModel({ format: 'Keras', keras: 2, layers: applied, arraysOf, notes });
};

it("what reads Keras' layers looks through dropout, a Dense layer over time and a softmax of its own", () => {
  const timed = entry('TimeDistributed', 'time', { layer: dense({ activation: 'linear' }) });
  expect(read([embedding, entry('Dropout', 'd'), lstm(), timed, softmax]).layers).toBe(1);
});

it("what reads Keras' layers takes missing biases as zeros and says so", () => {
  const [kernel = counting(), recurrentKernel = counting()] = arrays.LSTM ?? [];
  const { weights, notes } = read([embedding, lstm({ use_bias: false }), dense()], {
    LSTM: [kernel, recurrentKernel],
  });
  expect([...(weights['rnn.bias_ih_l0']?.data ?? [])]).toEqual(Array(8).fill(0));
  expect(notes.join()).toMatch(/"lstm" has no bias: zeros/);
});

const lined = lstm({ recurrent_activation: 'hard_sigmoid' });
it.each<[string, Entry[], RegExp]>([
  ['another activation', [embedding, lstm({ activation: 'relu' }), dense()], /"lstm" \(LSTM\) has activation "relu"/],
  ['another squashing', [embedding, lstm({ recurrent_activation: 'elu' }), dense()], /recurrent_activation "elu"/],
  ['reading backwards', [embedding, lstm({ go_backwards: true }), dense()], /go_backwards true/],
  ['a bidirectional layer', [embedding, entry('Bidirectional', 'b'), dense()], /"b" is a Bidirectional/],
  ['a CuDNN layer', [embedding, entry('CuDNNLSTM', 'c'), dense()], /"c" is a CuDNNLSTM/],
  ['two Dense layers', [embedding, lstm(), dense(), dense()], /its layers are Embedding LSTM Dense Dense/],
  ['a softmax of a softmax', [embedding, lstm(), dense(), softmax], /two softmaxes/],
  ['no Dense layer', [embedding, lstm()], /its layers are Embedding LSTM/],
  ['a sigmoid output', [embedding, lstm(), dense({ activation: 'sigmoid' })], /activation "sigmoid"/],
  ['two kinds of cells', [embedding, lstm(), entry('SimpleRNN', 'r'), dense()], /mixes kinds.*lstm, rnn/],
  ['an old GRU', [embedding, gru({ reset_after: false }), dense()], /reset_after false/],
  ['two squashings', [embedding, lstm(), lined, dense()], /several recurrent/],
])("what reads Keras' layers refuses %s", (_what, layers, why) => {
  expect(() => read(layers)).toThrow(FormatError);
  expect(() => read(layers)).toThrow(why);
});

describe('the layers of a functional model', () => {
  /** The layer, which reads tensors of these: the first of each layer, the next where one is named again. */
  const after = (layer: Entry, ...names: string[]): Entry => {
    const tensors = names.map((name, at) => [name, 0, names.slice(0, at).filter((each) => each === name).length, {}]);
    return { ...layer, inbound_nodes: names.length === 0 ? [] : [tensors] };
  };
  const functional = (layers: Entry[]) => kerasLayers(JSON.stringify({ class_name: 'Functional', config: { layers } }));
  const input = after(entry('InputLayer', 'input'));

  it('come in the order of their application, not of their listing', () => {
    const layers = [after(dense(), 'lstm'), after(lstm(), 'embedding'), input, after(embedding, 'input')];
    expect(functional(layers).applied.map(({ name }) => name)).toEqual(['input', 'embedding', 'lstm', 'dense']);
  });

  it('may hand their state on, which is told', () => {
    const second = after(entry('LSTM', 'second'), 'lstm', 'lstm', 'lstm');
    const { applied, notes } = functional([input, after(lstm(), 'input'), second]);
    expect(applied).toHaveLength(3);
    expect(notes).toEqual(['Layer "second" begins with the last state of "lstm"; here it begins at zero.']);
  });

  it("are found in Keras 3's way of writing too", () => {
    const from = (name: string) => ({ class_name: '__keras_tensor__', config: { keras_history: [name, 0, 0] } });
    const behind = (layer: Entry, name: string) => ({ ...layer, inbound_nodes: [{ args: [from(name)] }] });
    const layers = [input, behind(embedding, 'input'), behind(lstm(), 'embedding')];
    expect(functional(layers).applied.map(({ name }) => name)).toEqual(['input', 'embedding', 'lstm']);
  });

  it.each<[string, Entry[], RegExp]>([
    ['a fork', [input, after(lstm(), 'input'), after(dense(), 'input')], /"input" feeds several/],
    ['a join', [input, after(lstm(), 'input', 'other')], /several inputs: input, other/],
    ['a circle', [input, after(lstm(), 'dense'), after(dense(), 'lstm')], /no chain/],
  ])('are refused with %s', (_what, layers, why) => {
    expect(() => functional(layers)).toThrow(FormatError);
    expect(() => functional(layers)).toThrow(why);
  });

  it.each([
    ['{', /not JSON/],
    ['[]', /not an object/],
    ['{"class_name":"Tower","config":{}}', /it is a "Tower"/i],
    ['{"class_name":"Sequential","config":{}}', /lists no layers/],
    ['{"class_name":"Sequential","config":{"layers":[{}]}}', /without a class/],
  ])('are not in %s', (text, why) => {
    expect(() => kerasLayers(text)).toThrow(why);
  });
});

it('an HDF5 file that keeps the library busy is given up, and one that is cut off refused', async () => {
  const bytes = readFileSync(foreign('keras2-lstm.h5'));
  await expect(readHdf5(bytes, 0)).rejects.toThrow(/reading it took more than 0 s/);
  await expect(readHdf5(bytes.subarray(0, 3000))).rejects.toThrow(/HDF5 file is damaged/);
});
