/**
 * `recording.safetensors`: the full float32 recording of the observed text, written piece by piece at its final place
 * into a temporary file that is renamed when complete, and read back one component at a time.
 */
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sizeOf } from '../core/tensor.ts';
import { fileSource } from '../formats/byte-source.ts';
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
  const { header, offsetOf } = layout([
    ...recordedNames(architecture).map((name) => ({ name, dtype: 'F32', shape: [tokens, units] }) as const),
    { name: 'token', dtype: 'I32', shape: [tokens] },
    { name: 'nll', dtype: 'F32', shape: [Math.max(0, tokens - 1)] },
    { name: 'segments', dtype: 'I32', shape: [segments, 2] },
  ]);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w');
  const writeAt = async (name: string, start: number, values: Float32Array | Int32Array) => {
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
      await file.close();
      await rename(temporary, path);
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
    const { shape, from: dataStart } = await findArray(file, path, name);
    const [recorded, units] = shape;
    if (recorded === undefined || units === undefined) throw new RangeError(`${path}: "${name}" is no matrix`);
    const tokens = Math.min(most, recorded);
    const neurons = Array.from({ length: units }, () => new Float32Array(tokens));
    const rowsAtOnce = Math.max(1, Math.floor((1 << 24) / (units * bytesPerNumber)));
    for (let from = 0; from < tokens; from += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, tokens - from);
      const piece = new Float32Array(rows * units);
      await file.read(new Uint8Array(piece.buffer), 0, piece.byteLength, dataStart + from * units * bytesPerNumber);
      neurons.forEach((neuron, unit) => {
        for (let row = 0; row < rows; row++) neuron[from + row] = piece[row * units + unit] ?? 0;
      });
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
    const { shape, from } = await findArray(file, path, name);
    const values = new Float32Array(sizeOf(shape));
    const { bytesRead } = await file.read(new Uint8Array(values.buffer), 0, values.byteLength, from);
    if (bytesRead !== values.byteLength) throw new RangeError(`${path} ends within "${name}"`);
    return values;
  } finally {
    await file.close();
  }
}

/** Rows [tokens, units] as neurons [units][tokens]. */
export function neuronsOf(rows: Float32Array, units: number): Float32Array[] {
  const tokens = rows.length / units;
  return Array.from({ length: units }, (_, unit) =>
    Float32Array.from({ length: tokens }, (_unused, t) => rows[t * units + unit] ?? 0),
  );
}

async function findArray(file: FileHandle, path: string, name: string): Promise<StoredArray> {
  const array = (await readHeader(await fileSource(file), path)).arrays.get(name);
  if (array === undefined) throw new RangeError(`${path} holds no array "${name}"`);
  return array;
}
