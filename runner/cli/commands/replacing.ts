/** Folders of models that a command replaces only when the user insists, and then keeps the old one beside. */

import { writeBesideOld } from '../../core/atomic-files.ts';
import { InputError } from '../../core/errors.ts';
import { exists } from '../../core/paths.ts';
import { shownPath } from './streams.ts';

/**
 * @param insists whether the user said that the folder may be replaced, with the word `<word>=true`.
 * @throws InputError when the folder is there and the user does not insist.
 */
export async function checkFree(directory: string, insists: boolean, word: string): Promise<void> {
  if (insists || !(await exists(directory))) return;
  throw new InputError('already-there', {
    what: `There is a model ${shownPath(directory)} already`,
    fix: `Choose another name, or add ${word}=true: the old folder is then kept beside the new one`,
  });
}

/**
 * Writes files as a folder that may be there already: it stays as it was until the new one is complete, however that comes.
 * @returns what to tell about the old folder.
 */
export async function replacing(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<string[]> {
  const kept = await writeBesideOld(directory, files);
  return kept === null ? [] : [`The model that was there is kept in ${shownPath(kept)}.`];
}
