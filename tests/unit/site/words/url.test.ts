import { expect, test } from 'vitest';
import { experimentUrl, under } from '../../../../site/words/url.ts';

test('paths stand under the base, with one slash between', () => {
  expect(under('/atlas', 'methods/')).toBe('/atlas/methods/');
  expect(under('/atlas/', '/methods/')).toBe('/atlas/methods/');
  expect(under('/', '')).toBe('/');
});

test('ids with any character make one path segment', () => {
  expect(experimentUrl('a/b c+1', 'heatmap.csv')).toBe('/experiments/a%2Fb%20c+1/heatmap.csv');
});
