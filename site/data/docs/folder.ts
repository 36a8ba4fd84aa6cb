/**
 * Where the documentation lies: docs/ of the program itself (RNN_ATLAS_PROGRAM), whatever folder the site is built in; or
 * where RNN_ATLAS_DOCS says, which names a folder that is not there for a site without it.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Null where the site has none. */
export function docsFolder(): string | null {
  const folder = resolve(process.env.RNN_ATLAS_DOCS || join(process.env.RNN_ATLAS_PROGRAM || '.', 'docs'));
  return existsSync(join(folder, 'README.md')) ? folder : null;
}

/** The folder of pictures inside it. */
export const picturesOf = (folder: string): string => join(folder, 'images');
