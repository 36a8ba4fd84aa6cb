/** The parts of the documentation that are made from the program: `<!-- generated: commands -->` says where one stands. */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inPackage } from '../../../runner/core/place.ts';
import { cellsPage } from '../../words/docs/cells-page.ts';
import { commandsPage } from '../../words/docs/commands-page.ts';
import { manifestPage } from '../../words/docs/manifest-page.ts';
import { programPage } from '../../words/docs/program-page.ts';
import type { ProgramReference } from '../../words/docs/reference.ts';
import { calibrationPage, readCalibration } from '../calibration.ts';

/** Where the program lies: its documentation stands beside it. */
const program = (folder: string): string => resolve(folder, '..');

let asked: Promise<ProgramReference> | undefined;

/** In a process of its own: the site knows nothing of commands, and Vite shall not look through all that they import. */
function referenceOf(folder: string): Promise<ProgramReference> {
  asked ??= promisify(execFile)(
    process.execPath,
    [join(program(folder), 'runner/cli/commands', inPackage ? 'reference.js' : 'reference.ts')],
    {
      maxBuffer: 1 << 24,
    },
  ).then(({ stdout }) => JSON.parse(stdout) as ProgramReference);
  return asked;
}

const makers: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  cells: async () => cellsPage(),
  calibration: async () => calibrationPage(await readCalibration()),
  manifest: async (folder) => manifestPage(await referenceOf(folder)),
  commands: async (folder) => commandsPage(await referenceOf(folder)),
  // It takes the compiler, which the package does not bring: its page is made when it is packed.
  program: async (folder) => programPage((await import('./declarations.ts')).exportedDeclarations(program(folder))),
};

const mark = /^<!-- generated: ([\w-]+) -->$/gm;

/**
 * @param folder of the documentation.
 * @throws Error for a name that nothing makes.
 */
export async function withGenerated(text: string, folder: string): Promise<string> {
  const made = new Map<string, string>();
  for (const [, name = ''] of text.matchAll(mark)) {
    const make = makers[name];
    if (make === undefined)
      throw new Error(`docs: nothing makes "${name}"; there are ${Object.keys(makers).join(', ')}`);
    made.set(name, await make(folder));
  }
  return text.replaceAll(mark, (_, name) => made.get(name) ?? '');
}
