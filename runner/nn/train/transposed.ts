/**
 * How a training holds its matrices: transposed, [in, out] instead of PyTorch's [out, in]. A weight's gradient is then
 * X^T D with the wide matrix of derivatives D as it is; D^T X, which PyTorch's layout asks for, took a half longer where
 * D has 13,000 columns. Token vectors stay as they are. Whatever leaves the training is transposed back. Pure.
 */
import { embeddingWeight } from '../models/architecture.ts';
import type { Shape } from '../models/operations.ts';

/** @param name of a parameter, or of a slot, which ends in its parameter's. */
export const isTransposed = (name: string, shape: Shape): boolean =>
  shape.length === 2 && !name.endsWith(embeddingWeight);

export const heldShape = (name: string, shape: Shape): Shape =>
  isTransposed(name, shape) ? shape.toReversed() : shape;

/** From PyTorch's layout, of `shape`, to the training's. */
export const held = (name: string, shape: Shape, data: Float32Array): Float32Array =>
  isTransposed(name, shape) ? transpose(data, shape) : data;

/** From the training's layout back to PyTorch's, of `shape`. */
export const released = (name: string, shape: Shape, data: Float32Array): Float32Array =>
  isTransposed(name, shape) ? transpose(data, shape.toReversed()) : data;

/** So many rows and columns at a time, which stay in the processor's cache. */
const block = 32;

/** [rows, columns] to [columns, rows]. @throws RangeError when the numbers are fewer than that. */
function transpose(data: Float32Array, [rows = 0, columns = 0]: Shape): Float32Array {
  const result = new Float32Array(data.length);
  for (let top = 0; top < rows; top += block) {
    for (let left = 0; left < columns; left += block) {
      for (let row = top; row < Math.min(rows, top + block); row++) {
        for (let column = left; column < Math.min(columns, left + block); column++) {
          const value = data[row * columns + column];
          if (value === undefined)
            throw new RangeError(`transpose: ${data.length} numbers are no [${rows}, ${columns}]`);
          result[column * rows + row] = value;
        }
      }
    }
  }
  return result;
}
