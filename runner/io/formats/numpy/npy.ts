/**
 * NumPy's arrays: `.npy` files, and arrays inside a pickle. Nothing is executed.
 * Source: numpy/lib/format.py; ndarray.__reduce__ and numpy.core.numeric._frombuffer.
 */

import { sizeOf, type Tensor } from '../../../core/tensor.ts';
import { type ByteSource, bytesAt, memorySource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { bytesPer, type FloatType, floatsOf, isCount } from '../numbers.ts';
import { described, PickledObject } from '../pickle/python.ts';
import type { Matrix } from '../vectors/reader.ts';

const magic = Buffer.from('\x93NUMPY', 'latin1');
const types: ReadonlyMap<string, FloatType> = new Map([
  ['<f8', 'F64'],
  ['<f4', 'F32'],
  ['<f2', 'F16'],
]);
const longestHeader = 1 << 16;

/** @throws FormatError when the first bytes of a file are no whole header, or that of no floats, row after row. */
function headerOf(start: Buffer) {
  if (!start.subarray(0, 6).equals(magic) || start.length < 12) throw new FormatError('it is no whole .npy file');
  const wide = start.readUInt8(6) > 1;
  const from = wide ? 12 + start.readUInt32LE(8) : 10 + start.readUInt16LE(8);
  const header = start.toString('latin1', wide ? 12 : 10, from);
  const [, type = ''] = /'descr': *'([^']*)'/.exec(header) ?? [];
  const [, lengths] = /'shape': *\(((?:\d+,? *)*)\)/.exec(header) ?? [];
  if (lengths === undefined || from > start.length) throw new FormatError('its header describes no array');
  const shape = lengths.split(',').flatMap((each) => (each.trim() === '' ? [] : [Number(each)]));
  return checked(type, shape, from, /'fortran_order': *True/.test(header));
}

/** @param from the byte at which the numbers begin. */
function checked(written: string, shape: readonly number[], from: number, byColumn: boolean) {
  const type = types.get(written);
  if (type === undefined)
    throw new FormatError(`its numbers are ${written || 'of no known type'}, not little-endian floats`);
  if (byColumn && shape.length > 1) throw new FormatError('its array is stored column after column');
  return { type, shape, from };
}

/** The array of a `.npy` file. @throws FormatError when it is no matrix of floating-point numbers, row after row. */
export async function openNumpy(source: ByteSource): Promise<Matrix> {
  const { shape, ...stored } = headerOf(await bytesAt(source, 0, longestHeader));
  const [rows, columns, ...more] = shape;
  if (rows === undefined || columns === undefined || more.length > 0)
    throw new FormatError('its header describes no matrix');
  return { source, ...stored, rows, columns };
}

/** The array of a `.npy` file in memory. @throws FormatError when it is not of little-endian floats, or not whole. */
export function readNpy(bytes: Uint8Array): Tensor {
  const { from, type, shape } = headerOf(Buffer.from(bytes.subarray(0, longestHeader)));
  const data = bytes.subarray(from);
  if (data.length !== bytesPer[type] * sizeOf(shape))
    throw new FormatError(`it has ${data.length} bytes behind its header, not those of its shape [${shape}]`);
  return { shape, data: floatsOf(type, data) };
}

/** The matrix that an object of a pickle is; null when it is none. */
export function pickledMatrix(value: unknown): Matrix | null {
  const { shape, dtype, byColumn, bytes } = (value instanceof PickledObject && partsOf(value)) || {};
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  if (!isShape(shape) || !(data instanceof Uint8Array)) return null;
  const [rows, columns] = shape;
  return { source: memorySource(data), ...checked(dtypeName(dtype), shape, 0, byColumn === true), rows, columns };
}

const isShape = (shape: unknown): shape is [number, number] =>
  Array.isArray(shape) && shape.length === 2 && shape.every(isCount);

function partsOf({ className, args, state }: PickledObject) {
  if (className.endsWith(' _frombuffer')) {
    const [bytes, dtype, shape, order] = args;
    return { bytes, dtype, shape, byColumn: order === 'F' };
  }
  if (!className.endsWith(' _reconstruct') || !Array.isArray(state)) return null;
  const [, shape, dtype, byColumn, bytes] = state;
  return { bytes, dtype, shape, byColumn };
}

/** '<f4': the byte order stands in a dtype's state. */
function dtypeName(dtype: unknown): string {
  if (!(dtype instanceof PickledObject)) return '';
  const order: unknown = Array.isArray(dtype.state) ? dtype.state[1] : '<';
  return `${described(order)}${described(dtype.args[0])}`;
}
