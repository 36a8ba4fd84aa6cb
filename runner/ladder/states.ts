/** A feature as a state of the text: it lasts from one token of its class to the next. Pure. */
import { at } from '../core/at.ts';

/**
 * @param mask [tokens] 1 where a token of the class carries the feature.
 * @param members [tokens] 1 where a token is of the class.
 * @param length tokens of a segment.
 * @returns [tokens] 1 inside, 0 outside, -1 before a segment's first token of the class.
 */
export function stateAfter(mask: Uint8Array, members: Uint8Array, length: number): Int8Array {
  const state = new Int8Array(mask.length);
  for (let t = 0; t < mask.length; t++) {
    const before = t % length === 0 ? -1 : at(state, t - 1);
    state[t] = members[t] === 1 ? at(mask, t) : before;
  }
  return state;
}

/** [tokens] 1 where the state begins; a segment's first token of the class is no onset. */
export const onsetsOf = (state: Int8Array, length: number): Uint8Array =>
  Uint8Array.from(state, (now, t) => (now === 1 && t % length !== 0 && state[t - 1] === 0 ? 1 : 0));

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
