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
import type { RecurrentActivation } from '../../../nn/models/cells/recurrent-activation.ts';
import type { KerasLayer } from '../../formats/keras/config.ts';
import type { KerasFile } from '../../formats/keras/keras.ts';
import { FormatError } from '../../formats/refusals.ts';
import { reordered, transposed, zeros } from '../arrays.ts';
import type { ForeignModel, Layout } from './layout.ts';

export const keras: Layout = {
  label: 'whole models of Keras 2 and 3 (HDF5, .keras)',
  recognise: (contents) => (contents.kind === 'keras' ? kerasModel(contents) : null),
};

const cellOf = new Map<string, CellName>([
  ['LSTM', 'lstm'],
  ['GRU', 'gru'],
  ['SimpleRNN', 'rnn'],
]);
/** Layers that do nothing while a text is read. */
const idle = new Set(['InputLayer', 'Dropout', 'SpatialDropout1D', 'GaussianNoise']);

function fail(
  why: string,
  fix = 'Read are Embedding, LSTM, GRU or SimpleRNN layers, and Dense, one after another',
): never {
  throw new FormatError(why, fix);
}

/** @throws FormatError naming the layer and the setting that has no counterpart. */
export function kerasModel(file: KerasFile): ForeignModel {
  const model = new ModelInProgress(file);
  for (const layer of file.layers) {
    const cell = cellOf.get(layer.kind);
    if (cell !== undefined) readRecurrent(model, layer, cell);
    else if (layer.kind === 'Embedding') readEmbedding(model, layer);
    else if (layer.kind === 'Dense') readDense(model, layer);
    else if (layer.kind === 'Activation' && model.decoded && !model.squashed)
      check(layer, 'activation', ['softmax', 'linear']);
    else if (!idle.has(layer.kind)) fail(`layer "${layer.name}" is a ${layer.kind}`);
  }
  return model.finished();
}

/** What the layers read so far have given. */
class ModelInProgress {
  readonly file: KerasFile;
  readonly notes: string[];
  readonly #weights: Record<string, Tensor> = {};
  readonly #origins: Record<string, string> = {};
  /** Of the recurrent layers so far, in order. */
  readonly cells: CellName[] = [];
  readonly activations = new Set<RecurrentActivation>();
  /** Length of the token vectors. */
  embedding = 0;
  /** Whether the Dense layer was read, and whether a softmax was. */
  decoded = false;
  squashed = false;

  constructor(file: KerasFile) {
    this.file = file;
    this.notes = [...file.notes];
  }

  keep(ours: string, tensor: Tensor, theirs: string): void {
    this.#weights[ours] = tensor;
    this.#origins[ours] = theirs;
  }

  /** A layer's matrices, so many, and its bias; undefined where it has none. */
  arraysOf(layer: KerasLayer, matrices: number): { matrices: Tensor[]; bias: Tensor | undefined } {
    const found = this.file.arraysOf(layer);
    const count = matrices + (layer.kind === 'Embedding' || layer.config.use_bias === false ? 0 : 1);
    if (found.length !== count) fail(`layer "${layer.name}" has ${found.length} arrays and needs ${count}`);
    const other = found.slice(0, matrices).find(({ shape }) => shape.length !== 2);
    if (other !== undefined)
      fail(`layer "${layer.name}" (${layer.kind}) has an array [${other.shape}] and needs a matrix`);
    return { matrices: found.slice(0, matrices), bias: found[matrices] };
  }

  finished(): ForeignModel {
    const [cell, ...otherCells] = new Set(this.cells);
    const [activation = 'sigmoid', ...otherActivations] = this.activations;
    if (cell === undefined || !this.decoded) return fail('it has no recurrent layer followed by a Dense layer');
    if (otherCells.length > 0) fail(`it mixes kinds of layers: ${[cell, ...otherCells].join(', ')}`);
    if (otherActivations.length > 0)
      fail(`its layers have several recurrent activations: ${[activation, ...otherActivations].join(', ')}`);
    return {
      format: this.file.format,
      cell,
      layers: this.cells.length,
      embedding: this.embedding,
      ...(activation === 'sigmoid' ? {} : { recurrentActivation: activation }),
      weights: this.#weights,
      origins: this.#origins,
      notes: this.notes,
    };
  }
}

/** Refuses a setting with another value than those that have a counterpart. */
function check(layer: KerasLayer, key: string, accepted: readonly unknown[]): void {
  const value = layer.config[key];
  if (!accepted.includes(value))
    fail(`layer "${layer.name}" (${layer.kind}) has ${key} ${JSON.stringify(value)}, which has no counterpart here`);
}

