/** The files that a folder or a pattern stands for, grouped by the folder that they lie in. Looks at the disk only. */
import { glob, readdir, stat } from 'node:fs/promises';
import { join, posix, relative, resolve, sep } from 'node:path';
import { kindOf } from '../../io/formats/texts/kinds.ts';

export interface FolderTexts {
  /** Relative to where the manifest's paths are. */
  folder: string;
  /** Paths in it, sorted. */
  files: string[];
}

export const isPattern = (path: string): boolean => /[*?[\]{}]/.test(path);

/** The files in a folder and in the folders in it; hidden ones, and links to folders, are left out. */
export async function filesInFolder(path: string, cwd: string): Promise<{ groups: FolderTexts[]; leftOut: string[] }> {
  const found = await readdir(resolve(cwd, path), { recursive: true, withFileTypes: true });
  const files: string[] = [];
  const leftOut: string[] = [];
  for (const entry of found) {
    const inside = relative(resolve(cwd, path), join(entry.parentPath, entry.name));
    if (inside.split(sep).some((part) => part.startsWith('.'))) continue;
    if (entry.isDirectory() || !(await isFile(join(entry.parentPath, entry.name)))) continue;
    const name = posix.join(...path.split(sep), ...inside.split(sep));
    (kindOf(name) === undefined ? leftOut : files).push(path.startsWith(sep) ? join(path, inside) : name);
  }
  const { read, others, isCode } = proseOrCode(files);
  // The folders of a program are its parts, and those of texts are who wrote them.
  const groups = isCode ? [{ folder: path, files: [...read].sort() }] : grouped(read);
  return { groups, leftOut: [...leftOut, ...others].sort() };
}

/** Prose beside a few scripts is prose, and a program with its notes is a program: of a folder that which has more files. */
function proseOrCode(files: readonly string[]): { read: string[]; others: string[]; isCode: boolean } {
  const [code = [], prose = []] = [true, false].map((isCode) =>
    files.filter((file) => (kindOf(file) === 'code') === isCode),
  );
  const isCode = code.length > prose.length;
  return isCode ? { read: code, others: prose, isCode } : { read: prose, others: code, isCode };
}

/** The files that a pattern such as texts/*.txt or talks/** /*.xml matches. */
export async function filesOfPattern(pattern: string, cwd: string): Promise<FolderTexts[]> {
  const files: string[] = [];
  for await (const path of glob(pattern, { cwd })) {
    if (await isFile(resolve(cwd, path))) files.push(path.split(sep).join('/'));
  }
  return grouped(files);
}

const isFile = async (place: string): Promise<boolean> => (await stat(place).catch(() => null))?.isFile() ?? false;

function grouped(files: readonly string[]): FolderTexts[] {
  // By code unit, so that the order is the same on every machine.
  const sorted = [...files].sort();
  const byFolder = Map.groupBy(sorted, (file) => posix.dirname(file));
  return [...byFolder].map(([folder, own]) => ({ folder, files: own }));
}
