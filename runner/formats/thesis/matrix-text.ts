/** A matrix as comma-separated text, as NumPy's savetxt writes it: the weights of the thesis' vanilla RNN. Pure. */
import type { Tensor } from '../../core/tensor.ts';
import { modelRefusal } from '../refusals.ts';

/** @param path only for messages. @throws InputError when a row holds no numbers, or not as many as the first. */
export function readMatrixText(text: string, path: string): Tensor {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const rows = lines.map((line) => line.split(','));
  const [{ length: columns } = [], ...others] = rows;
  const uneven = others.findIndex((row) => row.length !== columns);
  if (uneven !== -1)
    throw modelRefusal(path, `row ${uneven + 2} has ${others[uneven]?.length} numbers and the first ${columns}`);
  if (columns === undefined || columns === 0) throw modelRefusal(path, 'it holds no numbers');
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    row.forEach((field, j) => {
      const value = field.trim() === '' ? Number.NaN : Number(field);
      if (!Number.isFinite(value))
        throw modelRefusal(path, `row ${i + 1} holds ${JSON.stringify(field.trim().slice(0, 20))}, no number`);
      data[i * columns + j] = value;
    });
  });
  return { shape: [rows.length, columns], data };
}