function readEmbedding(model: ModelInProgress, layer: KerasLayer): void {
  if (model.cells.length > 0 || model.embedding > 0) fail(`layer "${layer.name}" stands in the wrong place`);
  const table = item(model.arraysOf(layer, 1).matrices, 0);
  model.embedding = item(table.shape, 1);
  model.keep(embeddingWeight, table, layer.name);
  if (layer.config.mask_zero === true)
    model.notes.push(`Layer "${layer.name}" skips token 0; here it is read like any other.`);
}

function readRecurrent(model: ModelInProgress, layer: KerasLayer, cell: CellName): void {
  if (model.decoded) fail(`layer "${layer.name}" stands behind the Dense layer`);
  check(layer, 'activation', ['tanh', undefined]);
  for (const key of ['go_backwards', 'time_major']) check(layer, key, [false, undefined]);
  if (cell !== 'rnn') model.activations.add(recurrentActivation(model, layer));
  const { matrices, bias } = model.arraysOf(layer, 2);
  const [units, columns] = item(matrices, 1).shape;
  const gates = cells[cell].parameters.weight_hh?.blocks ?? 0;
  if (units === undefined || columns !== gates * units)
    fail(`layer "${layer.name}" (${layer.kind}) has a recurrent kernel [${units},${columns}]`);
  const order = cell === 'gru' ? [1, 0, 2] : Array.from({ length: gates }, (_, gate) => gate);
  model.cells.push(cell);
  const names = layerParameters(model.cells.length);
  const turned = (matrix: Tensor): Tensor => reordered(transposed(matrix), order);
  model.keep(names.inputWeight, turned(item(matrices, 0)), `${layer.name} kernel`);
  model.keep(names.recurrentWeight, turned(item(matrices, 1)), `${layer.name} recurrent kernel`);
  const [inputBias, recurrentBias] = biases(model, layer, cell, bias, gates * units);
  const theirBias = bias === undefined ? 'zeros' : `${layer.name} bias`;
  model.keep(names.inputBias, reordered(inputBias, order), theirBias);
  model.keep(names.recurrentBias, reordered(recurrentBias, order), cell === 'gru' ? theirBias : 'zeros');
}

function readDense(model: ModelInProgress, layer: KerasLayer): void {
  if (model.decoded || model.cells.length === 0) fail(`the Dense layer "${layer.name}" is not the last`);
  check(layer, 'activation', ['softmax', 'linear', null, undefined]);
  model.squashed = layer.config.activation === 'softmax';
  const { matrices, bias } = model.arraysOf(layer, 1);
  const kernel = item(matrices, 0);
  model.keep(decoderWeight, transposed(kernel), `${layer.name} kernel`);
  const theirBias = bias === undefined ? 'zeros' : `${layer.name} bias`;
  model.keep(decoderBias, bias ?? zeros(item(kernel.shape, 1)), theirBias);
  model.decoded = true;
}

function recurrentActivation(model: ModelInProgress, layer: KerasLayer): RecurrentActivation {
  const name = layer.config.recurrent_activation;
  if (name === 'sigmoid') return 'sigmoid';
  if (name === 'hard_sigmoid') return model.file.keras === 2 ? 'hard_sigmoid' : 'hard_sigmoid_keras_3';
  return fail(`layer "${layer.name}" (${layer.kind}) has recurrent_activation ${JSON.stringify(name)}`);
}

/** Ours are two, added up but for the GRU's candidate; Keras has one, and two in the GRU that PyTorch also has. */
function biases(
  model: ModelInProgress,
  layer: KerasLayer,
  cell: CellName,
  bias: Tensor | undefined,
  length: number,
): [Tensor, Tensor] {
  if (cell === 'gru' && layer.config.reset_after !== true)
    fail(
      `layer "${layer.name}" (GRU) has reset_after false: its reset gate acts before the recurrent product, as no cell here does`,
      'Train it with reset_after=True, the default since TensorFlow 2',
    );
  if (bias === undefined) {
    model.notes.push(`Layer "${layer.name}" has no bias: zeros.`);
    return [zeros(length), zeros(length)];
  }
  const expected = cell === 'gru' ? [2, length] : [length];
  if (bias.shape.join() !== expected.join())
    fail(`layer "${layer.name}" has a bias [${bias.shape}], not [${expected}]`);
  if (cell !== 'gru') return [bias, zeros(length)];
  return [
    { shape: [length], data: bias.data.slice(0, length) },
    { shape: [length], data: bias.data.slice(length) },
  ];
}
