import { describe, expect, it } from 'vitest';
import { beginnings, leanOf } from '../../../runner/experiment/change.ts';

const tokens = [...'ab(cd)e((fg)h)(ij'];
const depth = Float32Array.from([0, 0, 0, 1, 1, 0, 0, 0, 1, 2, 2, 1, 1, 0, 0, 1, 1]);
const segments = [[0, tokens.length]] as const;
const textsOf = (places: readonly [number, number][]) => places.map(([from, end]) => tokens.slice(from, end).join(''));

describe('the beginnings that are continued', () => {
  it('go from before the state begins to before its number falls, and know no end of the text', () => {
    const found = beginnings({ tokens, values: depth, segments, lengths: [2, 9] });
    expect(textsOf(found)).toEqual(['(cd', '((fg']);
  });

  it('are as long as asked, in one segment, one of each stretch, and each once', () => {
    expect(textsOf(beginnings({ tokens, values: depth, segments, lengths: [5, 9] }))).toEqual(['((fg)h']);
    expect(textsOf(beginnings({ tokens, values: depth, segments, lengths: [4, 4] }))).toEqual(['((fg']);
    const cut = [
      [0, 4],
      [4, 13],
    ] as const;
    expect(textsOf(beginnings({ tokens, values: depth, segments: cut, lengths: [2, 9] }))).toEqual(['((fg']);
    const twice = { tokens: [...tokens, ...tokens], values: Float32Array.of(...depth, ...depth) };
    const both = [
      [0, tokens.length],
      [tokens.length, tokens.length],
    ] as const;
    expect(beginnings({ ...twice, segments: both, lengths: [2, 9] })).toHaveLength(2);
  });
});

it('a word leans by how much more frequent it is where the state holds', () => {
  const words = ['in', 'in', 'in', 'out', 'out', 'in', 'rare', '.'];
  const lean = leanOf({ tokens: words, values: [1, 1, 1, 0, 0, 0, 1, 1] }, (word) => word !== '.', 2);
  // (3 + 2) of (4 + 4) inside, (1 + 2) of (3 + 4) outside.
  expect(lean('in')).toBeCloseTo(Math.log2(5 / 8 / (3 / 7)), 12);
  expect(lean('out')).toBeCloseTo(Math.log2(2 / 8 / (4 / 7)), 12);
  expect([lean('rare'), lean('.'), lean('unseen')]).toEqual([0, 0, 0]);
});
