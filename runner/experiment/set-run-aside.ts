/** Moves what a run's folder holds into a folder beside it. Renames alone: whatever happens, nothing is lost. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { move } from '../core/atomic-files.ts';

/** The state of the training goes last: until it has gone, a command that is started anew sets the rest aside, too. */
const last = 'training';

/**
 * All but hidden files: the lock stays, and leftovers of a write that was cut off.
 * @returns the new folder, '<run>.old' or the first free of '<run>.old-2' ...; null when there was nothing to move.
 */
export async function setRunAside(run: string): Promise<string | null> {
  const names = (await readdir(run).catch(() => [])).filter((name) => !name.startsWith('.'));
  if (names.length === 0) return null;
  const aside = await freeFolder(run);
  for (const name of names.sort((a, b) => Number(a === last) - Number(b === last))) {
    await move(join(run, name), join(aside, name));
  }
  return aside;
}

async function freeFolder(run: string): Promise<string> {
  for (let number = 1; ; number++) {
    const aside = `${run}.old${number === 1 ? '' : `-${number}`}`;
    const made = await mkdir(aside).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      return null;
    });
    if (made !== null) return aside;
  }
}

/** Whether a folder's name is that of a run that was set aside. */
export const isAside = (name: string): boolean => /\.old(-\d+)?$/.test(name);
