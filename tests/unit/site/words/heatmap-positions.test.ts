import { expect, test } from 'vitest';
import { heatmapPositions } from '../../../../site/words/heatmap-positions.ts';

const none = { observed: [], sampled: [] };

test('a heatmap shows the tokens that carry a feature, in the order of the text', () => {
  expect(heatmapPositions({ positions: { observed: [3, 9], sampled: [1] } }, 'observed')).toEqual([3, 9]);
});

test('of a number it shows tokens from the lowest to the highest, evenly drawn', () => {
  const observed = [2, null, 0, 1, 2, 1, null, 0];
  const feature = { positions: none, numbers: { observed, sampled: [] } };
  expect(heatmapPositions(feature, 'observed')).toEqual([2, 7, 3, 5, 0, 4]);
  expect(heatmapPositions(feature, 'observed', 3)).toEqual([7, 5, 4]);
  expect(heatmapPositions(feature, 'sampled')).toEqual([]);
});
