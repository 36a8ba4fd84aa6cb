/**
 * The thesis' vanilla RNN: a folder with W, V, U, b and c as comma-separated text (NumPy's savetxt), in itself or in its
 * folder `Weights`. h = tanh(W h + U x + b), then softmax(V h + c), with x one-hot. Pure but for the files it is given.
 */

import type { Tensor } from '../../../core/tensor.ts';
import { decoderBias, decoderWeight, layerParameters } from '../../../nn/models/architecture.ts';
import { modelRefusal } from '../../formats/refusals.ts';
import { zeros } from '../arrays.ts';
import type { ForeignModel, Layout } from './layout.ts';

export const thesis: Layout = {
  label: "the thesis' vanilla RNN (Weights/W.txt, V, U, b, c)",
  recognise(contents) {
    if (contents.kind !== 'folder') return null;
    const { names, read, path } = contents;
    const inside = ['', 'Weights/'].find((each) => thesisFiles.every((name) => names.includes(each + name)));
    if (inside === undefined) return null;
    const textOf = async (name: string) => Buffer.from(await read(inside + name)).toString('utf8');
    return readThesisText(textOf, inside === '' ? path : `${path}/Weights`);
  },
};

const thesisFiles = ['W', 'V', 'U', 'b', 'c'].map((name) => `${name}.txt`);
const places: Readonly<Record<string, string>> = {
  W: layerParameters(1).recurrentWeight,
  U: layerParameters(1).inputWeight,
  b: layerParameters(1).inputBias,
  V: decoderWeight,
  c: decoderBias,
};

/**
 * @param read the text of a file of the folder.
 * @param path of the folder, only for messages.
 * @throws InputError when a file is no matrix of numbers, or the five do not fit.
 */
export async function readThesisText(read: (name: string) => Promise<string>, path: string): Promise<ForeignModel> {
  const weights: Record<string, Tensor> = {};
  const origins: Record<string, string> = {};
  for (const [name, ours] of Object.entries(places)) {
    const matrix = readMatrixText(await read(`${name}.txt`), `${path}/${name}.txt`);
    const isVector = name === name.toLowerCase();
    const [rows = 0, columns = 0] = matrix.shape;
    if (isVector && Math.min(rows, columns) !== 1)
      throw modelRefusal(`${path}/${name}.txt`, `it is [${matrix.shape}], no vector`);
    weights[ours] = isVector ? { shape: [rows * columns], data: matrix.data } : matrix;
    origins[ours] = `${name}.txt`;
  }
  const { inputBias, recurrentBias } = layerParameters(1);
  const [length] = weights[inputBias]?.shape ?? [];
  if (length === undefined) throw modelRefusal(path, 'it holds no bias of the units');
  weights[recurrentBias] = zeros(length);
  origins[recurrentBias] = 'zeros';
  return { format: "the thesis' vanilla RNN", cell: 'rnn', layers: 1, embedding: 0, weights, origins, notes: [] };
}

/**
 * A matrix as comma-separated text, as NumPy's savetxt writes it.
 * @param path only for messages. @throws InputError when a row holds no numbers, or not as many as the first.
 */
function readMatrixText(text: string, path: string): Tensor {
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
