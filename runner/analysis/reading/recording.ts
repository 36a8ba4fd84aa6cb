/**
 * What a model did at every token of a text that it read or wrote, by component and layer: in memory, or in
 * `recording.safetensors`, written at its final place into a temporary file that is renamed when complete. It is written token by
 * token, [tokens, units], and read neuron by neuron, at the tokens of a view.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { move } from '../../core/atomic-files.ts';
import { sharedFloats } from '../../core/shared-memory.ts';
import { type Shape, sizeOf } from '../../core/tensor.ts';
import { type ByteSource, fileSource } from '../../io/formats/byte-source.ts';
import { layout } from '../../io/formats/safetensors/file.ts';
import { type StoredArray, shareOf, writtenSums } from '../../io/formats/safetensors/header.ts';
import { readHeader } from '../../io/formats/safetensors/read.ts';
import { type Readable, recordedNames, widthOf } from '../../nn/models/reading.ts';
import type { View } from '../stats/view.ts';
import type { RecordingSink, Segment } from './read-group.ts';

export interface Recording {
  /**
   * An array `<component>.<layer>`, such as `hidden.1`, neuron by neuron, in memory that threads share. As long as somebody holds what
   * was read, who asks for the same is given it again.
   * @param view the tokens that are wanted, each once; absent: all.
   * @returns [units] each [tokens of the view].
   * @throws RangeError when there is no such array, or the view goes beyond the text.
   */
  at(name: string, view?: View): Promise<Float32Array[]>;
}

/**
 * @param shapeOf tokens and units of an array.
 * @param read gives the rows of an array, in their order, as far as they are wanted.
 */
export function recordingOf(
  shapeOf: (name: string) => Pick<NeuronMajorTask, 'tokens' | 'units'>,
  read: (name: string, into: Pick<NeuronMajor, 'end' | 'put'>) => Promise<void>,
): Recording {
  let known: { name: string; view: View | undefined; memory: WeakRef<ArrayBufferLike> }[] = [];
  return {
    async at(name, view) {
      const shape = shapeOf(name);
      known = known.filter(({ memory }) => memory.deref() !== undefined);
      const same = known.find((each) => each.name === name && isSame(each.view, view))?.memory.deref();
      if (same !== undefined) return neuronMajor({ ...shape, view, into: new Float32Array(same) }).neurons;
      const into = sharedFloats(shape.units * (view?.positions.length ?? shape.tokens));
      const { neurons, ...rows } = neuronMajor({ ...shape, view, into });
      await read(name, rows);
      known.push({ name, view, memory: new WeakRef(into.buffer) });
      return neurons;
    },
  };
}

const isSame = (a: View | undefined, b: View | undefined): boolean =>
  a?.positions.length === b?.positions.length && (a?.positions.every((token, t) => token === b?.positions[t]) ?? true);

/** Arrays by name, each [tokens, units], that are in memory. @param widthOf the units of each. */
export function recordingInMemory(
  arrays: ReadonlyMap<string, Float32Array>,
  widthOf: (name: string) => number,
): Recording {
  const rowsOf = (name: string): Float32Array => {
    const rows = arrays.get(name);
    if (rows === undefined) throw new RangeError(`the recording has no array "${name}"`);
    return rows;
  };
  return recordingOf(
    (name) => ({ tokens: rowsOf(name).length / widthOf(name), units: widthOf(name) }),
    async (name, { put }) => put(0, rowsOf(name)),
  );
}

/** What comes in rows of tokens, laid down neuron by neuron. */
export interface NeuronMajor {
  /** [units] each [tokens of the view], in memory that threads share; complete when all rows have come. */
  neurons: Float32Array[];
  /** No row of this token, or of one behind it, is wanted. */
  end: number;
  /** Takes rows [rows, units], beginning at token `start`; those outside the view are passed over. */
  put(start: number, rows: Float32Array): void;
}

export interface NeuronMajorTask {
  tokens: number;
  units: number;
  view?: Pick<View, 'positions'> | undefined;
  /** Is filled and handed back in pieces, [units x tokens of the view]; absent: new memory. */
  into?: Float32Array | undefined;
}

