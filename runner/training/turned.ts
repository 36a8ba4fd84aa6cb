/**
 * How a training holds its matrices: turned, [in, out] instead of PyTorch's [out, in]. A weight's gradient is then
 * X^T D with the wide matrix of derivatives D as it is; D^T X, which PyTorch's layout asks for, took a half longer where
 * D has 13,000 columns. Token vectors stay as they are. Whatever leaves the training is turned back. Pure.
 */
import { embeddingWeight } from '../models/architecture.ts';
import type { Shape } from '../models/operations.ts';

/** Of a parameter, or of a slot, whose name ends in its parameter's. */
export const isTurned = (name: string, shape: Shape): boolean => shape.length === 2 && !name.endsWith(embeddingWeight);

export const heldShape = (name: string, shape: Shape): Shape => (isTurned(name, shape) ? shape.toReversed() : shape);

/** From PyTorch's layout, of `shape`, to the training's. */
export const held = (name: string, shape: Shape, data: Float32Array): Float32Array =>
  isTurned(name, shape) ? turn(data, shape[0] ?? 0, shape[1] ?? 0) : data;

/** From the training's layout back to PyTorch's, of `shape`. */
export const released = (name: string, shape: Shape, data: Float32Array): Float32Array =>
  isTurned(name, shape) ? turn(data, shape[1] ?? 0, shape[0] ?? 0) : data;

/** So many rows and columns at a time, which stay in the processor's cache. */
const block = 32;

/** [rows, columns] to [columns, rows]. */
function turn(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let top = 0; top < rows; top += block) {
    for (let left = 0; left < columns; left += block) {
      for (let row = top; row < Math.min(rows, top + block); row++) {
        for (let column = left; column < Math.min(columns, left + block); column++) {
          result[column * rows + row] = data[row * columns + column] as number;
        }
      }
    }
  }
  return result;
}
