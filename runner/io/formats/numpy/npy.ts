/**
 * NumPy's arrays: the header of a `.npy` file, and arrays inside a pickle. Nothing is executed.
 * Source: numpy/lib/format.py; ndarray.__reduce__ and numpy.core.numeric._frombuffer.
 */

import { sizeOf, type Tensor } from '../../../core/tensor.ts';
import { type ByteSource, bytesAt, memorySource } from '../byte-source.ts';
import { described, PickledObject } from '../pickle/values.ts';
import { modelRefusal, vectorRefusal } from '../refusals.ts';
import type { Matrix, NumberType } from '../vectors/matrix.ts';

const magic = '\x93NUMPY';
const types: Readonly<Record<string, NumberType>> = { '<f8': 'F64', '<f4': 'F32', '<f2': 'F16' };
const longestHeader = 1 << 16;

const isNumpy = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 6)).toString('latin1') === magic;

interface Header {
  /** The byte at which the numbers begin. */
  from: number;
  /** As it is written: '<f4'. */
  type: string;
  shape: readonly number[];
  /** Stored column after column. */
  byColumn: boolean;
}

/** Of the first bytes of a file; null where they are no whole header. */
function headerOf(start: Buffer): Header | null {
  if (!isNumpy(start) || start.length < 12) return null;
  const wide = start.readUInt8(6) > 1;
  const from = wide ? 12 + start.readUInt32LE(8) : 10 + start.readUInt16LE(8);
  if (from > start.length) return null;
  const header = start.toString('latin1', wide ? 12 : 10, from);
  const [, type = ''] = /'descr': *'([^']*)'/.exec(header) ?? [];
  const [, lengths] = /'shape': *\(((?:\d+,? *)*)\)/.exec(header) ?? [];
  if (lengths === undefined) return null;
  const shape = lengths.split(',').flatMap((each) => (each.trim() === '' ? [] : [Number(each)]));
  return { from, type, shape, byColumn: /'fortran_order': *True/.test(header) };
}

/** The array of a `.npy` file. @throws InputError when it is no matrix of floating-point numbers, row after row. */
export async function openNumpy(source: ByteSource, path: string): Promise<Matrix> {
  const start = await bytesAt(source, 0, longestHeader);
  if (!isNumpy(start) || start.length < 12) throw vectorRefusal(path, 'it is no .npy file');
  const header = headerOf(start);
  const [rows, columns, ...more] = header?.shape ?? [];
  if (header === null || rows === undefined || columns === undefined || more.length > 0)
    throw vectorRefusal(path, 'its header describes no matrix');
  if (header.byColumn) throw vectorRefusal(path, 'its array is stored column after column');
  return { source, from: header.from, type: typeOf(header.type, path), rows, columns };
}

/** The array of a `.npy` file in memory. @throws InputError when it is not of little-endian float32, or not whole. */
export function readNpy(bytes: Uint8Array, path: string): Tensor {
  const header = headerOf(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, longestHeader)));
  if (header === null) throw modelRefusal(path, 'it is no whole .npy file');
  const { from, type, shape, byColumn } = header;
  if (type !== '<f4') throw modelRefusal(path, `its numbers are ${type || 'of no known type'}, not <f4`);
  if (byColumn && shape.length > 1) throw modelRefusal(path, 'its array is stored column after column');
  if (bytes.length - from !== 4 * sizeOf(shape))
    throw modelRefusal(
      path,
      `it has ${bytes.length - from} bytes behind its header, not those of its shape [${shape}]`,
    );
  return { shape, data: new Float32Array(Uint8Array.from(bytes.subarray(from)).buffer) };
}

function typeOf(written: string, path: string): NumberType {
  const type = types[written];
  if (type === undefined)
    throw vectorRefusal(path, `its numbers are ${written || 'of no known type'}, not little-endian floats`);
  return type;
}

/** The matrix that an object of a pickle is; null when it is none. */
export function pickledMatrix(value: unknown, path: string): Matrix | null {
  if (!(value instanceof PickledObject)) return null;
  const parts = partsOf(value);
  if (parts === null) return null;
  const { shape, dtype, byColumn, bytes } = parts;
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  if (!isShape(shape) || !(data instanceof Uint8Array)) return null;
  if (byColumn) throw vectorRefusal(path, 'its array is stored column after column');
  const [rows, columns] = shape;
  return { source: memorySource(data), from: 0, type: typeOf(dtypeName(dtype), path), rows, columns };
}

const isShape = (shape: unknown): shape is [number, number] =>
  Array.isArray(shape) && shape.length === 2 && shape.every((each) => Number.isSafeInteger(each) && each >= 0);

function partsOf({ className, args, state }: PickledObject) {
  if (className.endsWith(' _frombuffer')) {
    const [bytes, dtype, shape, order] = args;
    return { bytes, dtype, shape, byColumn: order === 'F' };
  }
  if (!className.endsWith(' _reconstruct') || !Array.isArray(state)) return null;
  const [, shape, dtype, byColumn, bytes] = state;
  return { bytes, dtype, shape, byColumn: byColumn === true };
}

/** '<f4': the byte order stands in a dtype's state. */
function dtypeName(dtype: unknown): string {
  if (!(dtype instanceof PickledObject)) return '';
  const order: unknown = Array.isArray(dtype.state) ? dtype.state[1] : '<';
  return `${described(order)}${described(dtype.args[0])}`;
}
