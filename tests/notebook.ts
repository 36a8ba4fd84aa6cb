/** The notebook of the documentation, and a project that has the package as programs have it. */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('..', import.meta.url));

export interface Cell {
  code: string;
  /** What stands below it in the notebook. */
  shown: string;
}

/** Its cells of code. */
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

const end = '--- end of a cell';

/** A program that runs cells one after the other. */
export const programOf = (cells: readonly Cell[]): string =>
  cells.map(({ code }) => `${code}\nconsole.log('${end}');`).join('\n');

/** What each of its cells printed. */
export const printedBy = (stdout: string): string[] => stdout.split(`${end}\n`).slice(0, -1);

/** A folder with the package installed as `npm install <path>` does: a link. The caller removes it. */
export function projectElsewhere(): { path: string; write(code: string, name?: string): string } {
  const path = mkdtempSync(join(tmpdir(), 'rnn-atlas-program-'));
  mkdirSync(join(path, 'node_modules'));
  symlinkSync(project, join(path, 'node_modules/rnn-atlas'), 'junction');
  writeFileSync(join(path, 'package.json'), '{"type":"module"}');
  return {
    path,
    write(code, name = 'look.ts') {
      const file = join(path, name);
      writeFileSync(file, code);
      return file;
    },
  };
}
