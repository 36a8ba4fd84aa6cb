import { describe, expect, it } from 'vitest';
import { numberSaid } from '../../../../runner/analysis/stats/threshold.ts';
import { random } from '../../../../runner/core/random.ts';

describe('the number that an activation says', () => {
  it('is the one at the same share, counted one by one', () => {
    const draw = random(4);
    const activations = Array.from({ length: 200 }, () => Math.round(20 * draw.normal()) / 20);
    const numbers = Array.from({ length: 200 }, () => draw.below(9));
    for (const sign of [1, -1] as const) {
      const says = numberSaid(activations, numbers, sign);
      const sorted = numbers.toSorted((a, b) => a - b);
      for (const value of [-9, -1, 0, 0.05, 1.2, 9]) {
        const under = activations.filter((each) => sign * each < sign * value).length;
        const equal = activations.filter((each) => each === value).length;
        expect(says(value)).toBe(sorted[Math.min(199, Math.floor(under + equal / 2))]);
      }
    }
  });

  it('of a neuron that is the number is the number', () => {
    const numbers = [0, 1, 1, 2, 3, 3, 3, 4];
    const says = numberSaid(
      numbers.map((number) => 7 - 2 * number),
      numbers,
      -1,
    );
    for (const number of numbers) expect(says(7 - 2 * number)).toBe(number);
  });
});
