/** A model as one safetensors file with PyTorch's names and layouts, and the lines that load it there. Pure. */

import { cells } from '../../nn/models/cells/cells.ts';
import type { Checkpoint } from '../../nn/models/checkpoint.ts';
import { encodeSafetensors } from '../formats/safetensors/file.ts';

/** Single precision; the metadata says PyTorch's `pt`, and holds the vocabulary. */
export const encodeForPytorch = (checkpoint: Checkpoint): Uint8Array =>
  encodeSafetensors(checkpoint.weights, 'F32', { format: 'pt', ...exportMetadata(checkpoint) });

/** Python that loads the file; null for a model that PyTorch's layers do not compute. */
export function pytorchLines({ architecture }: Checkpoint, file: string): string[] | null {
  const { cell, layers, units, embedding, vocabulary, recurrentActivation = 'sigmoid', projection } = architecture;
  const { pytorch, pytorchArguments } = cells[cell];
  const isPlain = recurrentActivation === 'sigmoid' && typeof units === 'number' && architecture.residual === undefined;
  // PyTorch projects its LSTM alone.
  if (pytorch === null || !isPlain || (projection !== undefined && pytorch !== 'LSTM')) return null;
  const more = [pytorchArguments, projection && `proj_size=${projection}`].filter(Boolean);
  const parts = [
    ...(embedding > 0 ? [`'embedding': nn.Embedding(${vocabulary}, ${embedding})`] : []),
    `'rnn': nn.${pytorch}(${[embedding || vocabulary, units, layers, ...more].join(', ')})`,
    `'decoder': nn.Linear(${projection ?? units}, ${vocabulary})`,
  ];
  return [
    'from torch import nn; from safetensors.torch import load_file',
    `model = nn.ModuleDict({${parts.join(', ')}})`,
    `model.load_state_dict(load_file(${JSON.stringify(file)}))`,
  ];
}

/**
 * What an exported file says of its model beside the weights, as text: everything that is in our own model.json.
 * `vocabulary` is a JSON list of tokens in the order of their ids.
 */
export function exportMetadata({
  architecture,
  unit,
  tokens,
  direction,
  vocabulary,
}: Checkpoint): Record<string, string> {
  const { cell, layers, units, embedding, recurrentActivation = 'sigmoid', projection, residual } = architecture;
  return {
    cell,
    layers: `${layers}`,
    units: `${units}`,
    embedding: `${embedding}`,
    recurrentActivation,
    ...(projection !== undefined && { projection: `${projection}` }),
    ...(residual && { residual: 'true' }),
    unit,
    ...(tokens !== undefined && { tokens }),
    ...(direction !== undefined && { direction }),
    vocabulary: JSON.stringify(vocabulary),
  };
}
