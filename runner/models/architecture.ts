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

/** The whole name of a layer's parameter; layers count from 1 here and from 0 in PyTorch's names. */
export const parameterName = (name: string, layer: number): string => `rnn.${name}_l${layer - 1}`;

/** Names of the parameters that a layer of PyTorch's has. */
export const layerParameters = (layer: number) => ({
  inputWeight: parameterName('weight_ih', layer),
  recurrentWeight: parameterName('weight_hh', layer),
  inputBias: parameterName('bias_ih', layer),
  recurrentBias: parameterName('bias_hh', layer),
});

/** Whole names of a layer's matrices that multiply its input, or its own units. */
export const matricesOf = ({ cell }: Pick<Architecture, 'cell'>, layer: number, columns: 'input' | 'units'): string[] =>
  Object.entries(cells[cell].parameters)
    .filter(([, facts]) => facts.columns === columns)
    .map(([name]) => parameterName(name, layer));

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
  const shapes: Record<string, Shape> = {};
  if (embedding > 0) shapes[embeddingWeight] = [vocabulary, embedding];
  for (let layer = 1; layer <= layers; layer++) {
    const widths = { input: inputSize(architecture, layer), units };
    for (const [name, { blocks, columns }] of Object.entries(cells[architecture.cell].parameters)) {
      const rows = blocks * units;
      shapes[parameterName(name, layer)] = columns === null ? [rows] : [rows, widths[columns]];
    }
  }
  shapes[decoderWeight] = [vocabulary, units];
  shapes[decoderBias] = [vocabulary];
  return shapes;
}

export const parameterCount = (architecture: Architecture): number =>
  Object.values(parameterShapes(architecture)).reduce((sum, shape) => sum + sizeOf(shape), 0);
