/**
 * From Keras' layers to a model: Embedding (or one-hot input), LSTM, GRU or SimpleRNN layers, Dense with softmax. Every
 * setting that changes what is computed is obeyed or refused by name. The same for Keras 2 and 3. Pure.
 *
 * Keras keeps kernels as [inputs, gates x units] and one bias; gate order i, f, c, o (LSTM, as ours) and z, r, h (GRU).
 */
import { item } from '../../../core/at.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { decoderBias, decoderWeight, embeddingWeight, layerParameters } from '../../../nn/models/architecture.ts';
import { type CellName, cells } from '../../../nn/models/cells/cells.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { KerasFile, KerasLayer } from '../../formats/keras/keras.ts';
import { reordered, transposed, zeros } from '../arrays.ts';
import type { ImportedWeights, Layout } from './layout.ts';

export const keras: Layout = {
  label: 'whole models of Keras 2 and 3 (HDF5, .keras)',
  recognise: (contents) => (contents.kind === 'keras' ? kerasModel(contents) : null),
};

/** Of a layer: its settings that have a counterpart only with some values, and how many matrices it has before its bias. */
interface Kind {
  cell?: CellName;
  matrices: number;
  biased: boolean;
  accepts: Readonly<Record<string, readonly unknown[]>>;
}

const recurrentKind = (cell: CellName): Kind => ({
  cell,
  matrices: 2,
  biased: true,
  accepts: {
    activation: ['tanh', undefined],
    go_backwards: [false, undefined],
    time_major: [false, undefined],
    ...(cell !== 'rnn' && { recurrent_activation: ['sigmoid', 'hard_sigmoid'] }),
  },
});

const kinds = new Map<string, Kind>([
  ['Embedding', { matrices: 1, biased: false, accepts: {} }],
  ['LSTM', recurrentKind('lstm')],
  ['GRU', recurrentKind('gru')],
  ['SimpleRNN', recurrentKind('rnn')],
  ['Dense', { matrices: 1, biased: true, accepts: { activation: ['softmax', 'linear', null, undefined] } }],
  ['Activation', { matrices: 0, biased: false, accepts: { activation: ['softmax', 'linear'] } }],
]);
/** Layers that do nothing while a text is read. */
const idle = new Set(['InputLayer', 'Dropout', 'SpatialDropout1D', 'GaussianNoise']);
/** The order in which they stand. */
const chain = /^(Embedding )?((LSTM|GRU|SimpleRNN) )+Dense (Activation )?$/;

function fail(
  why: string,
  fix = 'Read are Embedding, LSTM, GRU or SimpleRNN layers, and Dense, one after another',
): never {
  throw new FormatError(why, fix);
}

/** @throws FormatError naming the layer and the setting that has no counterpart. */
export function kerasModel(file: KerasFile): ImportedWeights {
  const read = file.layers.filter(({ kind }) => !idle.has(kind)).map((layer) => partOf(file, layer));
  const order = read.map(({ kind }) => `${kind} `).join('');
  if (!chain.test(order)) fail(`its layers are ${order.trim() || 'none'}`);
  const layers = read.filter(({ cell }) => cell !== undefined);
  if (read.filter((part) => !layers.includes(part) && part.config.activation === 'softmax').length > 1)
    fail('it has two softmaxes');
  const [cell, ...otherCells] = new Set(layers.flatMap((part) => part.cell ?? []));
  if (cell === undefined || otherCells.length > 0)
    return fail(`it mixes kinds of layers: ${[cell, ...otherCells].join(', ')}`);
  const activations = new Set(layers.map(({ config }) => config.recurrent_activation ?? 'sigmoid'));
  if (cell !== 'rnn' && activations.size > 1)
    fail(`its layers have several recurrent activations: ${[...activations].join(', ')}`);
  const hard = file.keras === 2 ? 'hard_sigmoid' : 'hard_sigmoid_keras_3';
  const ours = read.flatMap((part) => (part.cell === undefined ? plain(part) : recurrent(part, layers.indexOf(part))));
  return {
    format: file.format,
    cell,
    layers: layers.length,
    embedding: read[0]?.kind === 'Embedding' ? item(item(read[0].matrices, 0).shape, 1) : 0,
    ...(cell !== 'rnn' && activations.has('hard_sigmoid') && { recurrentActivation: hard }),
    weights: Object.fromEntries(ours),
    origins: Object.fromEntries(ours.map(([name, , theirs]) => [name, theirs])),
    notes: [...file.notes, ...read.flatMap(notesOf)],
  };
}

