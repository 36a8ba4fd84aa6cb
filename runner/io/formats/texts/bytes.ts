/** What a reader of texts starts from: bytes that can be read twice, from a file, out of an archive, or unpacked. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../../core/errors.ts';
import { FormatError } from '../format-error.ts';
import { openZip } from '../zip/zip.ts';

export interface Bytes {
  /** For messages: a path, or an archive's path and the name in it. */
  name: string;
  /** From the start, each time; the texts of a corpus are never held as a whole. */
  open(): AsyncIterable<Uint8Array>;
}

const chunkBytes = 1 << 20;

export const fileBytes = (name: string, place: string): Bytes => ({
  name,
  open: () => createReadStream(place, { highWaterMark: chunkBytes }),
});

/** What a gzip file holds, all members of it. */
export const gunzipped = ({ name, open }: Bytes): Bytes => ({
  name,
  async *open() {
    const unpacking = createGunzip({ chunkSize: chunkBytes });
    // Errors arrive where the chunks are awaited.
    pipeline(open(), unpacking, () => undefined);
    let given = 0;
    try {
      for await (const chunk of unpacking as AsyncIterable<Uint8Array>) {
        given += chunk.length;
        checkInflation(name, unpacking.bytesWritten, given);
        yield chunk;
      }
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      if (!code.startsWith('Z_')) throw error;
      const why = code === 'Z_BUF_ERROR' ? 'The file ends too early' : message;
      throw new InputError('archive-unreadable', {
        what: `${name} cannot be unpacked`,
        why,
        fix: 'Give a whole gzip file',
      });
    }
  },
});

/** Prose packs to a third or a quarter, XML to a tenth; what claims more than this many times its size is a bomb. */
const maxInflation = 100;
/** What an archive may unpack to whatever its ratio, bytes. */
const alwaysAllowed = 64e6;

/**
 * Refuses archives that unpack to far more than they are (zip bombs).
 * @throws InputError when `packed` bytes have given, or claim to give, so many more than text does.
 */
export function checkInflation(name: string, packed: number, unpacked: number): void {
  if (unpacked <= Math.max(alwaysAllowed, maxInflation * packed)) return;
  throw new InputError('archive-suspicious', {
    what: `${name} was not unpacked`,
    why: `Its ${packed} bytes would unpack to ${unpacked} or more, which no archive of text does`,
  });
}

/** How deep elements of XML and HTML may lie in each other. No text that is read comes near; files that are made to harm do. */
const deepest = 5000;

/** @throws InputError when more elements are open than may be. */
export function checkDepth(open: number, name: string): void {
  if (open <= deepest) return;
  throw new InputError('too-deep', { what: `In ${name} more than ${deepest} elements lie in each other` });
}

/**
 * An archive's files in its order, folders and hidden ones left out.
 * @param path for messages.
 * @throws InputError when it is no sound zip archive, or not to be trusted.
 */
export async function openTextArchive(path: string, place: string) {
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
  const asBytes = ({ name, open }: (typeof texts)[number]): Bytes => ({
    name: `${path}/${name}`,
    async *open() {
      try {
        yield* open();
      } catch (error) {
        refuse(error, `"${name}" is damaged: `);
      }
    },
  });
  return { files: texts.map(asBytes), close };
}

/** Folders, hidden files, and what macOS adds. */
const isLeftOut = (name: string): boolean => name.endsWith('/') || /(?:^|\/)(?:\.|__MACOSX\/)/.test(name);
