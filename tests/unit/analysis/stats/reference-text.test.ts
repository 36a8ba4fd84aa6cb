import { describe, expect, it } from 'vitest';
import { referenceText } from '../../../../runner/analysis/stats/tested-text.ts';
import { viewed } from '../../../../runner/analysis/stats/view.ts';

const whole = {
  length: 4,
  segments: 1,
  sources: Int32Array.from([0, 0]),
  types: Int32Array.from([9, 8, 7, 6, 5, 4, 3, 2]),
};

describe('a text seen through a class of its tokens', () => {
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
    const reference = referenceText(whole, Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 0]));
    expect([...viewed(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]), reference.view, -9)]).toEqual([1, 2, -9, -9]);
  });
});
