/**
 * `recording.safetensors`: the full float32 recording of the observed text, written piece by piece at its final place
 * into a temporary file that is renamed when complete, and read back one component at a time.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { move } from '../../core/atomic-files.ts';
import { type Shape, sizeOf } from '../../core/tensor.ts';
import { type ByteSource, fileSource } from '../../io/formats/byte-source.ts';
import { shareOf, writtenSums } from '../../io/formats/safetensors/checksum.ts';
import { layout } from '../../io/formats/safetensors/file.ts';
import { readHeader, type StoredArray } from '../../io/formats/safetensors/header.ts';
import { type Readable, recordedNames, widthOf } from '../../nn/models/reading.ts';
import type { RecordingSink, Segment } from './observe.ts';
import { type Recording, recordingOf } from './recording.ts';

const bytesPerNumber = 4;

export interface RecordingWriter extends RecordingSink {
  /** Writes token ids, losses and segments and puts the file in its place. */
  finish(rest: { ids: Int32Array; nll: Float32Array; segments: readonly Segment[] }): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/**
 * Arrays `<component>.<layer>` [tokens, units], `token` [tokens], `nll` [tokens - 1], `segments` [n, 2].
 * @param names the arrays that are written; absent: all.
 * @param key of what it is a recording of.
 */
export async function createRecordingFile(
  path: string,
  architecture: Readable,
  {
    tokens,
    segments,
    names = recordedNames(architecture),
    key = '',
  }: { tokens: number; segments: number; names?: readonly string[]; key?: string },
): Promise<RecordingWriter> {
  const arrays: { name: string; dtype: 'F32' | 'I32'; shape: Shape }[] = [
    ...names.map((name) => ({ name, dtype: 'F32', shape: [tokens, widthOf(architecture, name)] }) as const),
    { name: 'token', dtype: 'I32', shape: [tokens] },
    { name: 'nll', dtype: 'F32', shape: [Math.max(0, tokens - 1)] },
    { name: 'segments', dtype: 'I32', shape: [segments, 2] },
  ];
  /** Of the bytes of each array that have been written. */
  const sums = new Map(arrays.map(({ name }) => [name, 0]));
  // The sums are known at the end; until then there is room for them.
  const { header, offsetOf } = layout(arrays, { ...writtenSums(sums), key });
  const shapeNamed = (name: string): Shape => {
    const array = arrays.find((each) => each.name === name);
    if (array === undefined) throw new RangeError(`${path}: a recording has no array "${name}"`);
    return array.shape;
  };
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w');
  /** By array, the numbers that are still to come. */
  const missing = new Map<string, number>();
  const writeAt = async (name: string, start: number, values: Float32Array | Int32Array) => {
    const wanted = missing.get(name) ?? sizeOf(shapeNamed(name));
    if (start < 0 || start + values.length > sizeOf(shapeNamed(name)) || values.length > wanted) {
      throw new RangeError(`${path}: ${values.length} numbers at ${start} do not fit into "${name}"`);
    }
    missing.set(name, wanted - values.length);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    sums.set(name, ((sums.get(name) ?? 0) + shareOf(bytes, start * bytesPerNumber)) | 0);
    await writeFully(file, bytes, header.length + offsetOf(name) + start * bytesPerNumber);
  };
  await writeFully(file, header, 0);
  return {
    write: (name, start, rows) => writeAt(name, start * widthOf(architecture, name), rows),
    async finish({ ids, nll, segments: list }) {
      await writeAt('token', 0, ids);
      await writeAt('nll', 0, nll);
      await writeAt('segments', 0, Int32Array.from(list.flat()));
      const lacking = arrays.find(({ name }) => missing.get(name) !== 0);
      if (lacking !== undefined) throw new RangeError(`${path}: "${lacking.name}" was not written in full`);
      await writeFully(file, layout(arrays, { ...writtenSums(sums), key }).header, 0);
      await file.close();
      await move(temporary, path);
    },
    async discard() {
      await file.close().catch(() => {});
      await rm(temporary, { force: true });
    },
  };
}

async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** A recording in a file. Nothing stays open between two readings. */
export interface RecordingFile extends Recording {
  /** Of what it is a recording of, as it was written. */
  key: string | undefined;
  /** An array of one number a token or fewer, such as `nll`. @throws RangeError when the file has no such array. */
  series(name: string): Promise<Float32Array>;
}

/** @throws where there is no such file, or it is damaged: of an array that is known when it is first read. */
export async function openRecording(path: string): Promise<RecordingFile> {
  const { arrays, checkSum, metadata } = await reading(path, (source) => readHeader(source, path));
  /** Arrays whose checksum was found right: once is enough for one who has the file open. */
  const sound = new Set<string>();
  const arrayNamed = (name: string): StoredArray => {
    const array = arrays.get(name);
    if (array === undefined) throw new RangeError(`${path} holds no array "${name}"`);
    return array;
  };
  return {
    ...recordingOf(
      (name) => {
        const [tokens, units] = arrayNamed(name).shape;
        if (tokens === undefined || units === undefined) throw new RangeError(`${path}: "${name}" is not a matrix`);
        return { tokens, units };
      },
      (name, { end, put }) =>
        reading(path, async (source) => {
          const { shape, from } = arrayNamed(name);
          const [tokens = 0, units = 0] = shape;
          const rowsAtOnce = Math.max(1, Math.floor((1 << 24) / (units * bytesPerNumber)));
          // The first time to the end of the array, whatever is wanted of it.
          const last = sound.has(name) ? end : tokens;
          let sum = 0;
          for (let start = 0; start < last; start += rowsAtOnce) {
            const rows = new Float32Array(Math.min(rowsAtOnce, last - start) * units);
            await readFully(source, rows, from + start * units * bytesPerNumber, `${path} ends within "${name}"`);
            if (!sound.has(name))
              sum = (sum + shareOf(new Uint8Array(rows.buffer), start * units * bytesPerNumber)) | 0;
            if (start < end) put(start, rows.subarray(0, (end - start) * units));
          }
          if (!sound.has(name)) checkSum(name, sum);
          sound.add(name);
        }),
    ),
    key: metadata.key,
    async series(name) {
      const { shape, from } = arrayNamed(name);
      const values = new Float32Array(sizeOf(shape));
      await reading(path, (source) => readFully(source, values, from, `${path} ends within "${name}"`));
      checkSum(name, shareOf(new Uint8Array(values.buffer)));
      return values;
    },
  };
}

async function reading<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(await fileSource(file));
  } finally {
    await file.close();
  }
}

async function readFully(source: ByteSource, into: Float32Array, from: number, otherwise: string): Promise<void> {
  const bytesRead = await source.read(new Uint8Array(into.buffer), from);
  if (bytesRead !== into.byteLength) throw new RangeError(otherwise);
}
