/**
 * From Keras' layers to a model: Embedding (or one-hot input), LSTM, GRU or SimpleRNN layers, Dense with softmax. Every
 * setting that changes what is computed is obeyed or refused by name. The same for Keras 2 and 3. Pure.
 *
 * Keras keeps kernels as [inputs, gates x units] and one bias; gate order i, f, c, o (LSTM, as ours) and z, r, h (GRU).
 */
import { decoderBias, decoderWeight, embeddingWeight, layerParameters } from '../../models/architecture.ts';
import type { CellName } from '../../models/cells/cells.ts';
import { cells } from '../../models/cells/cells.ts';
import type { RecurrentActivation } from '../../models/cells/recurrent-activation.ts';
import type { Tensor } from '../../models/program.ts';
import type { ForeignModel } from '../models/foreign-model.ts';
import { refusal } from '../models/refusal.ts';
import type { KerasLayer } from './config.ts';

const cellOf: Readonly<Record<string, CellName>> = { LSTM: 'lstm', GRU: 'gru', SimpleRNN: 'rnn' };
/** Layers that do nothing while a text is read. */
const idle = new Set(['InputLayer', 'Dropout', 'SpatialDropout1D', 'GaussianNoise']);
const chain = 'Read are Embedding, LSTM, GRU or SimpleRNN layers, and Dense, one after another';

/**
 * @param keras the major version.
 * @param arraysOf a layer's arrays in Keras' order: kernel, recurrent kernel, bias.
 * @throws InputError naming the layer and the setting that has no counterpart.
 */
export function kerasModel(
  layers: readonly KerasLayer[],
  arraysOf: (layer: KerasLayer) => readonly Tensor[],
  keras: 2 | 3,
  path: string,
): ForeignModel {
  const fail = (why: string, fix = chain): never => {
    throw refusal(path, why, fix);
  };
  const weights: Record<string, Tensor> = {};
  const origins: Record<string, string> = {};
  const notes: string[] = [];
  const kinds = new Set<CellName>();
  const activations = new Set<RecurrentActivation>();
  let recurrent = 0;
  let embedding = 0;
  let decoded = false;
  let squashed = false;

  const keep = (ours: string, tensor: Tensor, theirs: string) => {
    weights[ours] = tensor;
    origins[ours] = theirs;
  };
  const zeros = (length: number): Tensor => ({ shape: [length], data: new Float32Array(length) });
  const arrays = (layer: KerasLayer, count: number): readonly Tensor[] => {
    const found = arraysOf(layer);
    return found.length === count ? found : fail(`layer "${layer.name}" has ${found.length} arrays and needs ${count}`);
  };
  const setting = (layer: KerasLayer, key: string, accepted: readonly unknown[]) => {
    const value = layer.config[key];
    if (!accepted.includes(value)) {
      fail(`layer "${layer.name}" (${layer.kind}) has ${key} ${JSON.stringify(value)}, which has no counterpart here`);
    }
  };

  const readEmbedding = (layer: KerasLayer) => {
    if (recurrent > 0 || embedding > 0) fail(`layer "${layer.name}" stands in the wrong place`);
    const [table = zeros(0)] = arrays(layer, 1);
    embedding = table.shape[1] ?? 0;
    if (layer.config.mask_zero === true)
      notes.push(`Layer "${layer.name}" skips token 0; here it is read like any other.`);
    keep(embeddingWeight, table, layer.name);
  };
  const readRecurrent = (layer: KerasLayer, cell: CellName) => {
    if (decoded) fail(`layer "${layer.name}" stands behind the Dense layer`);
    setting(layer, 'activation', ['tanh', undefined]);
    for (const key of ['go_backwards', 'time_major']) setting(layer, key, [false, undefined]);
    if (cell !== 'rnn') activations.add(recurrentActivation(layer, keras, fail));
    const biased = layer.config.use_bias !== false;
    const [kernel = zeros(0), recurrentKernel = zeros(0), bias] = arrays(layer, biased ? 3 : 2);
    const { gates } = cells[cell];
    const units = recurrentKernel.shape[0] ?? 0;
    if (recurrentKernel.shape.join() !== `${units},${gates * units}`) {
      fail(`layer "${layer.name}" (${layer.kind}) has a recurrent kernel [${recurrentKernel.shape}]`);
    }
    const [inputBias, recurrentBias] = biases(layer, cell, bias, gates * units, notes, fail);
    const order = cell === 'gru' ? [1, 0, 2] : Array.from({ length: gates }, (_, gate) => gate);
    const names = layerParameters(++recurrent);
    keep(names.inputWeight, reordered(transposed(kernel), order), `${layer.name} kernel`);
    keep(names.recurrentWeight, reordered(transposed(recurrentKernel), order), `${layer.name} recurrent kernel`);
    keep(names.inputBias, reordered(inputBias, order), biased ? `${layer.name} bias` : 'zeros');
    keep(
      names.recurrentBias,
      reordered(recurrentBias, order),
      cell === 'gru' && biased ? `${layer.name} bias` : 'zeros',
    );
    kinds.add(cell);
  };
  const readDense = (layer: KerasLayer) => {
    if (decoded || recurrent === 0) fail(`the Dense layer "${layer.name}" is not the last`);
    setting(layer, 'activation', ['softmax', 'linear', null, undefined]);
    squashed = layer.config.activation === 'softmax';
    const biased = layer.config.use_bias !== false;
    const [kernel = zeros(0), bias] = arrays(layer, biased ? 2 : 1);
    keep(decoderWeight, transposed(kernel), `${layer.name} kernel`);
    keep(decoderBias, bias ?? zeros(kernel.shape[1] ?? 0), biased ? `${layer.name} bias` : 'zeros');
    decoded = true;
  };

  for (const layer of layers) {
    const cell = Object.hasOwn(cellOf, layer.kind) ? cellOf[layer.kind] : undefined;
    if (cell !== undefined) readRecurrent(layer, cell);
    else if (layer.kind === 'Embedding') readEmbedding(layer);
    else if (layer.kind === 'Dense') readDense(layer);
    else if (layer.kind === 'Activation' && decoded && !squashed) setting(layer, 'activation', ['softmax', 'linear']);
    else if (!idle.has(layer.kind)) fail(`layer "${layer.name}" is a ${layer.kind}`);
  }
  const [cell, ...otherCells] = kinds;
  const [activation = 'sigmoid', ...otherActivations] = activations;
  if (cell === undefined || !decoded) return fail('it has no recurrent layer followed by a Dense layer');
  if (otherCells.length > 0) fail(`it mixes kinds of layers: ${[...kinds].join(', ')}`);
  if (otherActivations.length > 0)
    fail(`its layers have several recurrent activations: ${[...activations].join(', ')}`);
  return {
    format: `a Keras ${keras} model`,
    cell,
    layers: recurrent,
    embedding,
    ...(activation === 'sigmoid' ? {} : { recurrentActivation: activation }),
    weights,
    origins,
    notes,
  };
}

