/** Paths as they are compared and told, and whether something lies there. Looks at the disk; changes nothing. */
import { stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';

/** Whether a path is the folder itself or lies in it. Both are absolute. */
export function isWithin(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return !isAbsolute(below) && !/^\.\.([\\/]|$)/.test(below);
}

/** A path from a folder, '.' for the folder itself: as messages tell it. */
export const pathFrom = (folder: string, path: string): string => relative(folder, path) || '.';

export const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;
