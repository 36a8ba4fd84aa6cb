import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { risingOrder, sorted } from '../../../runner/stats/rising-order.ts';

const { normal } = random(3);
/** Fewer than are sorted by short digits, and more. */
const texts = [300, 5000].map((length) => Float32Array.from({ length }, () => Math.round(normal() * 200) / 100));
const stable = (values: Float32Array) => [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));

describe('the rising order', () => {
  it('is that of a stable sort by value: both signs, ties, both zeros, the smallest, infinities', () => {
    const given = Float32Array.of(0, -0, 3, -2, -2, 0.5, -7, 3, 1e-45, -1e-45, Infinity, -Infinity, 3e38, -3e38);
    for (const values of [given, ...texts]) expect([...risingOrder(values)]).toEqual(stable(values));
  });

  it('is that of a part, too, and its keys are equal where the values are', () => {
    const values = Float32Array.of(9, 9, 2, -0, 2, 0, -1, 9);
    const { order, keys } = sorted(values, 2, 5);
    expect([...order.slice(0, 5)]).toEqual([4, 1, 3, 0, 2]);
    expect([...keys.slice(0, 4)].map((key, index) => key === keys[index + 1])).toEqual([false, true, false, true]);
  });

  it('refuses what is not a number, of either sign', () => {
    const bits = new Uint32Array([0x3f80_0000, 0xffc0_0000]);
    expect(() => risingOrder(new Float32Array(bits.buffer))).toThrow('activation 1 is not a number');
    expect(() => risingOrder(Float32Array.of(1, 2, Number.NaN))).toThrow('activation 2 is not a number');
  });
});
