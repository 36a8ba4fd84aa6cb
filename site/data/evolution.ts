/** What the model of an experiment wrote after its epochs, from the disk. */
import { join } from 'node:path';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { WrittenText } from '../../runner/experiment/results/evolution-schema.ts';
import { readPublishedEvolution } from '../../runner/experiment/results/read.ts';
import type { Experiment } from '../words/experiment.ts';
import { resultsDirectory } from './places.ts';

export interface EvolutionTexts {
  epochs: WrittenText[];
  /** Of all epochs' tokens one after the other; null where they were not recorded. */
  activations: QuantizedActivations | null;
}

/** Null where nothing was written. */
export const evolutionOf = ({ id, result }: Experiment): Promise<EvolutionTexts | null> =>
  readPublishedEvolution(join(resultsDirectory(), id), result);

/** One neuron's activations, one row an epoch; null where they were not recorded. */
export function valuesByEpoch({ epochs, activations }: EvolutionTexts, neuron: number): Float32Array[] | null {
  if (activations === null) return null;
  const all = activationsOf(activations, neuron);
  let from = 0;
  return epochs.map(({ tokens }) => {
    from += tokens.length;
    return all.subarray(from - tokens.length, from);
  });
}
