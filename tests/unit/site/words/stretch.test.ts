import { expect, test } from 'vitest';
import { heatmapPositions, passageOf, stretchOf, within } from '../../../../site/words/stretch.ts';

const text = (tokens: number, resets = [0]) => ({ tokens: Array.from({ length: tokens }, () => 'a'), resets });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

test('the passage begins where the feature is and is not', () => {
  const carriers = range(300, 400);
  const { from, to } = passageOf(text(500), carriers, 'word');
  expect(to - from).toBe(180);
  const beginning = carriers.filter((t) => t >= from && t < from + 60).length;
  expect(beginning).toBe(30);
});

test('the passage runs over no start from the zero state where it need not', () => {
  const carriers = [...range(100, 130), ...range(300, 330)];
  const { from, to } = passageOf(text(500, [0, 110]), carriers, 'word');
  expect(from >= 110 || to <= 110).toBe(true);
  expect(carriers.some((t) => t >= from && t < to)).toBe(true);
});

test('a short text and one without the feature are shown from their beginning', () => {
  expect(passageOf(text(20), [3], 'word')).toEqual({ from: 0, to: 20 });
  expect(passageOf(text(500), [], 'word')).toEqual({ from: 0, to: 180 });
  expect(passageOf(text(0), [], 'character')).toEqual({ from: 0, to: 0 });
});

test('it begins and ends with a sentence or a line', () => {
  const sentence = ['It', ' ', 'was', ' ', 'so', '.', ' '];
  const tokens = Array.from({ length: 60 }, () => sentence).flat();
  const { from, to } = passageOf({ tokens, resets: [0] }, range(200, 260), 'word');
  expect([from % 7, to % 7]).toEqual([0, 0]);
  expect(from).toBeGreaterThan(100);
  const lines = Array.from({ length: 60 }, () => ['so', ' ', 'on', '\n']).flat();
  expect(passageOf({ tokens: lines, resets: [0] }, range(100, 130), 'word').from % 4).toBe(0);
});

test('a heatmap shows the tokens that carry a feature, and of a number those from the lowest to the highest, evenly drawn', () => {
  expect(heatmapPositions({ positions: { observed: [3, 9], sampled: [1] } }, 'observed')).toEqual([3, 9]);
  const numbers = { observed: [2, null, 0, 1, 2, 1, null, 0], sampled: [] };
  const feature = { positions: { observed: [], sampled: [] }, numbers };
  expect(heatmapPositions(feature, 'observed')).toEqual([2, 7, 3, 5, 0, 4]);
  expect(heatmapPositions(feature, 'observed', 3)).toEqual([7, 5, 4]);
  expect(heatmapPositions(feature, 'sampled')).toEqual([]);
});

test('a stretch keeps the marks that lie in it', () => {
  const text = { tokens: [...'abcdef'], unknown: [1, 3], resets: [0, 4], promptLength: 3 };
  expect(stretchOf(text, [2, 5])).toEqual({ tokens: ['c', 'd', 'e'], unknown: [1], resets: [2], promptLength: 1 });
  const atEnd = { ...text, promptLength: 3, promptStart: 3 };
  expect(stretchOf(atEnd, [2, 5])).toMatchObject({ promptLength: 2, promptStart: 1 });
  expect(stretchOf(atEnd, [0, 2])).toMatchObject({ promptLength: 0 });
  expect(within([1, 5, 9], [5, 9])).toEqual([0]);
});
