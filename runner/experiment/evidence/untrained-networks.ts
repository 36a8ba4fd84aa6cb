/**
 * The control that a claim must beat: networks of the same shape that have learned nothing read the same text.
 * Source: Zhang & Bowman 2018; Adebayo et al. 2018 (random weights as a control).
 */

import { type NeuronsTask, observeNeurons } from '../../analysis/reading/observe-neurons.ts';
import type { Network } from '../../analysis/reading/programs.ts';
import type { Activations } from '../../analysis/stats/tested-text.ts';
import { random } from '../../core/random.ts';
import { type FoundVectors, startFrom } from '../../embeddings/find-vectors.ts';
import type { Tensor } from '../../models/program.ts';
import { isOfCells, type Readable } from '../../models/reading.ts';
import { type Initialization, initialWeights } from '../../training/initialization.ts';
import { shuffledWeights } from '../../training/shuffled-weights.ts';

export interface UntrainedTask extends Omit<NeuronsTask, 'checkpoint' | 'into' | 'onProgress'> {
  architecture: Readable;
  /** As the trained network began. */
  initialization: Initialization;
  /** Token vectors that it was given: untrained networks have them too, for they were not learned with the neurons. */
  vectors?: FoundVectors | null;
  /**
   * Of the trained network: its matrices are shuffled then, and nothing is drawn; absent: all weights are drawn anew, as only
   * those of cells can be.
   */
  trained?: Readonly<Record<string, Tensor>>;
  /** The experiment's; the networks' own seeds follow from it. */
  seed: number;
  /** How many there are. */
  networks: number;
  /** The number of the first that is read; absent: 0. */
  from?: number;
  /** Where each network's activations go, one after the other, [units x wanted tokens]; absent: new memory each time. */
  into?: Float32Array;
  onProgress?(tokensDone: number, tokensInAll: number): void;
}

/** One of them. */
export interface OneUntrained extends Omit<UntrainedTask, 'onProgress' | 'networks' | 'from'> {
  onProgress?(tokensDone: number): void;
}

export const tokensOf = ({ segments }: Pick<UntrainedTask, 'segments'>): number =>
  segments.reduce((sum, [, length]) => sum + length, 0);

/** Separates these seeds from other uses of the experiment's seed. */
const stream = 0x756e7472;

/**
 * One network after the other, so that one at a time is in memory; with `into`, the next overwrites the one before.
 * @yields activations of the arrays that are asked for, [units] each [wanted tokens].
 */
export async function* untrainedNetworks(task: UntrainedTask): AsyncGenerator<Activations> {
  const { onProgress, networks, from = 0 } = task;
  const tokens = tokensOf(task);
  for (let network = from; network < networks; network++) {
    const hear = (done: number) => onProgress?.(network * tokens + done, networks * tokens);
    yield await readUntrained({ ...task, onProgress: hear }, network);
  }
}

/** What makes a network that never learnt. */
export type Unlearnt = Pick<UntrainedTask, 'architecture' | 'initialization' | 'vectors' | 'trained' | 'seed'>;

/** The network of this number, which follows from the seed. */
export function untrainedNetwork(
  { architecture, initialization, vectors = null, trained, seed }: Unlearnt,
  network: number,
): Network {
  const own = random(seed, stream, network).bits();
  if (trained !== undefined) return { architecture, weights: shuffledWeights(architecture, trained, own) };
  if (!isOfCells(architecture)) throw new Error('untrained networks: how a whole network begins is not known');
  const weights = startFrom(initialWeights(architecture, initialization, own), vectors);
  return { architecture, weights };
}

/** Reads with the network of this number; `onProgress` hears of its tokens alone. */
export async function readUntrained(task: OneUntrained, network: number): Promise<Activations> {
  return observeNeurons({ ...task, checkpoint: untrainedNetwork(task, network) });
}
