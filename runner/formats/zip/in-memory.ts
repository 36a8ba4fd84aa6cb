/**
 * The files in a zip archive that is held in memory. Knows neither disk nor terminal. Names that lead out of the archive,
 * encrypted entries, and archives that unpack to far more than they are (zip bombs) are refused.
 */
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { modelRefusal } from '../refusals.ts';

/** Weights hardly compress; an archive that claims more than this many times its size is no model. */
const mostInflation = 20;
/** What a small archive may unpack to whatever its ratio. */
const alwaysAllowed = 16e6;
const mostEntries = 100_000;

export interface Archive {
  names: readonly string[];
  /** @throws InputError when there is no such file, or it is damaged. */
  read(name: string): Promise<Uint8Array>;
}

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/**
 * @param path only for messages.
 * @throws InputError when the bytes are no sound zip archive.
 */
export async function openZip(bytes: Uint8Array, path: string): Promise<Archive> {
  const damaged = (error: unknown) => modelRefusal(path, `the zip archive is damaged: ${(error as Error).message}`);
  const entries = new Map<string, Entry>();
  let zip: ZipFile;
  try {
    zip = await open(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (zip.entryCount > mostEntries) throw new Error(`it claims ${zip.entryCount} files`);
    let total = 0;
    for (const entry of await allEntries(zip)) {
      if (entries.has(entry.fileName)) throw new Error(`"${entry.fileName}" is there twice`);
      total += entry.uncompressedSize;
      if (total > alwaysAllowed + mostInflation * bytes.length)
        throw new Error(`its ${bytes.length} bytes would unpack to ${total} or more`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw damaged(error);
  }
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw modelRefusal(path, `the archive holds no "${name}"`);
      try {
        return await buffer(await promisify(zip.openReadStream.bind(zip) as OpenEntry)(entry));
      } catch (error) {
        throw damaged(error);
      }
    },
  };
}

type OpenEntry = (entry: Entry, done: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void;

function open(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Sizes are checked while reading: an entry that gives more than it claims ends in an error.
    const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };
    yauzl.fromBuffer(bytes, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function allEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}
