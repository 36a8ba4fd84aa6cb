import { expect, it } from 'vitest';
import { seenIn } from '../../../../runner/analysis/pairs/seen.ts';
import { random } from '../../../../runner/core/random.ts';

const pair = (text: number[], right: number[]) => ({ text: Int32Array.from(text), right: Int32Array.from(right) });

it.each([
  ['at the beginning', pair([1, 2], [3]), [1]],
  ['at the end, and over what was just read', pair([3, 3], [4]), [1]],
  ['as a whole document', pair([1, 2, 3, 3], [3, 4]), [1]],
  ['never across documents', pair([4], [5]), [0]],
  ['not with another right side', pair([1, 2], [4]), [0]],
  ['not where it is longer than any', pair([1, 2, 3, 3, 3, 4], [5]), [0]],
  // The sums of [1, 5] and of [0, 5 + base] are equal.
  ['not where only the sums are equal', pair([1], [5]), [0]],
  ['not with a token that stands for any', pair([5, 0], [6]), [0]],
])('a pair is found %s', (_, own, expected) => {
  const documents = [Int32Array.of(1, 2, 3, 3, 3, 4), Int32Array.of(5, 0, 6), Int32Array.of(7, 0, 16_777_624)];
  expect([...seenIn([own], documents, 0)]).toEqual(expected);
});

it('finds what a search by hand finds in random texts', () => {
  const draw = random(5);
  const ids = (length: number) => Int32Array.from({ length }, () => draw.below(3));
  const documents = Array.from({ length: 5 }, () => ids(60));
  const pairs = Array.from({ length: 200 }, () => pair([...ids(1 + draw.below(6))], [...ids(1 + draw.below(2))]));
  const found = pairs.map(({ text, right }) =>
    Number(documents.some((each) => `,${each},`.includes(`,${[...text, ...right]},`))),
  );
  expect([...seenIn(pairs, documents)]).toEqual(found);
  expect(new Set(found).size).toBe(2);
});
