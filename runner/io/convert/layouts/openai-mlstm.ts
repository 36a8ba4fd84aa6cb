/**
 * OpenAI's sentiment network (Radford et al. 2017): a multiplicative LSTM over bytes as a folder of 0.npy to 14.npy. Each column
 * of four of its matrices is divided by its length and multiplied by a number of its own (weight norm), which is done here
 * once. Its gates stand as i, f, o, u. Source: openai/generating-reviews-discovering-sentiment (encoder.py).
 */
import { float32At } from '../../../core/at.ts';
import { byteTokens } from '../../../core/cut.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { decoderBias, decoderWeight, embeddingWeight, parameterName } from '../../../nn/models/architecture.ts';
import { FormatError } from '../../formats/format-error.ts';
import { readNpy } from '../../formats/numpy/npy.ts';
import { readingPart } from '../../formats/refusals.ts';
import { reordered, stacked, transposed } from '../arrays.ts';
import { type Folder, type ImportedWeights, type Layout, mapped, type Row } from './layout.ts';

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

const npy = (...numbers: number[]): string[] => numbers.map((number) => `${number}.npy`);
const layer = (name: string): string => parameterName(name, 1);
/** Of [rows, columns] the normed columns as rows. */
const turned = (matrix: Tensor, lengths: Tensor): Tensor => transposed(normed(matrix, lengths));
const columns = (theirs: string, lengths: number): string => `${theirs}, columns of length ${lengths}.npy`;

const table: readonly Row[] = [
  [embeddingWeight, npy(0)],
  [layer('weight_ih'), npy(1, 9), (w, lengths) => reordered(turned(w, lengths), order), columns('1.npy', 9)],
  [
    layer('weight_hh'),
    npy(10, 2, 3, 4, 5),
    // Side by side they are one matrix [units, 4 units].
    (lengths, ...parts) => reordered(transposed(normed(transposed(stacked(parts.map(transposed))), lengths)), order),
    columns('2.npy to 5.npy', 10),
  ],
  [layer('bias_ih'), npy(8), (bias) => reordered(bias, order)],
  [layer('weight_mx'), npy(6, 11), turned, columns('6.npy', 11)],
  [layer('weight_mh'), npy(7, 12), turned, columns('7.npy', 12)],
  [decoderWeight, npy(13), transposed],
  [decoderBias, npy(14)],
];

async function sentiment({ read, names }: Folder): Promise<ImportedWeights> {
  const arrays = new Map<string, Tensor>();
  for (const name of names.filter((each) => each.endsWith('.npy'))) {
    const bytes = await read(name);
    const array = readingPart(name, () => readNpy(bytes));
    arrays.set(name, array);
  }
  const [vocabulary = 0, embedding = 0] = arrays.get('0.npy')?.shape ?? [];
  if (vocabulary !== byteTokens.length)
    throw new FormatError(`it has ${vocabulary} token vectors, and there are ${byteTokens.length} bytes`);
  return {
    format: "OpenAI's sentiment network (multiplicative LSTM)",
    cell: 'mlstm',
    layers: 1,
    embedding,
    ...mapped(arrays, table),
    notes: [
      'Its program reads a line break and a space before a text and a space behind it; the unit that its authors show is one of the cell state (record: { component: cell }).',
    ],
    vocabulary: byteTokens,
    unit: 'byte',
  };
}

/** Each column of [rows, columns] divided by its length, times its number of [columns]. */
function normed({ shape, data }: Tensor, lengths: Tensor): Tensor {
  const [, width = 0] = shape;
  if (lengths.data.length !== width)
    throw new FormatError(`the ${width} columns of a matrix have ${lengths.data.length} lengths`);
  const squares = new Float64Array(width);
  data.forEach((value, place) => {
    squares[place % width] = (squares[place % width] ?? 0) + value * value;
  });
  const factors = Float64Array.from(
    squares,
    (square, column) => float32At(lengths.data, column) / Math.sqrt(Math.max(square, leastSquare)),
  );
  return { shape, data: data.map((value, place) => value * (factors[place % width] ?? 0)) };
}
