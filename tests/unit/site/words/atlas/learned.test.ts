import { describe, expect, it } from 'vitest';
import { bestOf, beyond, isLearned, tells } from '../../../../../site/words/atlas/learned.ts';
import { madeAtlas } from './made.ts';

const { atlas, map } = madeAtlas;
const bar = { bar: 0.2 };

describe('what was learned', () => {
  it('is what the atlas says, whatever the size of the effect', () => {
    const all = [0, 1, 2];
    const pairs = all.flatMap((neuron) => all.map((feature) => [neuron, feature] as const));
    expect(pairs.filter((pair) => isLearned(atlas, map, ...pair)).map(String)).toEqual(['0,0', '1,0', '1,1']);
    const unlearned = { ...map, learned: new Uint8Array(9) };
    expect(bestOf(atlas, unlearned, 0)).toMatchObject({ effect: Math.fround(0.05), learned: false });
  });

  it('is told by how far it is beyond what is not learned, on either side', () => {
    expect(beyond(0.1, bar)).toBeCloseTo(0.2, 12);
    expect(beyond(0.9, bar)).toBeCloseTo(0.2, 12);
    expect(beyond(Number.NaN, bar)).toBeNull();
    expect(beyond(0.9, { bar: null })).toBeNull();
  });
});

describe('the best feature of a neuron', () => {
  it('is none where the number names none', () => {
    expect(bestOf(atlas, { ...map, best: Uint16Array.of(65_535, 1, 1) }, 0)).toBeNull();
  });

  it('is told without untrained networks from a clear effect on', () => {
    expect(tells({ effect: 0.65, beyond: null, learned: false })).toBe(true);
    expect(tells({ effect: 0.55, beyond: null, learned: false })).toBe(false);
    expect(tells({ effect: 0.95, beyond: -0.01, learned: false })).toBe(false);
  });
});
