/**
 * A feature as a state of the text: it lasts from one token of its class to the next. Pure.
 *
 * A state is a level: of a mask 0 outside and 4 inside; of a number, cut into up to five levels, 0 for the lowest and 4 for the
 * highest, with as many between them. Its opposite is as far from the other end; that of 2, in the middle, is itself.
 */
import { uint8At } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { cutsOf, levelOf, mostLevels } from '../stats/levels.ts';

const highest = mostLevels - 1;
export const middle = highest / 2;

/** 1 inside or above, 0 outside or below; -1 in the middle, or where nothing is said. */
export const sideOf = (state: number): number => (state < 0 || state === middle ? -1 : Number(state > middle));

/** The state that is held for the other one. */
export const opposite = (state: number): number => (state < 0 ? state : highest - state);

/** The state of a level from 0, of so many. */
export function stateOfLevel(level: number, levels: number): number {
  const mirrored = levels - 1 - level;
  return level === mirrored ? middle : level < mirrored ? level : highest - mirrored;
}

/**
 * The state that each token of the class says; 0 at other tokens.
 * @param values [tokens].
 * @param members [tokens] 1 where a token is of the class.
 * @param discovery numbers of the discovery half's class, by which they are cut into levels.
 */
export function marksOf(values: FeatureValues, members: Uint8Array, discovery: () => Float32Array): Uint8Array {
  if (!areNumbers(values)) return values.map((carries, t) => (carries === 1 && members[t] === 1 ? highest : 0));
  const cuts = cutsOf(discovery(), mostLevels);
  return Uint8Array.from(values, (number, t) =>
    members[t] === 1 ? stateOfLevel(levelOf(number, cuts), cuts.length + 1) : 0,
  );
}

/**
 * @param mask [tokens] 1 or 0, or the state.
 * @param members [tokens] 1 where a token is of the class.
 * @param length tokens of a segment.
 * @returns [tokens] what the last token of the class says, -1 before a segment's first token of the class.
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

/** [tokens] 1 where a state of 0 and 1 begins; a segment's first token of the class is no onset. */
export function onsetsOf(state: Int8Array, length: number): Uint8Array {
  const onsets = new Uint8Array(state.length);
  for (let t = 1; t < state.length; t++) {
    if (state[t] === 1 && state[t - 1] === 0 && t % length !== 0) onsets[t] = 1;
  }
  return onsets;
}

/**
 * The state 'not long ago': inside for so many tokens after an onset, outside elsewhere, -1 at the tokens that carry the feature.
 * @param mask [tokens] 1 or 0.
 * @param reach tokens after the onset.
 */
export function stateSince(mask: Uint8Array, members: Uint8Array, length: number, reach: number): Int8Array {
  const onsets = onsetsOf(featureStates(mask, members, length), length);
  return Int8Array.from(mask, (carries, t) => {
    if (carries === 1) return -1;
    for (let k = 1; k <= Math.min(reach, t % length); k++) if (onsets[t - k] === 1) return highest;
    return 0;
  });
}
