/** What pairs need to be read and cannot read. The experiment fulfils it with an engine; a test with a few lines. Types only. */
import type { Sequence } from './sequences.ts';

/** A neuron that is held while the texts of pairs are read: at one value, or after each token of each sequence. */
export interface PairHeldNeuron {
  layer: number;
  component: string;
  neuron: number;
  value: number | ((sequence: Sequence, position: number) => number);
}

/** Neurons that are held at once; none: the network as it is. */
export type PairHold = readonly PairHeldNeuron[];

/** Hears the share that is read. */
export type PairListener = (share: number) => void;

export interface PairReadings {
  /**
   * Each hold reads all sequences.
   * @returns [holds][sequences] each [asks]: the loss of the token that is asked for, nats.
   */
  losses(
    sequences: readonly Sequence[],
    holds: readonly PairHold[],
    onProgress?: PairListener,
  ): Promise<Float32Array[][]>;
  /**
   * One array (`cell.1`) after each token of each sequence.
   * @param sink hears the row [units], which is overwritten afterwards, in no particular order.
   */
  activations(
    sequences: readonly Sequence[],
    array: string,
    sink: (sequence: number, position: number, row: Float32Array) => void,
  ): Promise<void>;
}
