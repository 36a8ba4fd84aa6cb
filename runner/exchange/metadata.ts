/** What an exported file says of its model beside the weights, as text: everything that is in our own model.json. Pure. */
import type { Checkpoint } from '../models/checkpoint.ts';

/** `vocabulary` is a JSON list of tokens in the order of their ids. */
export function exportMetadata({ architecture, unit, tokens, vocabulary }: Checkpoint): Record<string, string> {
  const { cell, layers, units, embedding, recurrentActivation = 'sigmoid' } = architecture;
  return {
    cell,
    layers: `${layers}`,
    units: `${units}`,
    embedding: `${embedding}`,
    recurrentActivation,
    unit,
    ...(tokens !== undefined && { tokens }),
    vocabulary: JSON.stringify(vocabulary),
  };
}
