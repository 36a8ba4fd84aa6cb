/**
 * Folders that are written whole or not at all: into a fresh folder beside the target, which then takes its place.
 * A crash between the two renames leaves the old folder under another name; `settleFolder` puts it back.
 */
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const beside = (directory: string, ending: string): string =>
  join(dirname(directory), `.${basename(directory)}.${ending}`);
const oldOf = (directory: string): string => beside(directory, 'old');

const ignoreMissing = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};

/** Puts back what an interrupted `writeFolder` had moved aside. */
export async function settleFolder(directory: string): Promise<void> {
  // Fails when the target is there and not empty: then nothing was interrupted.
  await rename(oldOf(directory), directory).catch(() => {});
}

/** Writes files (name to bytes) as the only contents of the folder. */
export async function writeFolder(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await settleFolder(directory);
  const fresh = beside(directory, 'tmp');
  const old = oldOf(directory);
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  try {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(fresh, name), bytes, { flush: true });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
  await rm(old, { recursive: true, force: true });
  await rename(directory, old).catch(ignoreMissing);
  await rename(fresh, directory);
  await rm(old, { recursive: true, force: true });
}

/** Renames a folder to the first free of '<folder>.old', '<folder>.old-2' ... @returns the new name. */
export async function setAside(directory: string): Promise<string> {
  for (let number = 1; ; number++) {
    const aside = `${directory}.old${number === 1 ? '' : `-${number}`}`;
    if ((await stat(aside).catch(() => null)) !== null) continue;
    await rename(directory, aside);
    return aside;
  }
}

/** Writes one file through a temporary one and a rename. */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  const fresh = beside(path, 'tmp');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(fresh, contents, { flush: true });
  await rename(fresh, path);
}
