/** The texts of a zip archive on disk, each to be read in pieces. */
import { InputError } from '../../../core/errors.ts';
import { FormatError } from '../refusals.ts';
import { type Bytes, checkInflation } from '../texts/bytes.ts';
import { openZip } from './zip.ts';

export interface TextArchive {
  /** In the order of the archive, folders and hidden files left out. */
  files: Bytes[];
  close(): void;
}

/**
 * @param path for messages.
 * @throws InputError when it is no sound zip archive, or not to be trusted.
 */
export async function openTextArchive(path: string, place: string): Promise<TextArchive> {
  const refuse = (error: unknown, what = ''): never => {
    if (!(error instanceof FormatError)) throw error;
    throw new InputError('archive-unreadable', {
      what: `${path} is not a readable zip archive`,
      why: `${what}${error.message}`,
      fix: error.fix ?? 'Pack the texts anew, or unpack it yourself and name the folder',
    });
  };
  const checkSize = (packed: number, unpacked: number) => checkInflation(path, packed, unpacked);
  const { files, close } = await openZip(place, 1_000_000, checkSize).catch((error) => refuse(error));
  const texts = files.filter(({ name }) => !isLeftOut(name));
  return {
    files: texts.map(({ name, open }) => ({
      name: `${path}/${name}`,
      async *open() {
        try {
          yield* open();
        } catch (error) {
          refuse(error, `"${name}" is damaged: `);
        }
      },
    })),
    close,
  };
}

/** Folders, hidden files, and what macOS adds. */
const isLeftOut = (name: string): boolean => name.endsWith('/') || /(?:^|\/)(?:\.|__MACOSX\/)/.test(name);
