/**
 * How a training holds its matrices: transposed, [in, out] instead of PyTorch's [out, in]. A weight's gradient is then
 * X^T D with the wide matrix of derivatives D as it is; D^T X, which PyTorch's layout asks for, took a half longer where
 * D has 13,000 columns. Token vectors stay as they are. Whatever leaves the training is transposed back. Pure.
 */
import { at } from '../../core/at.ts';
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

/** [rows, columns] to [columns, rows]. */
function transpose(data: Float32Array, [rows = 0, columns = 0]: Shape): Float32Array {
  const result = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = at(data, row * columns + column);
  return result;
}
