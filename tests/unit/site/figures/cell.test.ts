import { expect, test } from 'vitest';
import { analysedComponents, networkNames } from '../../../../runner/nn/models/networks.ts';
import { cellDrawing } from '../../../../site/figures/cell.ts';
import { onPage } from '../../../../site/figures/drawing.ts';

test.each(networkNames)('the diagram of %s has a box for each component and marks the recorded one', (cell) => {
  const boxes = (recorded: string | undefined) =>
    cellDrawing(cell, recorded, onPage).content.match(/<rect fill="var\(--mark\)"/g)?.length ?? 0;
  expect(cellDrawing(cell, undefined).content).not.toMatch(/NaN|undefined/);
  expect(boxes(undefined)).toBe(0);
  expect(Math.max(...analysedComponents(cell).map(boxes))).toBeGreaterThan(0);
});
