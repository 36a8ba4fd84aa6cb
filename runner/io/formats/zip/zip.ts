/**
 * Zip archives, on disk or in memory: nothing is unpacked to disk; names that lead out of the archive, links, files that are
 * locked, and archives that claim more than a reader allows are refused before anything is read; sizes and checksums are checked
 * while reading.
 */
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FormatError } from '../format-error.ts';
import { mostUnpacked } from '../most-unpacked.ts';

/** The file's type in the upper half of an entry's attributes, as Unix has it. */
const typeMask = 0o170000;
const linkType = 0o120000;
// Sizes are checked while reading: an entry that gives more than it claims ends in an error.
const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };

/** Files by name: those of an archive, or of a folder. */
export interface NamedFiles {
  names: readonly string[];
  /** @throws FormatError when there is no such file, or it is damaged. */
  read(name: string): Promise<Uint8Array>;
}

const mostFiles = 1_000_000;

/**
 * @param from the path of a file, or bytes.
 * @param checkSize throws when an archive of `packed` bytes must not unpack to `unpacked` or more.
 * @returns the files in the order of the archive, folders too (their names end in '/').
 * @throws FormatError when it is no sound zip archive, or not to be trusted; what `checkSize` throws.
 */
export async function openZip(
  from: string | Uint8Array,
  checkSize: (packed: number, unpacked: number) => void,
): Promise<NamedFiles & { close(): void }> {
  const opening =
    typeof from === 'string'
      ? yauzl.openPromise(from, options)
      : yauzl.fromBufferPromise(Buffer.from(from.buffer, from.byteOffset, from.byteLength), options);
  const zip = await opening.catch(damaged);
  try {
    if (zip.entryCount > mostFiles) throw new FormatError(`it claims ${zip.entryCount} files`);
    const entries = new Map<string, Entry>();
    let total = 0;
    for (const entry of await Array.fromAsync(zip.eachEntry()).catch(damaged)) {
      const { fileName: name, externalFileAttributes: attributes } = entry;
      if (((attributes >>> 16) & typeMask) === linkType) throw new FormatError(`"${name}" is a link to another file`);
      if (entry.isEncrypted()) throw new FormatError(`"${name}" is locked with a password`, 'Unpack it yourself');
      total += entry.uncompressedSize;
      checkSize(zip.fileSize, total);
      entries.set(name, entry);
    }
    return { names: [...entries.keys()], read: (name) => bytesOf(zip, name, entries), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

const damaged = (error: Error): never => {
  throw new FormatError(`the zip archive is damaged: ${error.message}`);
};

async function bytesOf(zip: ZipFile, name: string, entries: ReadonlyMap<string, Entry>): Promise<Buffer> {
  const entry = entries.get(name);
  if (entry === undefined) throw new FormatError(`the archive holds no "${name}"`);
  const stream = await zip.openReadStreamPromise(entry).catch(damaged);
  const bytes = Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>).catch(damaged));
  return crc32(bytes) === entry.crc32 ? bytes : damaged(new Error('a checksum is another'));
}

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** The files of an archive that is held in memory: a model's. @throws FormatError when it is no sound one. */
export const filesInZip = (bytes: Uint8Array): Promise<NamedFiles> =>
  openZip(bytes, (packed, unpacked) => {
    if (unpacked > mostUnpacked(packed))
      throw new FormatError(`its ${packed} bytes would unpack to ${unpacked} or more`);
  });
