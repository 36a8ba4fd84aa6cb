/** The product of all rows with all rows, by the experiment's engine, piece by piece along the tokens. */
import type { Engine } from '../../models/program.ts';
import { longestPiece, rowProductsOperations, rowProductsProgram } from '../../models/row-products.ts';

/**
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
