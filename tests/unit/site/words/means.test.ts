import { expect, test } from 'vitest';
import { meansOf } from '../../../../site/words/finding.ts';

test('the mean over the carriers stands beside the mean over the rest', () => {
  expect(meansOf([1, 2, 3, 6], [1, 3])).toEqual({ carriers: 4, rest: 2 });
});

test('without carriers, or without others, there is nothing to compare', () => {
  expect(meansOf([1, 2], [])).toBeNull();
  expect(meansOf([1, 2], [0, 1])).toBeNull();
});
