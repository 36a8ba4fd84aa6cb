/** What commands write where something may lie already. */
import { replaceKeepingBackup } from '../../core/atomic-files.ts';
import { InputError } from '../../core/errors.ts';
import { exists } from '../../core/paths.ts';
import { shownPath } from './streams.ts';

/** @throws InputError when there is such a file or model. @param fix what the user may do then. */
export async function checkFree(kind: 'file' | 'model', path: string, fix: string): Promise<void> {
  if (await exists(path))
    throw new InputError('already-there', { what: `There is a ${kind} ${shownPath(path)} already`, fix });
}

/** Of a folder that a command replaces only when the user insists. */
export const orReplace = (word: string): string =>
  `Choose another name, or add ${word}=true: the old folder is then kept beside the new one`;

/**
 * Writes files as a folder that may be there already: it stays as it was until the new one is complete, however that comes.
 * @returns what to tell about the old folder.
 */
export async function replacing(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<string[]> {
  const kept = await replaceKeepingBackup(directory, files);
  return kept === null ? [] : [`The model that was there is kept in ${shownPath(kept)}.`];
}
