/** Arrays of numbers with a shape, row-major. Pure; imports nothing. */

export type Shape = readonly number[];

export interface Tensor {
  shape: Shape;
  data: Float32Array;
}

/** Rows and columns of a block that stays in a processor's cache while it is turned. */
const block = 32;

/** [rows, columns] to [columns, rows]. @param result where it is written. */
export function transposed({ shape, data }: Tensor, result: Float32Array = new Float32Array(data.length)): Tensor {
  const [rows, columns] = shape;
  for (let top = 0; top < rows; top += block)
    for (let left = 0; left < columns; left += block)
      for (let row = top; row < Math.min(rows, top + block); row++)
        for (let column = left; column < Math.min(columns, left + block); column++)
          result[column * rows + row] = data[row * columns + column];
  return { shape: [columns, rows], data: result };
}

/** How many numbers an array of this shape has. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);
