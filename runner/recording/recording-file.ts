/**
 * `recording.safetensors`: the full float32 recording of the observed text, written piece by piece at its final place
 * into a temporary file that is renamed when complete, and read back one component at a time.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { move } from '../core/atomic-files.ts';
import { type Shape, sizeOf } from '../core/tensor.ts';
import { type ByteSource, fileSource } from '../formats/byte-source.ts';
import { layout } from '../formats/safetensors/file.ts';
import { readHeader, type StoredArray } from '../formats/safetensors/header.ts';
import type { Architecture } from '../models/architecture.ts';
import { recordedNames } from '../models/reading.ts';
import type { RecordingSink, Segment } from './observe.ts';

const bytesPerNumber = 4;

export interface RecordingFile extends RecordingSink {
  /** Writes token ids, losses and segments and puts the file in its place. */
  finish(rest: { ids: Int32Array; nll: Float32Array; segments: readonly Segment[] }): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** Arrays `<component>.<layer>` [tokens, units], `token` [tokens], `nll` [tokens - 1], `segments` [n, 2]. */
export async function createRecordingFile(
  path: string,
  architecture: Architecture,
  tokens: number,
  segments: number,
): Promise<RecordingFile> {
  const { units } = architecture;
  const arrays: { name: string; dtype: 'F32' | 'I32'; shape: Shape }[] = [
    ...recordedNames(architecture).map((name) => ({ name, dtype: 'F32', shape: [tokens, units] }) as const),
    { name: 'token', dtype: 'I32', shape: [tokens] },
    { name: 'nll', dtype: 'F32', shape: [Math.max(0, tokens - 1)] },
    { name: 'segments', dtype: 'I32', shape: [segments, 2] },
  ];
  const { header, offsetOf } = layout(arrays);
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
    const offset = header.length + offsetOf(name) + start * bytesPerNumber;
    await writeFully(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
  };
  await writeFully(file, header, 0);
  return {
    write: (name, start, rows) => writeAt(name, start * units, rows),
    async finish({ ids, nll, segments: list }) {
      await writeAt('token', 0, ids);
      await writeAt('nll', 0, nll);
      await writeAt('segments', 0, Int32Array.from(list.flat()));
      const lacking = arrays.find(({ name }) => missing.get(name) !== 0);
      if (lacking !== undefined) throw new RangeError(`${path}: "${lacking.name}" was not written in full`);
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

/**
 * One array of a recording, or its first `most` tokens, neuron by neuron: [units][tokens]. Reads in pieces, so that it is
 * in memory once only.
 */
export async function readNeurons(
  path: string,
  name: string,
  most = Number.POSITIVE_INFINITY,
): Promise<Float32Array[]> {
  const file = await open(path, 'r');
  try {
    const source = await fileSource(file);
    const { shape, from: dataStart } = await findArray(source, path, name);
    const [recorded, units] = shape;
    if (recorded === undefined || units === undefined) throw new RangeError(`${path}: "${name}" is not a matrix`);
    const tokens = Math.min(most, recorded);
    const neurons = Array.from({ length: units }, () => new Float32Array(tokens));
    const rowsAtOnce = Math.max(1, Math.floor((1 << 24) / (units * bytesPerNumber)));
    for (let from = 0; from < tokens; from += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, tokens - from);
      const piece = new Float32Array(rows * units);
      const bytesRead = await source.read(new Uint8Array(piece.buffer), dataStart + from * units * bytesPerNumber);
      if (bytesRead !== piece.byteLength) throw new RangeError(`${path} ends within "${name}"`);
      transposeInto(neurons, piece, from);
    }
    return neurons;
  } finally {
    await file.close();
  }
}

/** An array of one number a token or fewer, as `nll`, as a whole. @throws RangeError when the file has no such array. */
export async function readSeries(path: string, name: string): Promise<Float32Array> {
  const file = await open(path, 'r');
  try {
    const source = await fileSource(file);
    const { shape, from } = await findArray(source, path, name);
    const values = new Float32Array(sizeOf(shape));
    const bytesRead = await source.read(new Uint8Array(values.buffer), from);
    if (bytesRead !== values.byteLength) throw new RangeError(`${path} ends within "${name}"`);
    return values;
  } finally {
    await file.close();
  }
}

/** Rows [tokens, units] as neurons [units][tokens]. @throws RangeError when the last row is not whole. */
export function neuronsOf(rows: Float32Array, units: number): Float32Array[] {
  const tokens = rows.length / units;
  if (!Number.isInteger(tokens)) throw new RangeError(`neuronsOf: ${rows.length} numbers are no rows of ${units}`);
  const neurons = Array.from({ length: units }, () => new Float32Array(tokens));
  transposeInto(neurons, rows, 0);
  return neurons;
}

/** Puts rows [rows, units] into neurons [units][tokens] from token `from` on. */
function transposeInto(neurons: readonly Float32Array[], rows: Float32Array, from: number): void {
  const units = neurons.length;
  for (const [unit, neuron] of neurons.entries()) {
    let t = from;
    for (let index = unit; index < rows.length; index += units) {
      const value = rows[index];
      if (value === undefined) throw new RangeError(`recording: there is no number ${index} of ${rows.length}`);
      neuron[t++] = value;
    }
  }
}

async function findArray(source: ByteSource, path: string, name: string): Promise<StoredArray> {
  const array = (await readHeader(source, path)).arrays.get(name);
  if (array === undefined) throw new RangeError(`${path} holds no array "${name}"`);
  return array;
}
