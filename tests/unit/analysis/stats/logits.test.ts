/** Functions of logits, against sums that are written out and values that are known. */
import { expect, it } from 'vitest';
import { argmax, cosine, logSoftmax, softmax } from '../../../../runner/index.ts';

const logits = [1, 3, 2, 3];

it('probabilities are the powers of e over their sum, at any temperature', () => {
  for (const temperature of [1, 0.5, 4]) {
    const powers = logits.map((logit) => Math.E ** (logit / temperature));
    const sum = powers.reduce((total, power) => total + power, 0);
    for (const [id, power] of powers.entries()) {
      expect(softmax(logits, temperature)[id]).toBeCloseTo(power / sum, 6);
      expect(logSoftmax(logits, temperature)[id]).toBeCloseTo(Math.log(power / sum), 5);
    }
  }
});

it('logits that no power of e can hold are no matter', () => {
  expect([...softmax([1000, 1000, -1000])]).toEqual([0.5, 0.5, 0]);
  expect(logSoftmax(Float32Array.of(0, -500))[1]).toBe(-500);
});

it('the largest is the first of equal ones', () => {
  expect([argmax(logits), argmax([-2, -1]), argmax(Float32Array.of(4)), argmax([])]).toEqual([1, 1, 0, -1]);
});

it('the cosine is that of the angle', () => {
  for (const angle of [0, 0.3, Math.PI / 2, 2, Math.PI])
    expect(cosine([2, 0], [3 * Math.cos(angle), 3 * Math.sin(angle)])).toBeCloseTo(Math.cos(angle), 12);
  expect(cosine([0, 0], [1, 2])).toBeNaN();
  expect(() => cosine([1], [1, 2])).toThrow(RangeError);
});

it('of nothing there is nothing', () => {
  expect([softmax([]).length, logSoftmax([]).length]).toEqual([0, 0]);
});
