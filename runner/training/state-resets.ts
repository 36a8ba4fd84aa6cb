/**
 * Which parallel streams keep their carried state at a step. A model that starts from the zero state only once an epoch
 * never learns to: one of 672 units had a loss of 2.5 nats with the carried state and of 3.4 from zero. So each stream
 * is set to zero now and then, at random. Source: Melis, Dyer & Blunsom 2018, section 4.
 */
import { random } from '../core/random.ts';

/** Chance that a stream is set to zero before a step. */
export const resetProbability = 0.01;

/** Separates these random numbers from those of other uses of the same seed. */
const stream = 0x7a65726f;

/** 1 keeps a stream's state, 0 sets it to zero: [streams]. */
export function keptStreams(streams: number, seeds: readonly number[]): Float32Array {
  const { uniform } = random(...seeds, stream);
  return Float32Array.from({ length: streams }, () => (uniform() < resetProbability ? 0 : 1));
}
