import { expect, it } from 'vitest';
import { duration } from '../../../runner/core/duration.ts';

it.each([
  [0, '0 s'],
  [0.44, '0.4 s'],
  [9.96, '10 s'],
  [42.4, '42 s'],
  [59.6, '1 min'],
  [125, '2 min 5 s'],
  [120, '2 min'],
  [3599.7, '1 h'],
  [3780, '1 h 3 min'],
  [-1, '0 s'],
  [Number.POSITIVE_INFINITY, '?'],
])('says %d seconds as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});
