/**
 * The product of all rows with all rows, a piece of their length at a run: of what profiling all neurons takes, that which grows
 * with their square. It is the same on both sides of its diagonal: of many rows only one side is computed, block by block.
 */
import { at } from '../../core/at.ts';
import { type Engine, type Program, valueNamed } from './program.ts';

/** Tokens of a piece, at most: large enough for an engine to be quick, small enough to be copied. */
const longestPiece = 4096;
/** Rows of a block, at most: so many that what a product is computed of weighs little beside it. */
const largestBlock = 768;

/** Adds the products of `piece` and `other`, [rows, width] each, to the state `sum` [rows, rows]. */
const rowProductsProgram = (rows: number, width: number): Program => ({
  name: 'products',
  inputs: {
    piece: { shape: [rows, width], type: 'float32' },
    other: { shape: [rows, width], type: 'float32' },
  },
  state: { sum: [rows, rows] },
  constants: {},
  build: (ops, values) => {
    const [piece, other] = [valueNamed(values, 'piece'), valueNamed(values, 'other')];
    return { sum: ops.matmul(piece, other, { transposeB: true, add: valueNamed(values, 'sum') }) };
  },
});

/**
 * Computed by an engine, piece by piece along the tokens.
 * @param rows [neurons, tokens], row-major.
 * @returns [neurons, neurons], the inner products.
 */
export async function rowProducts(engine: Engine, rows: Float32Array, neurons: number): Promise<Float32Array> {
  const tokens = rows.length / neurons;
  // Equal blocks; the last may have fewer rows.
  const size = Math.ceil(neurons / Math.ceil(neurons / largestBlock));
  const width = Math.min(longestPiece, tokens);
  const executable = await engine.compile(rowProductsProgram(size, width), { operations: 2 * size ** 2 * width });
  /** [size, width]; what a last block or piece lacks stays 0 and adds nothing. */
  const pieceOf = (from: number, start: number): Float32Array => {
    const piece = new Float32Array(size * width);
    const end = Math.min(tokens, start + width);
    for (let neuron = from; neuron < Math.min(neurons, from + size); neuron++)
      piece.set(rows.subarray(neuron * tokens + start, neuron * tokens + end), (neuron - from) * width);
    return piece;
  };
  const products = new Float32Array(neurons ** 2);
  try {
    for (let first = 0; first < neurons; first += size) {
      for (let second = first; second < neurons; second += size) {
        await executable.writeState('sum', new Float32Array(size ** 2));
        for (let start = 0; start < tokens; start += width) {
          const piece = pieceOf(first, start);
          await executable.run({ piece, other: first === second ? piece : pieceOf(second, start) });
        }
        const block = await executable.readState('sum');
        for (let row = first; row < Math.min(neurons, first + size); row++) {
          for (let column = second; column < Math.min(neurons, second + size); column++) {
            const product = at(block, (row - first) * size + column - second);
            products[row * neurons + column] = product;
            if (first !== second) products[column * neurons + row] = product;
          }
        }
      }
    }
    return products;
  } finally {
    await executable.release();
  }
}
