/**
 * The thesis' vanilla RNN: a folder with W, V, U, b and c as comma-separated text (NumPy's savetxt), in itself or in its
 * folder `Weights`. h = tanh(W h + U x + b), then softmax(V h + c), with x one-hot. Pure but for the files it is given.
 */

import type { Tensor } from '../../../core/tensor.ts';
import { decoderBias, decoderWeight, layerParameters } from '../../../nn/models/architecture.ts';
import { FormatError } from '../../formats/format-error.ts';
import { readingPart } from '../../formats/refusals.ts';
import { zeros } from '../arrays.ts';
import { type Folder, type ImportedWeights, type Layout, mapped } from './layout.ts';

export const thesis: Layout = {
  label: "the thesis' vanilla RNN (Weights/W.txt, V, U, b, c)",
  recognise(contents) {
    if (contents.kind !== 'folder') return null;
    const inside = ['', 'Weights/'].find((each) => files.every((name) => contents.names.includes(each + name)));
    return inside === undefined ? null : readThesisText(contents, inside);
  },
};

const files = ['W.txt', 'V.txt', 'U.txt', 'b.txt', 'c.txt'];

/** @throws FormatError when a file is no matrix of numbers. */
async function readThesisText({ read }: Folder, inside: string): Promise<ImportedWeights> {
  const matrices = new Map<string, Tensor>();
  for (const name of files) {
    const text = Buffer.from(await read(inside + name)).toString('utf8');
    const matrix = readingPart(name, () => matrixOf(text, name === name.toLowerCase()));
    matrices.set(name, matrix);
  }
  const { inputWeight, recurrentWeight, inputBias, recurrentBias } = layerParameters(1);
  const bias = matrices.get('b.txt');
  return {
    format: "the thesis' vanilla RNN",
    cell: 'rnn',
    layers: 1,
    embedding: 0,
    notes: [],
    ...mapped(matrices, [
      [recurrentWeight, ['W.txt']],
      [inputWeight, ['U.txt']],
      [inputBias, ['b.txt']],
      [decoderWeight, ['V.txt']],
      [decoderBias, ['c.txt']],
      [recurrentBias, [], () => zeros(bias?.data.length ?? 0), 'zeros'],
    ]),
  };
}

/**
 * A matrix as comma-separated text, as NumPy's savetxt writes it.
 * @throws FormatError when a row holds no numbers, or not as many as the first, or it is to be a vector and is none.
 */
function matrixOf(text: string, isVector: boolean): Tensor {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const rows = lines.map((line) => line.split(',').map((field) => (field.trim() === '' ? Number.NaN : Number(field))));
  const columns = rows[0]?.length ?? 0;
  const wrong = rows.findIndex((row) => row.length !== columns || !row.every(Number.isFinite));
  if (columns === 0) throw new FormatError('it holds no numbers');
  if (wrong !== -1) throw new FormatError(`its row ${wrong + 1} is not ${columns} numbers`);
  if (isVector && Math.min(rows.length, columns) !== 1)
    throw new FormatError(`it is [${rows.length},${columns}], no vector`);
  const data = Float32Array.from(rows.flat());
  return { shape: isVector ? [data.length] : [rows.length, columns], data };
}
