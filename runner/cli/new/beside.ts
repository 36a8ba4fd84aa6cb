/** More text of the same kind: what lies in the folder of a file that is too short alone. Looks at the disk. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, posix, resolve, sep } from 'node:path';
import { bytes, integer } from '../../core/words.ts';
import { endingOf, kindOf } from '../../io/formats/texts/kinds.ts';
import { isPattern } from '../../text/sources/paths.ts';

export interface Beside {
  /** Of all files in its folder that end as it does, itself among them; in a pattern that reads them as one text. */
  pattern: string;
  ending: string;
  files: number;
  bytes: number;
}

/** A sentence. */
export const besideSentence = ({ pattern, ending, files, bytes: size }: Beside): string =>
  `Its folder has ${integer(files)} files that end in ${ending}, ${bytes(size)} together: text="${pattern}" takes them all as one text, under another name.`;

/** @returns null where the text is no single file of a known kind, or lies there alone. */
export async function filesBeside(text: string, cwd: string): Promise<Beside | null> {
  const folder = dirname(text);
  const ending = endingOf(text);
  const found = await stat(resolve(cwd, text)).catch(() => null);
  if (found?.isFile() !== true || ending === '' || kindOf(text) === undefined || isPattern(folder)) return null;
  const entries = await readdir(resolve(cwd, folder), { withFileTypes: true });
  const alike = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.') && entry.name.endsWith(ending));
  if (alike.length < 2) return null;
  const sizes = await Promise.all(alike.map(({ name }) => stat(resolve(cwd, folder, name)).then(({ size }) => size)));
  return {
    pattern: posix.join(folder.split(sep).join('/'), `*${ending}`),
    ending,
    files: alike.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
