/** What a reader of texts starts from: the bytes of a file, of one in an archive, or unpacked. */
import { constants } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { FormatError } from '../format-error.ts';
import { reading, textRefusal } from '../refusals.ts';
import { openZip } from '../zip/zip.ts';

export interface Bytes {
  /** For messages: a path, or an archive's path and the name in it. */
  name: string;
  /** @throws InputError when they are packed, and damaged or not to be trusted. */
  read(): Promise<Uint8Array>;
}

export const fileBytes = (name: string, place: string): Bytes => ({ name, read: () => readFile(place) });

/** What a gzip file holds, all members of it. */
export const gunzipped = ({ name, read }: Bytes): Bytes => ({
  name,
  read: () => reading(name, async () => unpacked(await read()), textRefusal),
});

function unpacked(packed: Uint8Array): Uint8Array {
  try {
    return gunzipSync(packed, { maxOutputLength: Math.min(constants.MAX_LENGTH, mostUnpacked(packed.length)) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') checkInflation(packed.length, mostUnpacked(packed.length) + 1);
    const why = code === 'Z_BUF_ERROR' ? 'it ends too early' : message;
    throw new FormatError(`it cannot be unpacked: ${why}`, 'Give a whole gzip file');
  }
}

/** Prose packs to a third or a quarter, XML to a tenth; what claims more than 100 times its size, and 64 MB, is a bomb. */
const mostUnpacked = (packed: number): number => Math.max(64e6, 100 * packed);

/** @throws FormatError when `packed` bytes give, or claim to give, so many more than text does. */
function checkInflation(packed: number, unpacked: number): void {
  if (unpacked <= mostUnpacked(packed)) return;
  throw new FormatError(
    `its ${packed} bytes would unpack to ${unpacked} or more, which no archive of text does`,
    'If you trust it, unpack it yourself and name the text files',
  );
}

/** How deep elements of XML and HTML may lie in each other. No text that is read comes near; files that are made to harm do. */
const deepest = 5000;

/** @throws FormatError when more elements are open than may be. */
export function checkDepth(open: number): void {
  if (open > deepest)
    throw new FormatError(`more than ${deepest} elements lie in each other`, 'Correct it, or save it as plain text');
}

/**
 * An archive's files in its order, folders and hidden ones left out.
 * @param path for messages.
 * @throws InputError when it is no sound zip archive, or not to be trusted.
 */
export const openTextArchive = (path: string, place: string): Promise<{ files: Bytes[]; close(): void }> =>
  reading(
    path,
    async () => {
      const { names, read, close } = await openZip(place, checkInflation);
      const files = names
        .filter((name) => !isLeftOut(name))
        .map((name): Bytes => {
          const inside = `${path}/${name}`;
          return { name: inside, read: () => reading(inside, () => read(name), textRefusal) };
        });
      return { files, close };
    },
    textRefusal,
  );

/** Folders, hidden files, and what macOS adds. */
const isLeftOut = (name: string): boolean => name.endsWith('/') || /(?:^|\/)(?:\.|__MACOSX\/)/.test(name);
