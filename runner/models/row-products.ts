/** The product of all rows with all rows, a piece of their length at a run: what profiling all neurons takes most of. */
import { type Engine, type Program, valueNamed } from './program.ts';

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

/**
 * Computed by an engine, piece by piece along the tokens.
 * @param rows [neurons, tokens], row-major.
 * @returns [neurons, neurons], the inner products.
 */
export async function rowProducts(engine: Engine, rows: Float32Array, neurons: number): Promise<Float32Array> {
  const tokens = rows.length / neurons;
  const width = Math.min(longestPiece, tokens);
  const executable = await engine.compile(rowProductsProgram(neurons, width), {
    operations: rowProductsOperations(neurons, width),
  });
  try {
    await executable.writeState('sum', new Float32Array(neurons ** 2));
    for (let start = 0; start < tokens; start += width) {
      // What a last piece lacks stays 0 and adds nothing.
      const piece = new Float32Array(neurons * width);
      for (let neuron = 0; neuron < neurons; neuron++) {
        const end = Math.min(tokens, start + width);
        piece.set(rows.subarray(neuron * tokens + start, neuron * tokens + end), neuron * width);
      }
      await executable.run({ piece });
    }
    return await executable.readState('sum');
  } finally {
    await executable.release();
  }
}
