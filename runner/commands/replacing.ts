/** Folders that a command replaces only when the user insists, and then keeps the old one beside. */

import { move, setAside } from '../core/atomic-files.ts';
import { InputError } from '../core/errors.ts';
import { exists, pathFrom } from '../core/paths.ts';

interface Insistence {
  /** Whether the user said that the folder may be replaced, with the word `<word>=true`. */
  insists: boolean;
  word: string;
}

const place = (path: string): string => pathFrom(process.cwd(), path);

/** @throws InputError when the folder is there and the user does not insist. */
export async function checkFree(directory: string, { insists, word }: Insistence): Promise<void> {
  if (insists || !(await exists(directory))) return;
  throw new InputError('already-there', {
    what: `There is a model ${place(directory)} already`,
    fix: `Choose another name, or add ${word}=true: the old folder is then kept beside the new one`,
  });
}

/**
 * Writes a folder that may be there already.
 * @returns what to tell about the old folder, which stays as it was when writing fails.
 * @throws InputError when the folder is there and the user does not insist.
 */
export async function replacing(
  directory: string,
  insistence: Insistence,
  write: () => Promise<void>,
): Promise<string[]> {
  await checkFree(directory, insistence);
  const kept = (await exists(directory)) ? await setAside(directory) : null;
  try {
    await write();
  } catch (error) {
    if (kept !== null) await move(kept, directory);
    throw error;
  }
  return kept === null ? [] : [`The model that was there is kept in ${place(kept)}.`];
}
