/**
 * From Keras' layers to a model: Embedding (or one-hot input), LSTM, GRU or SimpleRNN layers, Dense with softmax. Every
 * setting that changes what is computed is obeyed or refused by name. The same for Keras 2 and 3. Pure.
 *
 * Keras keeps kernels as [inputs, gates x units] and one bias; gate order i, f, c, o (LSTM, as ours) and z, r, h (GRU).
 */
import type { Tensor } from '../../../core/tensor.ts';
import { decoderBias, decoderWeight, embeddingWeight, layerParameters } from '../../../nn/models/architecture.ts';
import { type CellName, cells } from '../../../nn/models/cells/cells.ts';
import type { RecurrentActivation } from '../../../nn/models/cells/recurrent-activation.ts';
import type { KerasFile, KerasLayer } from '../../formats/keras/config.ts';
import { modelRefusal } from '../../formats/refusals.ts';
import { reordered, transposed, zeros } from '../arrays.ts';
import type { ForeignModel, Layout } from './layout.ts';

export const keras: Layout = {
  label: 'whole models of Keras 2 and 3 (HDF5, .keras)',
  recognise: (contents) => (contents.kind === 'keras' ? kerasModel(contents.file, contents.path) : null),
};

const cellOf: Readonly<Record<string, CellName>> = { LSTM: 'lstm', GRU: 'gru', SimpleRNN: 'rnn' };
/** Layers that do nothing while a text is read. */
const idle = new Set(['InputLayer', 'Dropout', 'SpatialDropout1D', 'GaussianNoise']);
const chain = 'Read are Embedding, LSTM, GRU or SimpleRNN layers, and Dense, one after another';

/**
 * @param path only for messages.
 * @throws InputError naming the layer and the setting that has no counterpart.
 */
export function kerasModel(file: KerasFile, path: string): ForeignModel {
  const model = new ModelInProgress(file, path);
  for (const layer of file.layers) {
    const cell = Object.hasOwn(cellOf, layer.kind) ? cellOf[layer.kind] : undefined;
    if (cell !== undefined) readRecurrent(model, layer, cell);
    else if (layer.kind === 'Embedding') readEmbedding(model, layer);
    else if (layer.kind === 'Dense') readDense(model, layer);
    else if (layer.kind === 'Activation' && model.decoded && !model.squashed)
      model.check(layer, 'activation', ['softmax', 'linear']);
    else if (!idle.has(layer.kind)) model.fail(`layer "${layer.name}" is a ${layer.kind}`);
  }
  return model.finished();
}

/** What the layers read so far have given. */
class ModelInProgress {
  readonly file: KerasFile;
  readonly notes: string[];
  readonly #path: string;
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

  constructor(file: KerasFile, path: string) {
    this.file = file;
    this.notes = [...file.notes];
    this.#path = path;
  }

