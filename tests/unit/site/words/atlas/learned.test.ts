import { describe, expect, it } from 'vitest';
import {
  bestOf,
  beyond,
  isLearned,
  learnedCount,
  learnedOfEach,
  tells,
} from '../../../../../site/words/atlas/learned.ts';
import { madeAtlas } from './made.ts';

const { atlas, map } = madeAtlas;
const limit = { untrained: { best: 0.15, limit: 0.2 } };

describe('what was learned', () => {
  it('is further from .5 than the limit of untrained networks, on either side', () => {
    expect(isLearned(0.71, limit)).toBe(true);
    expect(isLearned(0.29, limit)).toBe(true);
    expect(isLearned(0.69, limit)).toBe(false);
    expect(beyond(0.1, limit)).toBeCloseTo(0.2, 12);
  });

  it('cannot be told of what was not tested, or where no untrained network was read', () => {
    expect(beyond(Number.NaN, limit)).toBeNull();
    expect(beyond(0.9, { untrained: null })).toBeNull();
    expect(isLearned(0.9, { untrained: null })).toBe(false);
  });

  it('is counted once a neuron, and for each feature', () => {
    expect(learnedCount(atlas, map)).toBe(2);
    expect(learnedOfEach(atlas, map)).toEqual([2, 1, 0]);
    expect(
      learnedCount({ ...atlas, features: atlas.features.map((f) => ({ ...f, untrained: null })) }, map),
    ).toBeNull();
  });
});

describe('the best feature of a neuron', () => {
  it('comes with its effect and its name', () => {
    expect(bestOf(atlas, map, 0)).toMatchObject({ number: 0, learned: true, feature: { name: 'inside quotes' } });
  });

  it('is none where the number names none', () => {
    expect(bestOf(atlas, { ...map, best: Uint16Array.of(65_535, 1, 1) }, 0)).toBeNull();
  });

  it('is told without untrained networks from a clear effect on', () => {
    expect(tells({ effect: 0.65, beyond: null, learned: false })).toBe(true);
    expect(tells({ effect: 0.55, beyond: null, learned: false })).toBe(false);
    expect(tells({ effect: 0.95, beyond: -0.01, learned: false })).toBe(false);
  });
});
