/** What a thread of `profilesOf` does: it takes one neuron after the other from the shared counter. */
import { type NeuronProfile, type ProfiledText, profileOf } from '../../analysis/atlas/profile.ts';
import { threadTask } from '../../core/pool.ts';

export interface ProfileTask {
  text: ProfiledText;
  numbers: Uint16Array;
  /** The first neuron that nobody has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

export default threadTask<ProfileTask, [neuron: number, profile: NeuronProfile][], null>(
  ({ text, numbers, next }, { tell, isStopped }) => {
    const profiles: [number, NeuronProfile][] = [];
    for (;;) {
      const neuron = Atomics.add(next, 0, 1);
      if (neuron >= text.activations.length || isStopped()) return profiles;
      profiles.push([neuron, profileOf(text, numbers, neuron)]);
      tell(null);
    }
  },
);
