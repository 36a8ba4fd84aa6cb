/**
 * What a network is made of: its settings and the names and shapes of its parameters (PyTorch's, so that PyTorch reads
 * our checkpoints as they are). Pure.
 */

import { type CellName, cells } from './cells/cells.ts';
import type { RecurrentActivation } from './cells/recurrent-activation.ts';
import type { Shape } from './operations.ts';
import { sizeOf } from './program.ts';

export interface Architecture {
  cell: CellName;
  layers: number;
  units: number;
  /** Length of the token vectors; 0 for one-hot input. */
  embedding: number;
  vocabulary: number;
  /** How the gates are squashed; the sigmoid when absent. */
  recurrentActivation?: RecurrentActivation;
}

/** Names of one layer's parameters; layers count from 1 here and from 0 in PyTorch's names. */
export const layerParameters = (layer: number) => ({
  inputWeight: `rnn.weight_ih_l${layer - 1}`,
  recurrentWeight: `rnn.weight_hh_l${layer - 1}`,
  inputBias: `rnn.bias_ih_l${layer - 1}`,
  recurrentBias: `rnn.bias_hh_l${layer - 1}`,
});

export const embeddingWeight = 'embedding.weight';
export const decoderWeight = 'decoder.weight';
export const decoderBias = 'decoder.bias';

/** Length of what a layer reads: the token vector (or the vocabulary, one-hot), then the units below. */
export function inputSize({ units, embedding, vocabulary }: Architecture, layer: number): number {
  if (layer > 1) return units;
  return embedding > 0 ? embedding : vocabulary;
}

/** Parameter shapes by PyTorch's names, in PyTorch's order. */
export function parameterShapes(architecture: Architecture): Record<string, Shape> {
  const { units, embedding, vocabulary, layers } = architecture;
  const rows = cells[architecture.cell].gates * units;
  const shapes: Record<string, Shape> = {};
  if (embedding > 0) shapes[embeddingWeight] = [vocabulary, embedding];
  for (let layer = 1; layer <= layers; layer++) {
    const names = layerParameters(layer);
    shapes[names.inputWeight] = [rows, inputSize(architecture, layer)];
    shapes[names.recurrentWeight] = [rows, units];
    shapes[names.inputBias] = [rows];
    shapes[names.recurrentBias] = [rows];
  }
  shapes[decoderWeight] = [vocabulary, units];
  shapes[decoderBias] = [vocabulary];
  return shapes;
}

export const parameterCount = (architecture: Architecture): number =>
  Object.values(parameterShapes(architecture)).reduce((sum, shape) => sum + sizeOf(shape), 0);