  fail(why: string, fix = chain): never {
    throw modelRefusal(this.#path, why, fix);
  }

  keep(ours: string, tensor: Tensor, theirs: string): void {
    this.#weights[ours] = tensor;
    this.#origins[ours] = theirs;
  }

  /** A layer's arrays: matrices first, then, if there is one, the bias. */
  arraysOf(layer: KerasLayer, count: number): readonly Tensor[] {
    const found = this.file.arraysOf(layer);
    if (found.length === count) return found;
    return this.fail(`layer "${layer.name}" has ${found.length} arrays and needs ${count}`);
  }

  /** The array at this place, [rows, columns]. */
  matrix(layer: KerasLayer, array: Tensor | undefined): { rows: number; columns: number; tensor: Tensor } {
    const [rows, columns, ...more] = array?.shape ?? [];
    if (array === undefined || rows === undefined || columns === undefined || more.length > 0)
      return this.fail(`layer "${layer.name}" (${layer.kind}) has an array [${array?.shape ?? ''}] and needs a matrix`);
    return { rows, columns, tensor: array };
  }

  /** Refuses a setting with another value than those that have a counterpart. */
  check(layer: KerasLayer, key: string, accepted: readonly unknown[]): void {
    const value = layer.config[key];
    if (accepted.includes(value)) return;
    this.fail(
      `layer "${layer.name}" (${layer.kind}) has ${key} ${JSON.stringify(value)}, which has no counterpart here`,
    );
  }

  finished(): ForeignModel {
    const [cell, ...otherCells] = new Set(this.cells);
    const [activation = 'sigmoid', ...otherActivations] = this.activations;
    if (cell === undefined || !this.decoded) return this.fail('it has no recurrent layer followed by a Dense layer');
    if (otherCells.length > 0) return this.fail(`it mixes kinds of layers: ${[cell, ...otherCells].join(', ')}`);
    if (otherActivations.length > 0)
      return this.fail(
        `its layers have several recurrent activations: ${[activation, ...otherActivations].join(', ')}`,
      );
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

function readEmbedding(model: ModelInProgress, layer: KerasLayer): void {
  if (model.cells.length > 0 || model.embedding > 0) model.fail(`layer "${layer.name}" stands in the wrong place`);
  const table = model.matrix(layer, model.arraysOf(layer, 1)[0]);
  model.embedding = table.columns;
  if (layer.config.mask_zero === true)
    model.notes.push(`Layer "${layer.name}" skips token 0; here it is read like any other.`);
  model.keep(embeddingWeight, table.tensor, layer.name);
}

function readRecurrent(model: ModelInProgress, layer: KerasLayer, cell: CellName): void {
  if (model.decoded) model.fail(`layer "${layer.name}" stands behind the Dense layer`);
  model.check(layer, 'activation', ['tanh', undefined]);
  for (const key of ['go_backwards', 'time_major']) model.check(layer, key, [false, undefined]);
  if (cell !== 'rnn') model.activations.add(recurrentActivation(model, layer));
  const biased = layer.config.use_bias !== false;
  const [first, second, bias] = model.arraysOf(layer, biased ? 3 : 2);
  const kernel = model.matrix(layer, first);
  const recurrentKernel = model.matrix(layer, second);
  const gates = cells[cell].parameters.weight_hh?.blocks ?? 0;
  const units = recurrentKernel.rows;
  if (recurrentKernel.columns !== gates * units) {
    model.fail(`layer "${layer.name}" (${layer.kind}) has a recurrent kernel [${recurrentKernel.tensor.shape}]`);
  }
  const [inputBias, recurrentBias] = biases(model, layer, { cell, bias, length: gates * units });
  const order = cell === 'gru' ? [1, 0, 2] : Array.from({ length: gates }, (_, gate) => gate);
  model.cells.push(cell);
  const names = layerParameters(model.cells.length);
  const theirBias = biased ? `${layer.name} bias` : 'zeros';
  model.keep(names.inputWeight, reordered(transposed(kernel.tensor), order), `${layer.name} kernel`);
  model.keep(
    names.recurrentWeight,
    reordered(transposed(recurrentKernel.tensor), order),
    `${layer.name} recurrent kernel`,
  );
  model.keep(names.inputBias, reordered(inputBias, order), theirBias);
  model.keep(names.recurrentBias, reordered(recurrentBias, order), cell === 'gru' ? theirBias : 'zeros');
}

function readDense(model: ModelInProgress, layer: KerasLayer): void {
  if (model.decoded || model.cells.length === 0) model.fail(`the Dense layer "${layer.name}" is not the last`);
  model.check(layer, 'activation', ['softmax', 'linear', null, undefined]);
  model.squashed = layer.config.activation === 'softmax';
  const biased = layer.config.use_bias !== false;
  const [first, bias] = model.arraysOf(layer, biased ? 2 : 1);
  const kernel = model.matrix(layer, first);
  model.keep(decoderWeight, transposed(kernel.tensor), `${layer.name} kernel`);
  model.keep(decoderBias, bias ?? zeros(kernel.columns), biased ? `${layer.name} bias` : 'zeros');
  model.decoded = true;
}

function recurrentActivation(model: ModelInProgress, layer: KerasLayer): RecurrentActivation {
  const name = layer.config.recurrent_activation;
  if (name === 'sigmoid') return 'sigmoid';
  if (name === 'hard_sigmoid') return model.file.keras === 2 ? 'hard_sigmoid' : 'hard_sigmoid_keras_3';
  return model.fail(`layer "${layer.name}" (${layer.kind}) has recurrent_activation ${JSON.stringify(name)}`);
}

/** Ours are two, added up but for the GRU's candidate; Keras has one, and two in the GRU that PyTorch also has. */
function biases(
  model: ModelInProgress,
  layer: KerasLayer,
  { cell, bias, length }: { cell: CellName; bias: Tensor | undefined; length: number },
): [Tensor, Tensor] {
  if (cell === 'gru' && layer.config.reset_after !== true) {
    model.fail(
      `layer "${layer.name}" (GRU) has reset_after false: its reset gate acts before the recurrent product, as no cell here does`,
      'Train it with reset_after=True, the default since TensorFlow 2',
    );
  }
  if (bias === undefined) {
    model.notes.push(`Layer "${layer.name}" has no bias: zeros.`);
    return [zeros(length), zeros(length)];
  }
  const expected = cell === 'gru' ? [2, length] : [length];
  if (bias.shape.join() !== expected.join())
    model.fail(`layer "${layer.name}" has a bias [${bias.shape}], not [${expected}]`);
  if (cell !== 'gru') return [bias, zeros(length)];
  return [
    { shape: [length], data: bias.data.slice(0, length) },
    { shape: [length], data: bias.data.slice(length) },
  ];
}
