import { describe, expect, it } from 'vitest';
import { chooseClaims } from '../../../runner/ladder/claims.ts';

const choice = {
  feature: 2,
  z: Float64Array.of(1, -5, 4, Number.NaN, 0),
  relevance: [0.2, 1, 0.1, 0.9, 0.3],
  count: 2,
  byHand: [] as number[],
  wholeText: [] as number[],
  side: () => -1 as const,
};

describe('the choice of claims', () => {
  it('takes the largest effects of either sign and the highest relevance, each neuron once', () => {
    expect(chooseClaims(choice)).toEqual([
      { feature: 2, neuron: 1, sign: -1, chosen: 'effect' },
      { feature: 2, neuron: 2, sign: 1, chosen: 'effect' },
      { feature: 2, neuron: 3, sign: -1, chosen: 'relevance' },
    ]);
  });

  it('adds neurons given by hand and those detected on the whole text, unless they are chosen already', () => {
    const claims = chooseClaims({ ...choice, count: 1, byHand: [0, 1], wholeText: [0, 4] });
    expect(claims.map(({ neuron, chosen }) => [neuron, chosen])).toEqual([
      [1, 'effect'],
      [0, 'by hand'],
      [4, 'whole text'],
    ]);
  });

  it('claims nothing by an effect or a relevance that is undefined', () => {
    const nothing = { ...choice, z: new Float64Array(5).fill(Number.NaN), relevance: [] };
    expect(chooseClaims(nothing)).toEqual([]);
    expect(chooseClaims({ ...nothing, byHand: [3] })).toEqual([{ feature: 2, neuron: 3, sign: -1, chosen: 'by hand' }]);
  });
});
