/** A feature as a state of the text: it lasts from one token of its class to the next. Pure. */
import { uint8At } from '../core/at.ts';

/**
 * @param mask [tokens] 1 where a token of the class carries the feature.
 * @param members [tokens] 1 where a token is of the class.
 * @param length tokens of a segment.
 * @returns [tokens] 1 inside, 0 outside, -1 before a segment's first token of the class.
 */
export function stateAfter(mask: Uint8Array, members: Uint8Array, length: number): Int8Array {
  const uint8 = uint8At;
  const state = new Int8Array(mask.length);
  let now = -1;
  for (let t = 0; t < mask.length; t++) {
    if (t % length === 0) now = -1;
    if (members[t] === 1) now = uint8(mask, t);
    state[t] = now;
  }
  return state;
}

/** [tokens] 1 where the state begins; a segment's first token of the class is no onset. */
export function onsetsOf(state: Int8Array, length: number): Uint8Array {
  const onsets = new Uint8Array(state.length);
  for (let t = 1; t < state.length; t++) {
    if (state[t] === 1 && state[t - 1] === 0 && t % length !== 0) onsets[t] = 1;
  }
  return onsets;
}

/**
 * The state 'not long ago': 1 for so many tokens after an onset, 0 elsewhere, -1 at the tokens that carry the feature.
 * @param reach tokens after the onset.
 */
export function stateSince(mask: Uint8Array, members: Uint8Array, length: number, reach: number): Int8Array {
  const onsets = onsetsOf(stateAfter(mask, members, length), length);
  return Int8Array.from(mask, (carries, t) => {
    if (carries === 1) return -1;
    for (let k = 1; k <= Math.min(reach, t % length); k++) if (onsets[t - k] === 1) return 1;
    return 0;
  });
}
