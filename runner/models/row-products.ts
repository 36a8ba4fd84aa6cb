/** The product of all rows with all rows, a piece of their length at a run: what profiling all neurons takes most of. */
import { type Program, valueNamed } from './program.ts';

/** Tokens of a piece, at most: large enough for an engine to be quick, small enough to be copied. */
export const longestPiece = 4096;

/** Adds the products of a `piece` [neurons, width] to the state `sum` [neurons, neurons]. */
export const rowProductsProgram = (neurons: number, width: number): Program => ({
  name: 'products',
  inputs: { piece: { shape: [neurons, width], type: 'float32' } },
  state: { sum: [neurons, neurons] },
  constants: {},
  build: (ops, values) => {
    const piece = valueNamed(values, 'piece');
    return { sum: ops.matmul(piece, piece, { transposeB: true, add: valueNamed(values, 'sum') }) };
  },
});

/** Additions and multiplications for rows of so many tokens. */
export const rowProductsOperations = (neurons: number, tokens: number): number => 2 * neurons ** 2 * tokens;
