/**
 * The files of a zip archive on disk, each to be read in pieces. Nothing is unpacked to disk; still, names that lead out
 * of the archive, links, locked files and archives that claim to unpack to far more than they are, are refused.
 */
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { InputError } from '../../core/errors.ts';
import type { Bytes } from '../texts/bytes.ts';
import { checkInflation } from './inflation.ts';

const mostEntries = 1_000_000;
/** The file's type in the upper half of an entry's attributes, as Unix has it. */
const typeMask = 0o170000;
const linkType = 0o120000;

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
  const refused = (why: string, fix = 'Pack the texts anew, or unpack it yourself and name the folder') =>
    new InputError('archive-unreadable', { what: `${path} is no zip archive that can be read`, why, fix });
  let zip: ZipFile | null = null;
  try {
    const opened = await open(place);
    zip = opened;
    if (opened.entryCount > mostEntries) throw refused(`It claims ${opened.entryCount} files`);
    const entries: Entry[] = [];
    let total = 0;
    for await (const entry of entriesOf(opened)) {
      if (((entry.externalFileAttributes >>> 16) & typeMask) === linkType)
        throw refused(`"${entry.fileName}" is a link to another file`);
      if (entry.isEncrypted()) throw refused(`"${entry.fileName}" is locked with a password`, 'Unpack it yourself');
      total += entry.uncompressedSize;
      checkInflation(path, opened.fileSize, total);
      if (!isLeftOut(entry.fileName)) entries.push(entry);
    }
    return { files: entries.map((entry) => entryBytes(opened, entry, path, refused)), close: () => opened.close() };
  } catch (error) {
    zip?.close();
    throw error instanceof InputError ? error : refused((error as Error).message);
  }
}

/** Folders, hidden files, and what macOS adds. */
const isLeftOut = (name: string): boolean => name.endsWith('/') || /(?:^|\/)(?:\.|__MACOSX\/)/.test(name);

function entryBytes(zip: ZipFile, entry: Entry, path: string, refused: (why: string) => InputError): Bytes {
  const name = `${path}/${entry.fileName}`;
  return {
    name,
    async *open() {
      try {
        const stream = await promisify(zip.openReadStream.bind(zip) as OpenEntry)(entry);
        let sum = 0;
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          sum = crc32(chunk, sum);
          yield chunk;
        }
        if (sum !== entry.crc32) throw new Error('its checksum is another');
      } catch (error) {
        throw error instanceof InputError
          ? error
          : refused(`"${entry.fileName}" is damaged: ${(error as Error).message}`);
      }
    },
  };
}

type OpenEntry = (entry: Entry, done: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void;

function open(place: string): Promise<ZipFile> {
  // Sizes are checked while reading: an entry that gives more than it claims ends in an error.
  const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };
  return new Promise((resolve, reject) => {
    yauzl.open(place, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  const next = () =>
    new Promise<Entry | null>((resolve, reject) => {
      const settle = (act: () => void) => {
        zip.removeListener('entry', onEntry).removeListener('end', onEnd).removeListener('error', onError);
        act();
      };
      const onEntry = (entry: Entry) => settle(() => resolve(entry));
      const onEnd = () => settle(() => resolve(null));
      const onError = (error: Error) => settle(() => reject(error));
      zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
      zip.readEntry();
    });
  for (let entry = await next(); entry !== null; entry = await next()) yield entry;
}
