/** What a page says of the texts of a training's epochs, and gives to its script. Pure. */
import { decimal } from '../../runner/core/format.ts';
import { activationsOf, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { WrittenText } from '../../runner/experiment/results/evolution-schema.ts';

/** 'Epoch 3, kept: validation loss 2.633'. @param best the epoch whose model is kept. */
export function epochName(
  { epoch, validationLoss }: Pick<WrittenText, 'epoch' | 'validationLoss'>,
  best?: number,
): string {
  const name = epoch === 0 ? 'Before training' : `Epoch ${epoch}`;
  return `${name}${epoch > 0 && epoch === best ? ', kept' : ''}: validation loss ${decimal(validationLoss, 3)}`;
}

/** What the script of the page needs. */
export interface EvolutionData {
  neuron: number;
  units: number;
  limits: readonly [number, number];
  /** Of the activations; null: none. */
  url: string | null;
  /** Tokens of each epoch. */
  lengths: number[];
}

/** One neuron's activations, one row an epoch, of those of all epochs' tokens one after the other; null where they were not recorded. */
export function valuesByEpoch(
  epochs: readonly WrittenText[],
  activations: QuantizedActivations | null,
  neuron: number,
): Float32Array[] | null {
  if (activations === null) return null;
  const all = activationsOf(activations, neuron);
  let from = 0;
  return epochs.map(({ tokens }) => {
    from += tokens.length;
    return all.subarray(from - tokens.length, from);
  });
}
