import { expect, it } from 'vitest';
import { largestParts, strengths } from '../../../../site/words/parts.ts';

const parts = [
  { position: 8, value: 0.02 },
  { position: 7, value: -0.3 },
  { position: 4, value: 0.6 },
  { position: 2, value: 0.1 },
  { position: 1, value: 0.2 },
];
const labelOf = (position: number) => `w${position}`;

it('strengths are shares of the largest part, and what did little has none', () => {
  expect(strengths(parts)).toEqual([0, -0.5, 1, expect.closeTo(1 / 6, 12), expect.closeTo(1 / 3, 12)]);
  expect(strengths([])).toEqual([]);
  expect(strengths([{ position: 0, value: 0 }])).toEqual([0]);
});

it('the three largest are named, with their distance and direction', () => {
  expect(largestParts(parts, 9, labelOf)).toBe(
    '“w4” 5 tokens before (+0.60), “w7” 2 tokens before (−0.30), “w1” 8 tokens before (+0.20)',
  );
  expect(largestParts([{ position: 8, value: 0.25 }], 9, labelOf)).toBe('“w8” 1 token before (+0.25)');
  expect(largestParts([{ position: 8, value: 0.001 }], 9, labelOf)).toBe('');
});