/** A layer with its arrays. */
interface Part extends KerasLayer {
  cell: CellName | undefined;
  matrices: Tensor[];
  bias: Tensor | undefined;
}

function partOf(file: KerasFile, layer: KerasLayer): Part {
  const { name, kind, config } = layer;
  const known = kinds.get(kind);
  if (known === undefined) return fail(`layer "${name}" is a ${kind}`);
  for (const [key, accepted] of Object.entries(known.accepts))
    if (!accepted.includes(config[key]))
      fail(`layer "${name}" (${kind}) has ${key} ${JSON.stringify(config[key])}, which has no counterpart here`);
  const arrays = known.matrices === 0 ? [] : file.arraysOf(layer);
  const count = known.matrices + (known.biased && config.use_bias !== false ? 1 : 0);
  if (arrays.length !== count) fail(`layer "${name}" has ${arrays.length} arrays and needs ${count}`);
  const matrices = arrays.slice(0, known.matrices);
  const other = matrices.find(({ shape }) => shape.length !== 2);
  if (other !== undefined) fail(`layer "${name}" (${kind}) has an array [${other.shape}] and needs a matrix`);
  return { ...layer, cell: known.cell, matrices, bias: arrays[known.matrices] };
}

function notesOf({ name, config, cell, bias }: Part): string[] {
  if (cell !== undefined && bias === undefined) return [`Layer "${name}" has no bias: zeros.`];
  return config.mask_zero === true ? [`Layer "${name}" skips token 0; here it is read like any other.`] : [];
}

/** One of our parameters, and what it was made of. */
type Row = [ours: string, tensor: Tensor, theirs: string];

/** Of token vectors, of the decoder. */
function plain({ name, kind, matrices: [matrix], bias }: Part): Row[] {
  if (matrix === undefined) return [];
  if (kind === 'Embedding') return [[embeddingWeight, matrix, name]];
  return [
    [decoderWeight, transposed(matrix), `${name} kernel`],
    [decoderBias, bias ?? zeros(item(matrix.shape, 1)), bias ? `${name} bias` : 'zeros'],
  ];
}

function recurrent({ name, kind, config, cell = 'rnn', matrices, bias }: Part, index: number): Row[] {
  const [kernel, recurrentKernel] = [item(matrices, 0), item(matrices, 1)];
  const [units = 0, columns] = recurrentKernel.shape;
  const gates = cells[cell].parameters.weight_hh?.blocks ?? 0;
  if (columns !== gates * units) fail(`layer "${name}" (${kind}) has a recurrent kernel [${recurrentKernel.shape}]`);
  if (cell === 'gru' && config.reset_after !== true)
    fail(
      `layer "${name}" (GRU) has reset_after false: its reset gate acts before the recurrent product, as no cell here does`,
      'Train it with reset_after=True, the default since TensorFlow 2',
    );
  const expected = cell === 'gru' ? [2, columns] : [columns];
  if (bias !== undefined && bias.shape.join() !== expected.join())
    fail(`layer "${name}" has a bias [${bias.shape}], not [${expected}]`);
  const order = cell === 'gru' ? [1, 0, 2] : Array.from({ length: gates }, (_, gate) => gate);
  /** Ours are two, added up but for the GRU's candidate; Keras has one, and two in the GRU that PyTorch also has. */
  const half = (from: number): Row[1] =>
    reordered({ shape: [columns], data: bias?.data.slice(from, from + columns) ?? new Float32Array(columns) }, order);
  const [theirs, isTwo] = [bias ? `${name} bias` : 'zeros', bias !== undefined && cell === 'gru'];
  const ours = layerParameters(index + 1);
  return [
    [ours.inputWeight, reordered(transposed(kernel), order), `${name} kernel`],
    [ours.recurrentWeight, reordered(transposed(recurrentKernel), order), `${name} recurrent kernel`],
    [ours.inputBias, half(0), theirs],
    [ours.recurrentBias, isTwo ? half(columns) : zeros(columns), isTwo ? theirs : 'zeros'],
  ];
}
