import { expect, test } from 'vitest';
import { heatmapFile } from '../../../../site/figures/heatmap-svg.ts';

test('the body stands to the right of the head', () => {
  const drawing = { head: '<svg width="148" height="90"/>', body: '<svg width="40" height="90"/>' };
  const file = heatmapFile(drawing);
  expect(file).toMatch(/^<svg width="248" height="90" viewBox="0 0 248 90">/);
  expect(file).toContain('<svg x="148" overflow="visible" width="40" height="90"/></svg>');
});
