/** The whole notebook, its last cell included, which tests neurons on documents for half a minute. */
import { it } from 'vitest';
import { expectPrinted, notebookCells, projectElsewhere } from '../notebook.ts';

it("the notebook's cells run one after the other under Node, and print what stands in it", async () => {
  await expectPrinted(projectElsewhere(), notebookCells());
}, 400_000);
