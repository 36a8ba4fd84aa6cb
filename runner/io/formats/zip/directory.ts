/**
 * The directory of a zip archive, on disk or in memory, and its files, each to be read in pieces. For every reader of the
 * format: nothing is unpacked to disk; names that lead out of the archive, links, files that are locked, and archives that
 * claim more than a reader allows are refused before anything is read; sizes and checksums are checked while reading.
 */
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

/** Why an archive is not read: 'it claims 12 files'; and what to do, where that is not plain. */
export class ZipFault extends Error {
  readonly fix: string | undefined;

  constructor(why: string, fix?: string) {
    super(why);
    this.fix = fix;
  }
}

export interface ZipLimits {
  /** Files in it. */
  files: number;
  /** Throws when an archive of `packed` bytes must not unpack to `unpacked` or more. */
  checkSize(packed: number, unpacked: number): void;
}

export interface ZippedFile {
  /** As the archive has it. */
  name: string;
  /** Its bytes, from the start each time. @throws ZipFault when they are damaged. */
  open(): AsyncGenerator<Buffer>;
}

export interface OpenZip {
  /** In the order of the archive, folders too (their names end in '/'). */
  files: ZippedFile[];
  close(): void;
}

/** The file's type in the upper half of an entry's attributes, as Unix has it. */
const typeMask = 0o170000;
const linkType = 0o120000;
// Sizes are checked while reading: an entry that gives more than it claims ends in an error.
const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };

/**
 * @param from the path of a file, or bytes.
 * @throws ZipFault when it is no sound zip archive, or not to be trusted; what `checkSize` throws.
 */
export async function openZipDirectory(from: string | Uint8Array, limits: ZipLimits): Promise<OpenZip> {
  const zip = await opened(from).catch(faulty);
  try {
    if (zip.entryCount > limits.files) throw new ZipFault(`it claims ${zip.entryCount} files`);
    const files: ZippedFile[] = [];
    let total = 0;
    for await (const entry of entriesOf(zip)) {
      const { fileName: name, externalFileAttributes: attributes } = entry;
      if (((attributes >>> 16) & typeMask) === linkType) throw new ZipFault(`"${name}" is a link to another file`);
      if (entry.isEncrypted()) throw new ZipFault(`"${name}" is locked with a password`, 'Unpack it yourself');
      total += entry.uncompressedSize;
      limits.checkSize(zip.fileSize, total);
      files.push({ name, open: () => bytesOf(zip, entry) });
    }
    return { files, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

const faulty = (error: unknown): never => {
  throw new ZipFault(error instanceof Error ? error.message : String(error));
};

const opened = (from: string | Uint8Array): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    const settle = (error: Error | null, zip: ZipFile) => (error ? reject(error) : resolve(zip));
    if (typeof from === 'string') yauzl.open(from, options, settle);
    else yauzl.fromBuffer(Buffer.from(from.buffer, from.byteOffset, from.byteLength), options, settle);
  });

type OpenStream = (entry: Entry, done: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void;

async function* bytesOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  try {
    const stream = await promisify(zip.openReadStream.bind(zip) as OpenStream)(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    faulty(error);
  }
  if (sum !== entry.crc32) throw new ZipFault('its checksum is another');
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
  try {
    for (let entry = await next(); entry !== null; entry = await next()) yield entry;
  } catch (error) {
    faulty(error);
  }
}
