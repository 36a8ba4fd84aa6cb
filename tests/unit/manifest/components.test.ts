import { expect, it } from 'vitest';
import { cellNames, componentsOf } from '../../../runner/manifest/components.ts';
import { cells } from '../../../runner/models/cells/cells.ts';

it('offers for every cell the components that the cell computes', () => {
  expect(Object.keys(cells).sort()).toEqual([...cellNames].sort());
  for (const cell of cellNames) expect([...componentsOf[cell]].sort()).toEqual([...cells[cell].components].sort());
});
