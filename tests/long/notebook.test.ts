/** The whole notebook, its last cell included, which tests neurons on documents for half a minute. */
import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { start } from '../cli/command.ts';
import { notebookCells, printedBy, programOf, projectElsewhere } from '../notebook.ts';

const elsewhere = projectElsewhere();
afterAll(() => rmSync(elsewhere.path, { recursive: true, force: true }));

it("the notebook's cells run one after the other under Node, and print what stands in it", async () => {
  const cells = notebookCells();
  const file = elsewhere.write(programOf(cells));
  const { code, stdout, stderr } = await start(process.execPath, [file], elsewhere.path).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(printedBy(stdout)).toEqual(cells.map(({ shown }) => shown));
}, 400_000);
