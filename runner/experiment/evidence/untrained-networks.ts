/**
 * The control that a claim must beat: networks of the same shape that have learned nothing.
 * Source: Zhang & Bowman 2018; Adebayo et al. 2018 (random weights as a control).
 */
import type { Network } from '../../analysis/reading/programs.ts';
import { random } from '../../core/random.ts';
import { type FoundVectors, startFrom } from '../../io/embeddings/find-vectors.ts';
import { decoderWeight } from '../../nn/models/architecture.ts';
import type { Tensor } from '../../nn/models/program.ts';
import { isOfCells, type Readable } from '../../nn/models/reading.ts';
import { type Initialization, initialWeights } from '../../nn/train/initialization.ts';
import { shuffledWeights } from '../../nn/train/shuffled-weights.ts';

export interface Unlearnt {
  architecture: Readable;
  initialization: Initialization;
  /** Token vectors that it was given: untrained networks have them too, for they were not learned with the neurons. */
  vectors?: FoundVectors | null;
  /**
   * Of the trained network: its matrices are shuffled then, and nothing is drawn; absent: all weights are drawn anew, as only
   * those of cells can be.
   */
  trained?: Readonly<Record<string, Tensor>>;
  seed: number;
}

/** Separates these seeds from other uses of the experiment's seed. */
const stream = 0x756e7472;

export function untrainedNetwork(
  { architecture, initialization, vectors = null, trained, seed }: Unlearnt,
  network: number,
): Network {
  const own = random(seed, stream, network).bits();
  if (trained !== undefined) return { architecture, weights: shuffledWeights(architecture, trained, own) };
  if (!isOfCells(architecture)) throw new Error('untrained networks: how a whole network begins is not known');
  // No state hangs on the decoder, which is half of the numbers.
  const first = initialWeights(architecture, initialization, own, (name) => name !== decoderWeight);
  return { architecture, weights: startFrom(first, vectors) };
}
