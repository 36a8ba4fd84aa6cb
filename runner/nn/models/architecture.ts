/**
 * What a network is made of: its settings and the names and shapes of its parameters (PyTorch's, so that PyTorch reads
 * our checkpoints as they are). Pure.
 */

import { item } from '../../core/at.ts';
import type { RecurrentActivation } from './cells/cell.ts';
import { type CellName, cells } from './cells/cells.ts';

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
