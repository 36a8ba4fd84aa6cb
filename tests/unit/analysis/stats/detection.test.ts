import { describe, expect, it } from 'vitest';
import { rank, windowsAround } from '../../../../runner/analysis/stats/detection.ts';
import { bestThreshold, numberSaid, thresholdErrors } from '../../../../runner/analysis/stats/threshold.ts';
import { random } from '../../../../runner/core/random.ts';

it.each([
  ['from the highest score down', [0.2, 1, 0.5], [1, 2, 0]],
  ['the lower number first when scores are equal', [0.5, 0.7, 0.5, 0.7], [1, 3, 0, 2]],
  ['undefined scores last, behind minus infinity too', [NaN, -Infinity, 0, NaN], [2, 1, 0, 3]],
  ['nothing as nothing', [], []],
])('a ranking has %s', (_, scores, order) => {
  expect(rank(scores)).toEqual(order);
  expect(rank(Float64Array.from(scores))).toEqual(order);
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

describe('a threshold', () => {
  const source = random(9);
  const mask = Uint8Array.from({ length: 300 }, () => Number(source.uniform() < 0.2));
  const activation = Float32Array.from(mask, (carries) => Math.round(10 * (source.normal() + carries)) / 10);

  describe.each([1, -1] as const)('of sign %i', (sign) => {
    it('the best threshold has the largest sensitivity + specificity of all', () => {
      const signed = activation.map((a) => sign * a);
      const youden = (threshold: number) => {
        const { sensitivity, specificity } = thresholdErrors(signed, mask, sign, threshold);
        return sensitivity + specificity;
      };
      const best = youden(bestThreshold(signed, mask, sign));
      expect(best).toBeCloseTo(Math.max(...[...signed].flatMap((a) => [youden(a - 0.01), youden(a + 0.01)])), 12);
      expect(best).toBeGreaterThan(1.3);
    });

    it('it lies half-way between the feature and the rest where nothing overlaps', () => {
      const apart = Float32Array.of(1, 2, 4, 5).map((each) => sign * each);
      expect(bestThreshold(apart, Uint8Array.of(0, 0, 1, 1), sign)).toBe(3 * sign);
    });

    it('the number that an activation says is the one at the same share, counted one by one', () => {
      const draw = random(4);
      const activations = Array.from({ length: 200 }, () => Math.round(20 * draw.normal()) / 20);
      const numbers = Array.from({ length: 200 }, () => draw.below(9));
      const says = numberSaid(activations, numbers, sign);
      const sorted = numbers.toSorted((a, b) => a - b);
      for (const value of [-9, -1, 0, 0.05, 1.2, 9]) {
        const under = activations.filter((each) => sign * each < sign * value).length;
        const equal = activations.filter((each) => each === value).length;
        expect(says(value)).toBe(sorted[Math.min(199, Math.floor(under + equal / 2))]);
      }
      // A neuron that is the number says it.
      const all = [0, 1, 1, 2, 3, 3, 3, 4];
      const own = all.map((number) => 7 + 2 * sign * number);
      expect(own.map(numberSaid(own, all, sign))).toEqual(all);
    });
  });

  it('a feature that all or no tokens carry has no threshold, nor what is not a number', () => {
    expect(() => bestThreshold(Float32Array.of(1, 2), Uint8Array.of(0, 0), 1)).toThrow('got 0 and 2');
    expect(() => bestThreshold(Float32Array.of(1, Number.NaN), Uint8Array.of(0, 1), 1)).toThrow('got NaN');
  });

  it.each([
    ['at and beyond the threshold', [0, 1, 0, 1], 1, Math.fround(0.6), [0.5, 0.5, 0.5]],
    ['on the claimed side', [1, 1, 0, 0], -1, 0.5, [1, 1, 1]],
    ['and have no precision where nothing is there', [0, 1, 0, 1], 1, 2, [0, 1, null]],
  ] as const)('errors are counted %s', (_, labels, sign, threshold, [sensitivity, specificity, precision]) => {
    const found = thresholdErrors(Float32Array.of(0.1, 0.4, 0.6, 0.9), Uint8Array.from(labels), sign, threshold);
    expect(found).toMatchObject({ sensitivity, specificity, precision });
  });
});
