/**
 * What a network is made of: its settings and the names and shapes of its parameters (PyTorch's, so that PyTorch reads
 * our checkpoints as they are). Pure.
 */

import { item } from '../core/at.ts';
import { type CellName, cells } from './cells/cells.ts';
import type { RecurrentActivation } from './cells/recurrent-activation.ts';
import type { Shape } from './operations.ts';
import { sizeOf } from './program.ts';

/** How many neurons layers have: each the same, or one number for each layer. */
export type Units = number | readonly number[];

export interface Architecture {
  cell: CellName;
  layers: number;
  /** Of every layer; or of each, the first layer's first. */
  units: Units;
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

/** Neurons of a layer; layers count from 1. */
export const unitsOf = ({ units }: { units: Units }, layer: number): number =>
  typeof units === 'number' ? units : item(units, layer - 1);

/** Numbers of an array: of `hidden.2` the neurons of the second layer. */
export const unitsOfArray = (architecture: Pick<Architecture, 'units'>, name: string): number =>
  unitsOf(architecture, Number(name.slice(name.lastIndexOf('.') + 1)));

/** The array that the decoder reads. */
export const topArray = ({ layers }: Pick<Architecture, 'layers'>): string => `hidden.${layers}`;

/** How long that is. */
export const topUnits = (architecture: Pick<Architecture, 'units' | 'layers'>): number =>
  unitsOf(architecture, architecture.layers);

/** Length of what a layer reads: the token vector (or the vocabulary, one-hot), then the units below. */
export function inputSize(architecture: Architecture, layer: number): number {
  const { embedding, vocabulary } = architecture;
  if (layer > 1) return unitsOf(architecture, layer - 1);
  return embedding > 0 ? embedding : vocabulary;
}

/** Parameter shapes by PyTorch's names, in PyTorch's order. */
export function parameterShapes(architecture: Architecture): Record<string, Shape> {
  const { embedding, vocabulary, layers } = architecture;
  const shapes: Record<string, Shape> = {};
  if (embedding > 0) shapes[embeddingWeight] = [vocabulary, embedding];
  for (let layer = 1; layer <= layers; layer++) {
    const units = unitsOf(architecture, layer);
    const widths = { input: inputSize(architecture, layer), units };
    for (const [name, { blocks, columns }] of Object.entries(cells[architecture.cell].parameters)) {
      const rows = blocks * units;
      shapes[parameterName(name, layer)] = columns === null ? [rows] : [rows, widths[columns]];
    }
  }
  shapes[decoderWeight] = [vocabulary, topUnits(architecture)];
  shapes[decoderBias] = [vocabulary];
  return shapes;
}

export const parameterCount = (architecture: Architecture): number =>
  Object.values(parameterShapes(architecture)).reduce((sum, shape) => sum + sizeOf(shape), 0);
