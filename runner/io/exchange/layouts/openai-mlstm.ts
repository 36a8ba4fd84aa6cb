/**
 * OpenAI's sentiment network (Radford et al. 2017): a multiplicative LSTM over bytes as a folder of 0.npy to 14.npy. Each column
 * of four of its matrices is divided by its length and multiplied by a number of its own (weight norm), which is done here
 * once. Its gates stand as i, f, o, u. Source: openai/generating-reviews-discovering-sentiment (encoder.py).
 */
import { float32At } from '../../../core/at.ts';
import { byteTokens } from '../../../core/cut.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { decoderBias, decoderWeight, embeddingWeight, parameterName } from '../../../nn/models/architecture.ts';
import { readNpy } from '../../formats/numpy/npy.ts';
import { modelRefusal } from '../../formats/refusals.ts';
import { reordered, transposed } from '../arrays.ts';
import type { Folder, ForeignModel, Layout } from './layout.ts';

export const openaiMlstm: Layout = {
  label: "OpenAI's sentiment network (a folder of 0.npy to 14.npy)",
  recognise: (contents) =>
    contents.kind === 'folder' && files.every((name) => contents.names.includes(name)) ? sentiment(contents) : null,
};

const files = Array.from({ length: 15 }, (_, number) => `${number}.npy`);
/** The squared length of a column is taken to be no less. */
const leastSquare = 1e-12;
/** i, f, o, u to ours: i, f, g, o. */
const order = [0, 1, 3, 2];

async function sentiment({ read, names, path }: Folder): Promise<ForeignModel> {
  const more = names.filter((name) => name.endsWith('.npy') && !files.includes(name));
  if (more.length > 0) throw modelRefusal(path, `it also holds ${more.slice(0, 4).join(', ')}`);
  const arrays: Tensor[] = [];
  for (const name of files) arrays.push(readNpy(await read(name), `${path}/${name}`));
  const [vocabulary = 0, embedding = 0] = arrays[0]?.shape ?? [];
  const units = arrays[7]?.shape[0] ?? 0;
  const gates = 4 * units;
  const shapes = [
    [vocabulary, embedding],
    [embedding, gates],
    ...Array.from({ length: 4 }, () => [units, units]),
    [embedding, units],
    [units, units],
    ...[[gates], [gates], [gates], [units], [units]],
    [units, vocabulary],
    [vocabulary],
  ];
  const take = (number: number): Tensor => {
    const [array, shape] = [arrays[number], shapes[number]];
    if (array !== undefined && shape !== undefined && array.shape.join() === shape.join()) return array;
    throw modelRefusal(`${path}/${number}.npy`, `it is [${array?.shape ?? ''}] and should be [${shape ?? ''}]`);
  };
  if (vocabulary !== byteTokens.length)
    throw modelRefusal(path, `it has ${vocabulary} token vectors, and there are ${byteTokens.length} bytes`);
  const layer = (name: string) => parameterName(name, 1);
  const weights = {
    [embeddingWeight]: take(0),
    [layer('weight_ih')]: reordered(transposed(normed(take(1), take(9))), order),
    [layer('weight_hh')]: reordered(transposed(normed(beside([2, 3, 4, 5].map(take)), take(10))), order),
    [layer('bias_ih')]: reordered(take(8), order),
    [layer('weight_mx')]: transposed(normed(take(6), take(11))),
    [layer('weight_mh')]: transposed(normed(take(7), take(12))),
    [decoderWeight]: transposed(take(13)),
    [decoderBias]: take(14),
  };
  const origins = {
    [embeddingWeight]: '0.npy',
    [layer('weight_ih')]: '1.npy, columns of length 9.npy',
    [layer('weight_hh')]: '2.npy to 5.npy, columns of length 10.npy',
    [layer('bias_ih')]: '8.npy',
    [layer('weight_mx')]: '6.npy, columns of length 11.npy',
    [layer('weight_mh')]: '7.npy, columns of length 12.npy',
    [decoderWeight]: '13.npy',
    [decoderBias]: '14.npy',
  };
  return {
    format: "OpenAI's sentiment network (multiplicative LSTM)",
    ...{ cell: 'mlstm', layers: 1, embedding, weights, origins },
    notes: [
      'Its program reads a line break and a space before a text and a space behind it; the unit that its authors show is one of the cell state (record: { component: cell }).',
    ],
    vocabulary: byteTokens,
    unit: 'byte',
  };
}

/** Matrices of as many rows next to one another: [n, a], [n, b] -> [n, a + b]. */
function beside(parts: readonly Tensor[]): Tensor {
  const [rows = 0] = parts[0]?.shape ?? [];
  const columns = parts.reduce((sum, { shape }) => sum + (shape[1] ?? 0), 0);
  const data = new Float32Array(rows * columns);
  let from = 0;
  for (const { shape, data: part } of parts) {
    const [, width = 0] = shape;
    for (let row = 0; row < rows; row++) data.set(part.subarray(row * width, (row + 1) * width), row * columns + from);
    from += width;
  }
  return { shape: [rows, columns], data };
}

/** Each column of [rows, columns] divided by its length, times its number of [columns]. */
function normed({ shape, data }: Tensor, lengths: Tensor): Tensor {
  const [, columns = 0] = shape;
  const squares = new Float64Array(columns);
  data.forEach((value, place) => {
    squares[place % columns] = (squares[place % columns] ?? 0) + value * value;
  });
  const factors = Float64Array.from(
    squares,
    (square, column) => float32At(lengths.data, column) / Math.sqrt(Math.max(square, leastSquare)),
  );
  return { shape, data: data.map((value, place) => value * (factors[place % columns] ?? 0)) };
}
