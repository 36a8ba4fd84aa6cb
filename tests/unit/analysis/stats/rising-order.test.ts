import { expect, it } from 'vitest';
import { dealRoundRobin, risingOrder, sortedAll } from '../../../../runner/analysis/stats/rising-order.ts';
import { random } from '../../../../runner/core/random.ts';

const { normal } = random(3);
const texts = [300, 5000].map((length) => Float32Array.from({ length }, () => Math.round(normal() * 200) / 100));
const stable = (values: Float32Array) => [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));

it('is that of a stable sort by value: both signs, ties, both zeros, the smallest, infinities', () => {
  const given = Float32Array.of(0, -0, 3, -2, -2, 0.5, -7, 3, 1e-45, -1e-45, Infinity, -Infinity, 3e38, -3e38);
  for (const values of [given, ...texts]) expect([...risingOrder(values)]).toEqual(stable(values));
});

it('is that within each stretch, the last one shorter, and its keys are equal where the values are', () => {
  const values = Float32Array.of(9, -9, 2, -0, 2, 0, -1, 9);
  const { order, keys } = dealRoundRobin(sortedAll(values), 8, 5);
  expect([...order.slice(0, 8)]).toEqual([1, 3, 2, 4, 0, 6, 5, 7]);
  expect([...keys.slice(0, 7).keys()].filter((index) => keys[index] === keys[index + 1])).toEqual([2]);
  for (const text of texts) {
    const [length, sorted] = [71, [...dealRoundRobin(sortedAll(text), text.length, 71).order.slice(0, text.length)]];
    for (let start = 0; start < text.length; start += length) {
      const own = stable(text.subarray(start, start + length)).map((index) => start + index);
      expect(sorted.slice(start, start + length)).toEqual(own);
    }
  }
});

it('refuses what is not a number, of either sign', () => {
  const bits = new Uint32Array([0x3f80_0000, 0xffc0_0000]);
  expect(() => risingOrder(new Float32Array(bits.buffer))).toThrow('activation 1 is not a number');
  expect(() => risingOrder(Float32Array.of(1, 2, Number.NaN))).toThrow('activation 2 is not a number');
});
