/**
 * NumPy's arrays: the header of a `.npy` file, and arrays inside a pickle. Nothing is executed.
 * Source: numpy/lib/format.py; ndarray.__reduce__ and numpy.core.numeric._frombuffer.
 */

import { type ByteSource, bytesAt, memorySource } from '../byte-source.ts';
import { described, PickledObject } from '../pickle/values.ts';
import { vectorRefusal } from '../refusals.ts';
import type { Matrix, NumberType } from '../vectors/matrix.ts';

const magic = '\x93NUMPY';
const types: Readonly<Record<string, NumberType>> = { '<f8': 'F64', '<f4': 'F32', '<f2': 'F16' };
const longestHeader = 1 << 16;

const isNumpy = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 6)).toString('latin1') === magic;

/** The array of a `.npy` file. @throws InputError when it is no matrix of floating-point numbers, row after row. */
export async function openNumpy(source: ByteSource, path: string): Promise<Matrix> {
  const start = await bytesAt(source, 0, longestHeader);
  if (!isNumpy(start) || start.length < 12) throw vectorRefusal(path, 'it is no .npy file');
  const wide = start.readUInt8(6) > 1;
  const from = wide ? 12 + start.readUInt32LE(8) : 10 + start.readUInt16LE(8);
  const header = start.toString('latin1', wide ? 12 : 10, from);
  const [, type = ''] = /'descr': *'([^']*)'/.exec(header) ?? [];
  const [, rows, columns] = /'shape': *\((\d+), *(\d+),?\)/.exec(header) ?? [];
  if (rows === undefined || from > start.length) throw vectorRefusal(path, 'its header describes no matrix');
  if (/'fortran_order': *True/.test(header)) throw vectorRefusal(path, 'its array is stored column after column');
  return { source, from, type: typeOf(type, path), rows: Number(rows), columns: Number(columns) };
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
