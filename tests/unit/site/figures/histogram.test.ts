import { expect, test } from 'vitest';
import { histogramSize, histogramSvg } from '../../../../site/figures/histogram.ts';

/** Where the hill of a class is highest, from 0 to 1 of the width. */
function summit(svg: string, hill: string): number {
  const path = new RegExp(`class="${hill}" d="([^"]+)"`).exec(svg)?.[1] ?? '';
  const points = [...path.matchAll(/(\d+) ([\d.]+)L/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const highest = points.reduce((best, point) => (point[1] < best[1] ? point : best));
  return highest[0] / histogramSize.width;
}

test('values with the feature and without it make hills where they lie', () => {
  const svg = histogramSvg([-0.5, 0.5, -0.5, 0.5, 0.5], [0, 2], [-1, 1]);
  expect(summit(svg, 'hill-with')).toBeCloseTo(0.25, 1);
  expect(summit(svg, 'hill-without')).toBeCloseTo(0.75, 1);
});

test('a feature of no token, or of every token, leaves one hill flat', () => {
  const flat = histogramSvg([0.2, 0.3], [], [0, 1]);
  expect(flat).not.toContain('NaN');
  expect(flat).toMatch(/class="hill-with" d="M0 22L0 22\.0L/);
  expect(histogramSvg([0.2, 0.3], [0, 1], [0, 1])).toMatch(/class="hill-without" d="M0 22L0 22\.0L/);
});
