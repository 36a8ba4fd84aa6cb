/** The state of a network before chosen tokens, as it stands in a recording: what was read once is not read again. */
import { at } from '../../core/at.ts';
import { type Readable, readerOf } from '../../models/reading.ts';
import type { StateArrays } from './read-group.ts';
import type { Recording } from './recording.ts';

/**
 * @param recorded names of the arrays that the recording has.
 * @param positions of tokens, each once, none the first of what was read in one go.
 * @returns [positions] as `statesBefore` reads them; undefined where something that is carried was not recorded.
 */
export async function recordedStates(
  recording: Recording,
  network: Readable,
  { recorded, positions }: { recorded: readonly string[]; positions: readonly number[] },
): Promise<StateArrays[] | undefined> {
  const carried = Object.keys(readerOf(network).states);
  if (!carried.every((name) => recorded.includes(name))) return undefined;
  const before = { positions: Int32Array.from(positions, (position) => position - 1), length: 1 };
  const states = positions.map((): Record<string, Float32Array> => ({}));
  for (const name of carried) {
    const neurons = await recording.neurons(name, before);
    for (const [place, state] of states.entries()) {
      state[name] = Float32Array.from(neurons, (values) => at(values, place));
    }
  }
  return states;
}
