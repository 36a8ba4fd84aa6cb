import { expect, it } from 'vitest';
import { at } from '../../../runner/core/at.ts';
import { beginnings, leanOf } from '../../../runner/experiment/change.ts';

/** A text that is there twice, and how deep in parentheses each of its tokens is. */
const tokens = [...'ab(cd)e((fg)h)(ij', ...'ab(cd)e((fg)h)(ij'];
const depth = [0, 0, 0, 1, 1, 0, 0, 0, 1, 2, 2, 1, 1, 0, 0, 1, 1];
const values = Float32Array.of(...depth, ...depth);

it.each([
  ['go from before the state begins to before its number falls', [2, 9], [0, 17], ['(cd', '((fg']],
  ['are as long as asked', [5, 9], [0, 17], ['((fg)h']],
  ['are one of each stretch', [4, 4], [0, 17], ['((fg']],
  ['lie in one segment', [2, 9], [0, 4, 17], ['((fg']],
  ['are each there once', [2, 9], [0, 17, 34], ['(cd', '((fg']],
] as const)('the beginnings that are continued %s', (_, lengths, bounds, expected) => {
  const segments = bounds.slice(1).map((end, index) => [at(bounds, index), end - at(bounds, index)] as const);
  const found = beginnings({ tokens, values, segments, lengths });
  expect(found.map(([from, end]) => tokens.slice(from, end).join(''))).toEqual(expected);
});

it('a word leans by how much more frequent it is where the state holds', () => {
  const words = ['in', 'in', 'in', 'out', 'out', 'in', 'rare', '.'];
  const lean = leanOf({ tokens: words, values: [1, 1, 1, 0, 0, 0, 1, 1] }, (word) => word !== '.', 2);
  // (3 + 2) of (4 + 4) inside, (1 + 2) of (3 + 4) outside.
  expect(lean('in')).toBeCloseTo(Math.log2(5 / 8 / (3 / 7)), 12);
  expect(lean('out')).toBeCloseTo(Math.log2(2 / 8 / (4 / 7)), 12);
  expect([lean('rare'), lean('.'), lean('unseen')]).toEqual([0, 0, 0]);
});
