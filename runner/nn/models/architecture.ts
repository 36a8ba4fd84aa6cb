/**
 * What a network is made of: its settings and the names and shapes of its parameters (PyTorch's, so that PyTorch reads
 * our checkpoints as they are). Pure.
 */

import { item } from '../../core/at.ts';
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
  /**
   * Each hidden state is brought to so many numbers by a matrix, r = W h, and they are what is carried to the next token and read by
   * the layer above. As `proj_size` of PyTorch's LSTM. Absent: it is carried and read as it is. Source: Sak et al. 2014, eq. 6.
   */
  projection?: number;
  /**
   * From the second on, a layer gives what it reads and its hidden state added. Absent: its hidden state. Source: Wu et al. 2016
   * (GNMT), eq. 6.
   */
  residual?: true;
}

/** What a layer gives to the one above or the decoder, and how it carries it. */
export type Stacking = Pick<Architecture, 'units' | 'projection' | 'residual'>;

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

/** The matrix of a layer's projection, [projection, units]; PyTorch's name. */
export const projectionWeight = (layer: number): string => parameterName('weight_hr', layer);

export const embeddingWeight = 'embedding.weight';
export const decoderWeight = 'decoder.weight';
export const decoderBias = 'decoder.bias';

/** One number where all layers have as many. @param widths [layers] */
export const asUnits = (widths: readonly number[]): Units =>
  widths.every((width) => width === widths[0]) ? item(widths, 0) : widths;

/** Neurons of a layer; layers count from 1. */
export const unitsOf = ({ units }: { units: Units }, layer: number): number =>
  typeof units === 'number' ? units : item(units, layer - 1);

/** How long what a layer gives is: its projection, or its hidden state. */
export const outputSize = (architecture: Stacking, layer: number): number =>
  architecture.projection ?? unitsOf(architecture, layer);

/** Numbers of an array: of `hidden.2` the neurons of the second layer, of `projected.2` those of its projection. */
export function unitsOfArray(architecture: Stacking, name: string): number {
  const layer = Number(name.slice(name.lastIndexOf('.') + 1));
  return /^(?:projected|residual)\./.test(name) ? outputSize(architecture, layer) : unitsOf(architecture, layer);
}

/** Under which name a state of a layer's cell is carried: of a projected one not the hidden state, but what it is brought to. */
export const carriedName = ({ projection }: Pick<Architecture, 'projection'>, state: string, layer: number): string =>
  `${state === 'hidden' && projection !== undefined ? 'projected' : state}.${layer}`;

/** The array that a layer gives. */
export const outputArray = (architecture: Pick<Architecture, 'projection' | 'residual'>, layer: number): string =>
  architecture.residual && layer > 1 ? `residual.${layer}` : carriedName(architecture, 'hidden', layer);

/** The array that the decoder reads. */
export const topArray = (architecture: Pick<Architecture, 'layers' | 'projection' | 'residual'>): string =>
  outputArray(architecture, architecture.layers);

/** How long that is. */
export const topUnits = (architecture: Stacking & Pick<Architecture, 'layers'>): number =>
  outputSize(architecture, architecture.layers);

/** Length of what a layer reads: the token vector (or the vocabulary, one-hot), then what the layer below gives. */
export function inputSize(architecture: Architecture, layer: number): number {
  const { embedding, vocabulary } = architecture;
  if (layer > 1) return outputSize(architecture, layer - 1);
  return embedding > 0 ? embedding : vocabulary;
}

/** Parameter shapes by PyTorch's names, in PyTorch's order. */
export function parameterShapes(architecture: Architecture): Record<string, Shape> {
  const { embedding, vocabulary, layers } = architecture;
  const shapes: Record<string, Shape> = {};
  if (embedding > 0) shapes[embeddingWeight] = [vocabulary, embedding];
  for (let layer = 1; layer <= layers; layer++) {
    const units = unitsOf(architecture, layer);
    const widths = { input: inputSize(architecture, layer), units: outputSize(architecture, layer) };
    for (const [name, { blocks, columns }] of Object.entries(cells[architecture.cell].parameters)) {
      const rows = blocks * units;
      shapes[parameterName(name, layer)] = columns === null ? [rows] : [rows, widths[columns]];
    }
    if (architecture.projection !== undefined) shapes[projectionWeight(layer)] = [architecture.projection, units];
  }
  shapes[decoderWeight] = [vocabulary, topUnits(architecture)];
  shapes[decoderBias] = [vocabulary];
  return shapes;
}

export const parameterCount = (architecture: Architecture): number =>
  Object.values(parameterShapes(architecture)).reduce((sum, shape) => sum + sizeOf(shape), 0);
