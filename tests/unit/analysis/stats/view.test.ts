import { describe, expect, it } from 'vitest';
import { firstTokens, joined, segmentsFrom, shift, viewed } from '../../../../runner/analysis/stats/view.ts';

const text = Float32Array.from([0.5, 1.5, 2.5, 3.5, 4.5, 5.5]);

it('A view of segments has the tokens from each start on, and one view stands after the other', () => {
  const later = segmentsFrom([3, 1], 2);
  expect([...later.positions]).toEqual([3, 4, 1, 2]);
  const both = joined(later, segmentsFrom([4], 2));
  expect(both).toEqual({ positions: Int32Array.of(3, 4, 1, 2, 4, 5), length: 2 });
  expect([...viewed(text, both)]).toEqual([3.5, 4.5, 1.5, 2.5, 4.5, 5.5]);
  expect(() => joined(later, segmentsFrom([0], 3))).toThrow('segments of 2 and of 3 tokens');
});

it('Through no view the text is itself; nowhere stands what is asked for, and beyond the text is a mistake', () => {
  expect(viewed(text, null)).toBe(text);
  expect([...viewed(Int8Array.of(7, 8), { positions: Int32Array.of(-1, 1) }, -9)]).toEqual([-9, 8]);
  expect([...viewed(text, { positions: Int32Array.of(5, -1) }, -9)]).toEqual([5.5, -9]);
  expect([...viewed(text, firstTokens(2))]).toEqual([0.5, 1.5]);
  expect(() => viewed(text, firstTokens(7))).toThrow('no place 6 among 6');
  expect(() => viewed(Uint8Array.of(1), firstTokens(2))).toThrow('no place 1 among 1');
});

describe('shift', () => {
  const values = Int32Array.of(1, 2, 3, 11, 12, 13);

  it('shows what comes after, inside each segment', () => {
    expect([...shift(values, 1, 3, -1)]).toEqual([2, 3, -1, 12, 13, -1]);
  });

  it('shows what came before, inside each segment', () => {
    expect([...shift(values, -2, 3, -1)]).toEqual([-1, -1, 1, -1, -1, 11]);
  });

  it('has nothing to show where a lag reaches over the whole segment, and refuses a segment that is cut off', () => {
    expect([...shift(values, 3, 3, -1), ...shift(values, -70, 3, -1)]).toEqual(new Array(12).fill(-1));
    expect(() => shift(values, 1, 4, -1)).toThrow('6 values are not whole segments of 4');
  });

  it('leaves the values alone', () => {
    expect([...shift(values, 0, 3, -1)]).toEqual([...values]);
    expect([...values]).toEqual([1, 2, 3, 11, 12, 13]);
  });
});