/** @throws RangeError when the view goes beyond the text, `into` has another size, or the text has no whole rows. */
export function neuronMajor({ tokens, units, view, into }: NeuronMajorTask): NeuronMajor {
  if (!Number.isInteger(tokens)) throw new RangeError(`recording: ${tokens * units} numbers are no rows of ${units}`);
  const wanted = view?.positions.length ?? tokens;
  const memory = into ?? sharedFloats(units * wanted);
  if (memory.length !== units * wanted) {
    throw new RangeError(`recording: ${memory.length} numbers cannot hold ${units} neurons at ${wanted} tokens`);
  }
  const { placeOf, end } = placesOf(tokens, view);
  return {
    neurons: Array.from({ length: units }, (_, unit) => memory.subarray(unit * wanted, (unit + 1) * wanted)),
    end,
    put(start, rows) {
      const places = placeOf.subarray(start, start + rows.length / units);
      if (places.length * units !== rows.length) throw new RangeError('recording: there are rows beyond the text');
      turn(rows, places, memory);
    },
  };
}

/** So many rows and neurons at a time stay in the processor's cache while they are turned. */
const turnedAtOnce = { rows: 256, units: 32 } as const;

/**
 * Puts rows [rows, units] into neurons [units, wanted].
 * @param places [rows] Where each row stands among the wanted ones; -1 where it is not.
 */
function turn(rows: Float32Array, places: Int32Array, neurons: Float32Array): void {
  const units = rows.length / places.length;
  for (let unit = 0; unit < units; unit += turnedAtOnce.units) {
    for (let row = 0; row < places.length; row += turnedAtOnce.rows) turnBlock(rows, places, neurons, { unit, row });
  }
}

function turnBlock(
  rows: Float32Array,
  places: Int32Array,
  neurons: Float32Array,
  first: { unit: number; row: number },
): void {
  const units = rows.length / places.length;
  const wanted = neurons.length / units;
  const lastUnit = Math.min(units, first.unit + turnedAtOnce.units);
  const lastRow = Math.min(places.length, first.row + turnedAtOnce.rows);
  for (let unit = first.unit; unit < lastUnit; unit++) {
    for (let row = first.row; row < lastRow; row++) {
      const place = places[row];
      const value = rows[row * units + unit];
      if (place === undefined || value === undefined) throw new RangeError('recording: a row is not whole');
      if (place >= 0) neurons[unit * wanted + place] = value;
    }
  }
}

/** [tokens] Where each stands in the view; -1 where it is not wanted. And the first behind all that are wanted. */
function placesOf(tokens: number, view: NeuronMajorTask['view']): { placeOf: Int32Array; end: number } {
  if (view === undefined) return { placeOf: Int32Array.from({ length: tokens }, (_, t) => t), end: tokens };
  const placeOf = new Int32Array(tokens).fill(-1);
  let end = 0;
  view.positions.forEach((position, place) => {
    if (placeOf[position] !== -1) {
      throw new RangeError(`recording: token ${position} of ${tokens} is not there, or is asked for twice`);
    }
    placeOf[position] = place;
    end = Math.max(end, position + 1);
  });
  return { placeOf, end };
}

const bytesPerNumber = 4;

export interface RecordingWriter extends RecordingSink {
  /** Writes token ids, losses and segments and puts the file in its place. */
  finish(rest: { ids: Int32Array; nll: Float32Array; segments: readonly Segment[] }): Promise<void>;
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
    const bytes = bytesOf(values);
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
  key: string | undefined;
  /** An array of one number a token or fewer, such as `nll`. @throws RangeError when the file has no such array. */
  series(name: string): Promise<Float32Array>;
}

/**
 * @param isSound whether this process has just written it.
 * @throws where there is no such file, or it is damaged: of an array that is known when it is first read.
 */
export async function openRecording(path: string, isSound = false): Promise<RecordingFile> {
  const { arrays, checkSum, metadata } = await reading(path, (source) => readHeader(source, path));
  /** Arrays whose checksum was found right: once is enough for one who has the file open. */
  const sound = new Set<string>(isSound ? arrays.keys() : []);
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
          const memory = new Float32Array(Math.min(rowsAtOnce, last) * units);
          for (let start = 0; start < last; start += rowsAtOnce) {
            const rows = memory.subarray(0, (last - start) * units);
            await readFully(source, rows, from + start * units * bytesPerNumber, `${path} ends within "${name}"`);
            if (!sound.has(name)) sum = (sum + shareOf(bytesOf(rows), start * units * bytesPerNumber)) | 0;
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
      checkSum(name, shareOf(bytesOf(values)));
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

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Int32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

async function readFully(source: ByteSource, into: Float32Array, from: number, otherwise: string): Promise<void> {
  const bytesRead = await source.read(bytesOf(into), from);
  if (bytesRead !== into.byteLength) throw new RangeError(otherwise);
}