function recurrentActivation(layer: KerasLayer, keras: 2 | 3, fail: (why: string) => never): RecurrentActivation {
  const name = layer.config.recurrent_activation;
  if (name === 'sigmoid') return 'sigmoid';
  if (name === 'hard_sigmoid') return keras === 2 ? 'hard_sigmoid' : 'hard_sigmoid_keras_3';
  return fail(`layer "${layer.name}" (${layer.kind}) has recurrent_activation ${JSON.stringify(name)}`);
}

/** Ours are two, added up but for the GRU's candidate; Keras has one, and two in the GRU that PyTorch also has. */
function biases(
  layer: KerasLayer,
  cell: CellName,
  bias: Tensor | undefined,
  length: number,
  notes: string[],
  fail: (why: string, fix?: string) => never,
): [Tensor, Tensor] {
  const none: Tensor = { shape: [length], data: new Float32Array(length) };
  if (cell === 'gru' && layer.config.reset_after !== true) {
    fail(
      `layer "${layer.name}" (GRU) has reset_after false: its reset gate acts before the recurrent product, as no cell here does`,
      'Train it with reset_after=True, the default since TensorFlow 2',
    );
  }
  if (bias === undefined) {
    notes.push(`Layer "${layer.name}" has no bias: zeros.`);
    return [none, none];
  }
  const expected = cell === 'gru' ? [2, length] : [length];
  if (bias.shape.join() !== expected.join())
    fail(`layer "${layer.name}" has a bias [${bias.shape}], not [${expected}]`);
  if (cell !== 'gru') return [bias, none];
  return [
    { shape: [length], data: bias.data.slice(0, length) },
    { shape: [length], data: bias.data.slice(length) },
  ];
}

function transposed({ shape, data }: Tensor): Tensor {
  const [rows = 0, columns = 0] = shape;
  const result = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j] ?? 0;
  return { shape: [columns, rows], data: result };
}

/** Equal blocks of rows in another order: block b of the result is block `order[b]`. */
function reordered({ shape, data }: Tensor, order: readonly number[]): Tensor {
  const size = data.length / order.length;
  const result = new Float32Array(data.length);
  order.forEach((from, to) => {
    result.set(data.subarray(from * size, (from + 1) * size), to * size);
  });
  return { shape, data: result };
}
