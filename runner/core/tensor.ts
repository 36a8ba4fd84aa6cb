/** Arrays of numbers with a shape, row-major. Pure; imports nothing. */

export type Shape = readonly number[];

export interface Tensor {
  shape: Shape;
  data: Float32Array;
}

/** How many numbers an array of this shape has. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);
