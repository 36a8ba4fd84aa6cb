/** The state in which a text leaves a network, so that another can begin there. */
import { firstState, type Readable } from '../../models/reading.ts';
import type { ReadTask } from './read-group.ts';

/** State by name (`hidden.1`, `cell.1`, ...). */
export type StateArrays = Readonly<Record<string, Float32Array>>;

/** What reads: an open reader. */
export interface Reads {
  readonly architecture: Readable;
  read(task: ReadTask): Promise<unknown>;
}

/**
 * @param ids of the text, [tokens]; none leave the state before any text.
 * @returns the state after its last token, read in one stream from where the reader begins.
 */
export async function stateAfter({ architecture, read }: Reads, ids: Int32Array): Promise<StateArrays> {
  let state: StateArrays = firstState(architecture, 1);
  if (ids.length === 0) return state;
  await read({
    ids,
    segments: [[0, ids.length]],
    // It records everything, as most readings do: what is compiled for them serves.
    sink: { write: async () => {} },
    ended(_segment, after) {
      state = { ...after };
    },
  });
  return state;
}
