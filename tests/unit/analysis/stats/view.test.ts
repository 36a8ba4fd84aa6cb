import { describe, expect, it } from 'vitest';
import { referenceText } from '../../../../runner/analysis/stats/tested-text.ts';
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

describe('a text seen through a class of its tokens', () => {
  const whole = { length: 4, segments: 1, sources: Int32Array.of(0, 0), types: Int32Array.of(9, 8, 7, 6, 5, 4, 3, 2) };

  it('is the text itself where all belong to the class', () => {
    expect(referenceText(whole, new Uint8Array(8).fill(1))).toEqual({ text: whole, view: null });
  });

  it('lays the members of a poor segment out over as many places as the richest has, in order, none lost', () => {
    const { text, view } = referenceText(whole, Uint8Array.from([1, 0, 1, 1, 0, 1, 0, 1]));
    expect(text.length).toBe(3);
    expect([...(view?.positions ?? [])]).toEqual([0, 2, 3, 5, 5, 7]);
    expect([...text.types]).toEqual([9, 7, 6, 4, 4, 2]);
  });

  it('gives a segment without members what it is told to', () => {
    const { view } = referenceText(whole, Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 0]));
    expect([...viewed(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]), view, -9)]).toEqual([1, 2, -9, -9]);
  });
});

describe('a text that is shifted', () => {
  const values = Int32Array.of(1, 2, 3, 11, 12, 13);

  it.each([
    ['what comes after', 1, [2, 3, -1, 12, 13, -1]],
    ['what came before', -2, [-1, -1, 1, -1, -1, 11]],
    ['nothing where the lag reaches over it', 3, [-1, -1, -1, -1, -1, -1]],
    ['nothing where it reaches back over it', -70, [-1, -1, -1, -1, -1, -1]],
    ['itself by no lag', 0, [1, 2, 3, 11, 12, 13]],
  ])('shows inside each segment %s', (_, lag, expected) => {
    expect([...shift(values, lag, 3, -1)]).toEqual(expected);
    expect([...values]).toEqual([1, 2, 3, 11, 12, 13]);
  });

  it('is refused with a segment that is cut off', () => {
    expect(() => shift(values, 1, 4, -1)).toThrow('6 values are not whole segments of 4');
  });
});
