import { expect, it } from 'vitest';
import { featureStates, onsetsOf, stateSince } from '../../../../runner/analysis/findings/states.ts';

/** Two segments of six tokens; every other token is a space, which is of no class. */
const members = Uint8Array.from([1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1]);
const mask = Uint8Array.from([0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1]);
const states = featureStates(mask, members, 6);

it.each([
  ['lasts over tokens of no class, from the first of it on', states, '0 0 1 1 1 1 -1 1 1 0 0 1'],
  ['begins once for a run, and not with a segment', onsetsOf(states, 6), '0 0 1 0 0 0 0 0 0 0 0 1'],
  ['holds for two tokens after an onset', stateSince(mask, members, 6, 2), '0 0 -1 4 -1 0 0 -1 0 0 0 -1'],
])('a feature as a state %s', (_, found, expected) => {
  expect(found.join(' ')).toBe(expected);
});
