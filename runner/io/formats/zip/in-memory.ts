/** The files in a zip archive that is held in memory: models. Knows neither disk nor terminal. */
import { modelRefusal } from '../refusals.ts';
import { type OpenZip, openZipDirectory, ZipFault, type ZipLimits } from './directory.ts';

/** Weights hardly compress; an archive that claims more than this many times its size is no model. */
const maxInflation = 20;
/** What a small archive may unpack to whatever its ratio, bytes. */
const alwaysAllowed = 16e6;

const limits: ZipLimits = {
  files: 100_000,
  checkSize(packed, unpacked) {
    if (unpacked > alwaysAllowed + maxInflation * packed)
      throw new ZipFault(`its ${packed} bytes would unpack to ${unpacked} or more`);
  },
};

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
  const damaged = (error: unknown): never => {
    if (!(error instanceof ZipFault)) throw error;
    throw modelRefusal(path, `the zip archive is damaged: ${error.message}`, error.fix);
  };
  const { files }: OpenZip = await openZipDirectory(bytes, limits).catch(damaged);
  const byName = new Map(files.map((file) => [file.name, file]));
  if (byName.size < files.length) {
    const twice = files.find((file) => byName.get(file.name) !== file);
    damaged(new ZipFault(`"${twice?.name}" is there twice`));
  }
  return {
    names: [...byName.keys()],
    async read(name) {
      const file = byName.get(name);
      if (file === undefined) throw modelRefusal(path, `the archive holds no "${name}"`);
      return Buffer.concat(await Array.fromAsync(file.open()).catch(damaged));
    },
  };
}
