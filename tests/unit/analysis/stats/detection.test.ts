import { describe, expect, it } from 'vitest';
import { rank, windowsAround } from '../../../../runner/analysis/stats/detection.ts';

describe('a ranking', () => {
  it.each([
    ['from the highest score down', [0.2, 1, 0.5], [1, 2, 0]],
    ['the lower number first when scores are equal', [0.5, 0.7, 0.5, 0.7], [1, 3, 0, 2]],
    ['undefined scores last, behind minus infinity too', [NaN, -Infinity, 0, NaN], [2, 1, 0, 3]],
    ['nothing as nothing', [], []],
  ])('has %s', (_, scores, order) => {
    expect(rank(scores)).toEqual(order);
    expect(rank(Float64Array.from(scores))).toEqual(order);
  });
});

describe('windows around neurons', () => {
  it.each([
    ['show the neighbours on both sides', [9, 3], 1, 20, '2-4: 3; 8-10: 9'],
    ['are one where they share a neuron', [7, 5], 1, 20, '4-8: 5,7'],
    ['are apart where they only touch', [5, 8], 1, 20, '4-6: 5; 7-9: 8'],
    ['are cut off at the first and the last neuron', [0, 5], 2, 6, '0-2: 0; 3-5: 5'],
    ['count a repeated neuron once', [4, 4], 0, 6, '4-4: 4'],
    ['shows adjacent neurons in one window, without neighbours too', [9, 7, 8, 11], 0, 30, '7-9: 7,8,9; 11-11: 11'],
  ])('%s', (_, neurons, neighbours, units, expected) => {
    const found = windowsAround(neurons, neighbours, units);
    expect(found.map(({ first, last, detected }) => `${first}-${last}: ${detected}`).join('; ')).toBe(expected);
  });

  it('are refused of neurons that the layer lacks', () => {
    for (const none of [6, -1])
      expect(() => windowsAround([none], 1, 6)).toThrow(`whole numbers from 0 to 5, got ${none}`);
    expect(() => windowsAround([1], -1, 6)).toThrow('neighbours must be a whole number from 0, got -1');
  });
});
