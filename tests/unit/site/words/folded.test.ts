import { expect, test } from 'vitest';
import {
  areaOnSide,
  changed,
  effectText,
  folded,
  foldedInterval,
  likelihood,
  lostShares,
  scoreAt,
} from '../../../../site/words/folded.ts';

test('an AUC below 0.5 is turned with its interval, and its direction is kept', () => {
  expect(folded(0.25)).toEqual({ auc: 0.75, lower: true });
  expect(folded(0.75)).toEqual({ auc: 0.75, lower: false });
  expect(folded(0.5)).toEqual({ auc: 0.5, lower: false });
  expect(foldedInterval(0.25, [0.125, 0.375])).toEqual([0.625, 0.875]);
  expect(foldedInterval(0.75, [0.625, 0.875])).toEqual([0.625, 0.875]);
});

test('in print an AUC says by a word that it was turned', () => {
  expect([0.182, 0.818, 0.5].map((area) => effectText(area, {}))).toEqual(['0.818, lower', '0.818', '0.500']);
});

test('a distance is the area or the correlation that it stands for, and never beyond 1', () => {
  expect([0.491, 0.502].map((distance) => scoreAt(distance, {}))).toEqual(['0.991', '1.000']);
  expect([0.25, 0.502].map((distance) => scoreAt(distance, { number: true }, 2))).toEqual(['0.50', '1.00']);
  expect([areaOnSide(0.25, 1), areaOnSide(0.25, -1), areaOnSide(0.502, 1), areaOnSide(0.502, -1)]).toEqual([
    0.75, 0.25, 1, 0,
  ]);
});

test('a loss is told as what becomes of a chance, either way', () => {
  // By hand: e^-0.14 is 0.8694, e^0.0058 is 1.0058, e^-2.3026 is a tenth.
  const losses = [0.14, -0.0058, Math.LN10, 0];
  expect(losses.map((nats) => [likelihood(nats), changed(nats)])).toEqual([
    ['13% less likely', '−13%'],
    ['0.58% more likely', '+0.58%'],
    ['90% less likely', '−90%'],
    ['0% less likely', '0%'],
  ]);
  // e^-0.1253 is 0.8822, e^-0.1656 is 0.8474, e^0.0005 is 1.0005.
  expect(lostShares([0.1253, 0.1656])).toBe('12% to 15%');
  expect(lostShares([-0.0005, 0.0006])).toBe('−0.05% to 0.06%');
});
