/** What becomes of arrays between their program's order and ours. Pure; shapes in brackets. */
import { float32At } from '../../core/at.ts';
import { type Tensor, transposed as turned } from '../../core/tensor.ts';
import { FormatError } from '../formats/format-error.ts';

export const zeros = (length: number): Tensor => ({ shape: [length], data: new Float32Array(length) });

/** [rows, columns] -> [columns, rows]. @throws FormatError when it is no matrix. */
export function transposed(tensor: Tensor): Tensor {
  if (tensor.shape.length !== 2) throw new FormatError(`an array is [${tensor.shape}], no matrix`);
  return turned(tensor);
}

/** Equal blocks of rows in another order: block b of the result is block `order[b]`. */
export function reordered({ shape, data }: Tensor, order: readonly number[]): Tensor {
  const size = data.length / order.length;
  if (!Number.isInteger(size)) throw new FormatError(`an array is [${shape}], no ${order.length} equal blocks`);
  const result = new Float32Array(data.length);
  order.forEach((from, to) => {
    result.set(data.subarray(from * size, (from + 1) * size), to * size);
  });
  return { shape, data: result };
}

/** Matrices or vectors of one shape below one another: [a, n], [a, n] -> [2 a, n]. @throws FormatError when they differ. */
export function stacked(parts: readonly Tensor[]): Tensor {
  if (new Set(parts.map(({ shape }) => shape.join())).size > 1)
    throw new FormatError(
      `arrays that stand below one another are ${parts.map(({ shape }) => `[${shape}]`).join(', ')}`,
    );
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  return { shape: [rows, ...(parts[0]?.shape.slice(1) ?? [])], data };
}

/** [m, k] x [k, n] -> [m, n], in double precision. */
export function product(a: Tensor, b: Tensor): Tensor {
  const [m = 0, k = 0] = a.shape;
  const [, n = 0] = b.shape;
  const data = new Float32Array(m * n);
  const row = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let j = 0; j < k; j++) {
      const factor = float32At(a.data, i * k + j);
      for (let c = 0; c < n; c++) row[c] = (row[c] ?? 0) + factor * float32At(b.data, j * n + c);
    }
    data.set(row, i * n);
  }
  return { shape: [m, n], data };
}

/** Whether two arrays are the same, number for number. */
export const areEqual = (a: Tensor, b: Tensor): boolean =>
  a.shape.join() === b.shape.join() && a.data.every((value, place) => value === b.data[place]);
