/** Arrays of numbers with a shape, row-major. Pure; imports nothing. */

export type Shape = readonly number[];

export interface Tensor {
  shape: Shape;
  data: Float32Array;
}

/** [rows, columns] to [columns, rows]. */
export function transposed({ shape, data }: Tensor): Tensor {
  const [rows, columns] = shape;
  const result = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = data[row * columns + column];
  return { shape: [columns, rows], data: result };
}

/** How many numbers an array of this shape has. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);
