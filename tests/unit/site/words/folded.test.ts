import { expect, test } from 'vitest';
import { areaOnSide, folded, foldedInterval, foldedText, scoreAt } from '../../../../site/words/folded.ts';

test('an AUC below 0.5 is turned with its interval, and its direction is kept', () => {
  expect(folded(0.25)).toEqual({ auc: 0.75, lower: true });
  expect(folded(0.75)).toEqual({ auc: 0.75, lower: false });
  expect(folded(0.5)).toEqual({ auc: 0.5, lower: false });
  expect(foldedInterval(0.25, [0.125, 0.375])).toEqual([0.625, 0.875]);
  expect(foldedInterval(0.75, [0.625, 0.875])).toEqual([0.625, 0.875]);
});

test('in print an AUC says by a word that it was turned', () => {
  expect(foldedText(0.182)).toBe('0.818, lower');
  expect(foldedText(0.182, 2, 'the feature')).toBe('0.82, lower at the feature');
  expect(foldedText(0.818)).toBe('0.818');
  expect(foldedText(0.5)).toBe('0.500');
});

test('a distance is the area or the correlation that it stands for, and never beyond 1', () => {
  expect([0.491, 0.502].map((distance) => scoreAt(distance, {}))).toEqual(['0.991', '1.000']);
  expect([0.25, 0.502].map((distance) => scoreAt(distance, { number: true }, 2))).toEqual(['0.50', '1.00']);
  expect([areaOnSide(0.25, 1), areaOnSide(0.25, -1), areaOnSide(0.502, 1), areaOnSide(0.502, -1)]).toEqual([
    ...[0.75, 0.25, 1, 0],
  ]);
});
