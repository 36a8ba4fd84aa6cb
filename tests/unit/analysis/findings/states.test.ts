import { describe, expect, it } from 'vitest';
import { featureStates, onsetsOf, stateSince } from '../../../../runner/analysis/findings/states.ts';

/** Two segments of six tokens; every other token is a space, which is of no class. */
const members = Uint8Array.from([1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1]);
const mask = Uint8Array.from([0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1]);

describe('a feature as a state', () => {
  it('lasts over tokens that are of no class, and is unknown before the first of them', () => {
    expect([...featureStates(mask, members, 6)]).toEqual([0, 0, 1, 1, 1, 1, -1, 1, 1, 0, 0, 1]);
  });

  it('begins once for a run, and not with a segment', () => {
    expect([...onsetsOf(featureStates(mask, members, 6), 6)]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('not long ago: holds for so many tokens after an onset, and says nothing of the feature’s own tokens', () => {
    expect([...stateSince(mask, members, 6, 2)]).toEqual([0, 0, -1, 4, -1, 0, 0, -1, 0, 0, 0, -1]);
  });
});
