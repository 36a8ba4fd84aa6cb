/**
 * The control that a claim must beat: networks of the same shape that have learned nothing read the same text.
 * Source: Zhang & Bowman 2018; Adebayo et al. 2018 (random weights as a control).
 */
import type { Activations } from '../../analysis/evidence/tested-text.ts';
import type { Architecture } from '../../models/architecture.ts';
import { random } from '../../random.ts';
import { type NeuronsTask, observeNeurons } from '../../recording/observe-neurons.ts';
import { type Initialization, initialWeights } from '../../training/initialization.ts';

export interface UntrainedTask extends Omit<NeuronsTask, 'checkpoint' | 'into' | 'onProgress'> {
  architecture: Architecture;
  /** As the trained network began. */
  initialization: Initialization;
  /** The experiment's; the networks' own seeds follow from it. */
  seed: number;
  networks?: number;
  /** Where each network's activations go, one after the other, [units x wanted tokens]; absent: new memory each time. */
  into?: Float32Array;
  onProgress?(tokensDone: number, tokensInAll: number): void;
}

/** Enough for the mean of their best neurons, few enough to wait for. */
export const untrainedNetworkCount = 5;

/** Separates these seeds from other uses of the experiment's seed. */
const stream = 0x756e7472;

/**
 * One network after the other, so that one at a time is in memory; with `into`, the next overwrites the one before.
 * @yields activations of the array that is asked for, [units] each [wanted tokens].
 */
export async function* untrainedNetworks(task: UntrainedTask): AsyncGenerator<Activations> {
  const { architecture, initialization, seed, networks = untrainedNetworkCount, onProgress, ...reading } = task;
  const tokens = task.segments.reduce((sum, [, length]) => sum + length, 0);
  for (let network = 0; network < networks; network++) {
    const weights = initialWeights(architecture, initialization, random(seed, stream, network).bits());
    yield await observeNeurons({
      ...reading,
      checkpoint: { architecture, weights },
      ...(onProgress && { onProgress: (done: number) => onProgress(network * tokens + done, networks * tokens) }),
    });
  }
}
