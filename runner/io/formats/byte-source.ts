/** Bytes that are read piece by piece: of a file, or of memory. */
import type { FileHandle } from 'node:fs/promises';

export interface ByteSource {
  /** How many bytes there are. */
  readonly length: number;
  /** Fills `into` with the bytes from `position` on; returns how many there were. */
  read(into: Uint8Array, position: number): Promise<number>;
}

export const memorySource = (bytes: Uint8Array): ByteSource => ({
  length: bytes.length,
  async read(into, position) {
    const piece = bytes.subarray(position, position + into.length);
    into.set(piece);
    return piece.length;
  },
});

export async function fileSource(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return {
    length: size,
    async read(into, position) {
      let done = 0;
      while (done < into.length) {
        const { bytesRead } = await file.read(into, done, into.length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
  };
}

/** Up to `length` bytes from `position` on. */
export async function bytesAt(source: ByteSource, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, Math.min(length, source.length - position)));
  return buffer.subarray(0, await source.read(buffer, position));
}

/**
 * All bytes from `from` on, up to `most` at a time.
 * @param take is given those that are there and gives how many of them it has used; the rest comes again, with more behind it.
 */
export async function inPieces(
  source: ByteSource,
  from: number,
  most: number,
  take: (bytes: Buffer, isLast: boolean) => number,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(most, source.length - from + 1));
  let position = from;
  let kept = 0;
  for (let isLast = false; !isLast; ) {
    const read = await source.read(buffer.subarray(kept), position);
    position += read;
    isLast = position >= source.length || read === 0;
    const used = take(buffer.subarray(0, kept + read), isLast);
    onProgress(position, source.length);
    buffer.copyWithin(0, used, kept + read);
    kept += read - used;
  }
}
