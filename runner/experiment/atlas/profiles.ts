/** The profiles of an atlas' neurons, of many of them on all processors. Starts threads. */
import { type NeuronProfile, type ProfiledText, profileOf } from '../../analysis/atlas/profile.ts';
import { cores } from '../../core/cores.ts';
import { inThreads } from '../../core/pool.ts';
import { shared } from '../../core/shared-memory.ts';
import type { ProfileTask } from './profile-worker.ts';

/** Of fewer activations a second's work is done sooner than a thread is started. */
export const worthThreads = (neurons: number, tokens: number): boolean => neurons * tokens >= 5e6;

/**
 * @param numbers as `profileOf` is given them.
 * @param onNeurons hears how many are done; may throw to stop.
 * @param areMany else the caller's own thread does the work.
 */
export async function profilesOf(
  text: ProfiledText,
  numbers: Uint16Array,
  onNeurons: (done: number) => Promise<void>,
  areMany = worthThreads(text.activations.length, text.scored.positions.length),
): Promise<NeuronProfile[]> {
  const neurons = text.activations.length;
  const profiles: NeuronProfile[] = [];
  if (!areMany) {
    for (let neuron = 0; neuron < neurons; neuron++) {
      profiles.push(profileOf(text, numbers, neuron));
      await onNeurons(neuron + 1);
    }
    return profiles;
  }
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let done = 0;
  const parts = await inThreads<ProfileTask, [neuron: number, profile: NeuronProfile][], null>(
    cores(),
    new URL('./profile-worker.ts', import.meta.url),
    { text: shared(text), numbers, next },
    () => onNeurons(++done),
  );
  for (const [neuron, profile] of parts.flat()) profiles[neuron] = profile;
  return profiles;
}
