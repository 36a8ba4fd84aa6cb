/**
 * A feature as a state of the text: it lasts from one token of its class to the next. Pure.
 *
 * A state is 1 inside and 0 outside. A number has up to five, its levels: the lowest is 0 and the highest 1, those next to them
 * are 2 and 3, and one in the middle is 4. So the even ones are below and the odd ones above, and the wrong state of each is the
 * other of its pair; of the one in the middle it is that itself.
 */
import { uint8At } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { cutsOf, levelOf } from '../stats/levels.ts';

export const middle = 4;
/** Levels of a number, at most. */
export const mostLevels = 5;

/** 1 inside or above, 0 outside or below; -1 in the middle, or where nothing is said. */
export const sideOf = (state: number): number => (state < 0 || state === middle ? -1 : state & 1);

/** The state that is held for the other one. */
export const opposite = (state: number): number => (state < 0 || state === middle ? state : state ^ 1);

/** [tokens] */
export const sidesOf = (state: Int8Array): Int8Array => state.map(sideOf);

/** The state of a level from 0, of so many. */
export function stateOfLevel(level: number, levels: number): number {
  const mirrored = levels - 1 - level;
  return level === mirrored ? middle : level < mirrored ? 2 * level : 2 * mirrored + 1;
}

/**
 * What a state is made of: a mask of 1 and 0, or the levels of numbers as states.
 * @param values [tokens].
 * @param members [tokens] 1 where a token is of the class.
 * @param discovery numbers of the discovery half's class, by which they are cut into levels.
 */
export function marksOf(values: FeatureValues, members: Uint8Array, discovery: () => Float32Array): Uint8Array {
  if (!areNumbers(values)) return values.map((carries, t) => (carries === 1 && members[t] === 1 ? 1 : 0));
  const cuts = cutsOf(discovery(), mostLevels);
  return Uint8Array.from(values, (number, t) =>
    members[t] === 1 ? stateOfLevel(levelOf(number, cuts), cuts.length + 1) : 0,
  );
}

/**
 * @param mask [tokens] 1 where a token of the class carries the feature; or its state.
 * @param members [tokens] 1 where a token is of the class.
 * @param length tokens of a segment.
 * @returns [tokens] 1 inside, 0 outside (or another state), -1 before a segment's first token of the class.
 */
export function featureStates(mask: Uint8Array, members: Uint8Array, length: number): Int8Array {
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
  const onsets = onsetsOf(featureStates(mask, members, length), length);
  return Int8Array.from(mask, (carries, t) => {
    if (carries === 1) return -1;
    for (let k = 1; k <= Math.min(reach, t % length); k++) if (onsets[t - k] === 1) return 1;
    return 0;
  });
}
