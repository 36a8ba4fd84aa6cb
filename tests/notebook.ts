/** Code of the documentation, and a project that has the package as programs have it. */
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { start, type WorkFolder, workFolder } from './cli/command.ts';

export const project = fileURLToPath(new URL('..', import.meta.url));

interface Cell {
  code: string;
  /** What stands below it in the notebook. */
  shown: string;
}

/** The cells of code of the notebook. */
export function notebookCells(): Cell[] {
  const written: { cells: { cell_type: string; source: string[]; outputs?: { text: string[] }[] }[] } = JSON.parse(
    readFileSync(join(project, 'docs/from-zero.ipynb'), 'utf8'),
  );
  return written.cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source, outputs = [] }) => ({
      code: source.join(''),
      shown: outputs.flatMap(({ text }) => text).join(''),
    }));
}

/** The first block of code of a section of docs/program.md. */
export function example(section: string): string {
  const page = readFileSync(join(project, 'docs/program.md'), 'utf8');
  const [, text = ''] = page.split(`\n## ${section}\n`);
  const [, code] = /```ts\n(.*?)```/s.exec(text) ?? [];
  if (code === undefined) throw new Error(`docs/program.md has no code under ${section}`);
  return code;
}

const end = '--- end of a cell';

/** A folder with the package installed as `npm install <path>` does: a link. */
export function projectElsewhere(): WorkFolder {
  const folder = workFolder();
  mkdirSync(folder.at('node_modules'));
  symlinkSync(project, folder.at('node_modules/rnn-atlas'), 'junction');
  folder.write('package.json', '{"type":"module"}');
  return folder;
}

/** Runs cells one after the other there: what each printed stands in the notebook. @param more a last line. */
export async function expectPrinted(elsewhere: WorkFolder, cells: readonly Cell[], more = ''): Promise<void> {
  elsewhere.write('notebook.ts', cells.map(({ code }) => `${code}\nconsole.log('${end}');`).join('\n') + more);
  const { code, stdout, stderr } = await start(process.execPath, ['notebook.ts'], elsewhere.path).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split(`${end}\n`).slice(0, -1)).toEqual(cells.map(({ shown }) => shown));
}
