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
  /** What stands around each cell; absent: nothing, a layer reads the hidden states of the one below. */
  block?: Block;
}

/** Of layers that are blocks in a stream of vectors as long as the token vectors (block.ts). */
export interface Block {
  /** Tokens that a block's convolution reads, this one and those before it; 0: it has none. */
  convolution: number;
  /** Inner width of the feed-forward part. */
  feedForward: number;
  /** Added under the root of a norm. */
  epsilon: number;
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
/** Of blocks: the weight of the norm before the decoder. */
export const decoderNorm = 'decoder.norm';

/** The whole name of a parameter of a block around a layer's cell. */
export const blockName = (name: string, layer: number): string => `block.${name}_l${layer - 1}`;

/** Neurons of a layer; layers count from 1. */
export const unitsOf = ({ units }: { units: Units }, layer: number): number =>
  typeof units === 'number' ? units : item(units, layer - 1);

/**
 * Arrays of blocks that are as long as the stream: the stream behind a block, what the decoder reads of it, and the stream
 * before a block one, two, ... tokens ago.
 */
const streamArray = /^(stream|readout|past\d+)\.\d+$/;

/** Numbers of an array: of `hidden.2` the neurons of the second layer. */
export const unitsOfArray = (
  { units, embedding = 0 }: Pick<Architecture, 'units'> & Partial<Pick<Architecture, 'embedding'>>,
  name: string,
): number => (streamArray.test(name) ? embedding : unitsOf({ units }, Number(name.slice(name.lastIndexOf('.') + 1))));

/** The names of a block's states beside those of its cell: `past1`, `past2`, ... */
export const pastNames = ({ block }: Pick<Architecture, 'block'>): string[] =>
  Array.from({ length: Math.max(0, (block?.convolution ?? 0) - 1) }, (_, index) => `past${index + 1}`);

/** The array that the decoder reads. */
export const topArray = ({ layers, block }: Pick<Architecture, 'layers' | 'block'>): string =>
  `${block === undefined ? 'hidden' : 'readout'}.${layers}`;

/** How long that is. */
export const topUnits = (architecture: Pick<Architecture, 'units' | 'layers' | 'block' | 'embedding'>): number =>
  unitsOfArray(architecture, topArray(architecture));

/** Length of what a layer reads: the token vector (or the vocabulary, one-hot), then the units below, or the stream. */
export function inputSize(architecture: Architecture, layer: number): number {
  const { embedding, vocabulary } = architecture;
  if (architecture.block !== undefined) return embedding;
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
    for (const [name, shape] of Object.entries(blockShapes(architecture, units)))
      shapes[blockName(name, layer)] = shape;
  }
  if (architecture.block !== undefined) shapes[decoderNorm] = [embedding];
  shapes[decoderWeight] = [vocabulary, topUnits(architecture)];
  shapes[decoderBias] = [vocabulary];
  return shapes;
}

/** Of what stands around a cell of so many units. */
function blockShapes({ block, embedding: stream }: Architecture, units: number): Record<string, Shape> {
  if (block === undefined) return {};
  const { convolution, feedForward } = block;
  return {
    ...(convolution > 0 && {
      convolution: [convolution, stream],
      convolution_bias: [stream],
      mix: [stream, stream],
      mix_bias: [stream],
    }),
    norm: [stream],
    ...(units !== stream && { out: [stream, units] }),
    feed_norm: [stream],
    up: [feedForward, stream],
    up_bias: [feedForward],
    down: [stream, feedForward],
    down_bias: [stream],
  };
}

export const parameterCount = (architecture: Architecture): number =>
  Object.values(parameterShapes(architecture)).reduce((sum, shape) => sum + sizeOf(shape), 0);
