/** The whole prediction for hidden states that were recorded before: the probability of every next token, or its logit. */
import { type Engine, valueNamed } from '../../models/program.ts';
import { type Readable, readerOf } from '../../models/reading.ts';
import type { Network } from './programs.ts';

/** Rows decoded in one go: enough for large products, few enough for a large vocabulary. */
const rowsAtOnce = 256;

export interface Predictor {
  /**
   * @param hidden [rows, units] of what the decoder reads: of cells, the last layer's hidden state.
   * @param each hears each row's probabilities or logits, [vocabulary], which are overwritten afterwards.
   */
  predict(hidden: Float32Array, each: (row: number, values: Float32Array) => void): Promise<void>;
  release(): Promise<void>;
}

export async function createPredictor(
  engine: Engine,
  { architecture, weights }: Network<Readable>,
  gives: 'probabilities' | 'logits' = 'probabilities',
): Promise<Predictor> {
  const reader = readerOf(architecture);
  const { vocabulary } = reader;
  const units = reader.widthOf(reader.decoderReads);
  const names = Object.keys(reader.parameters.decoder);
  const executable = await engine.compile(
    {
      name: 'predicting',
      inputs: { hidden: { shape: [rowsAtOnce, units], type: 'float32' } },
      state: {},
      constants: Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)])),
      build(ops, values) {
        const logits = reader.decode(ops, values, valueNamed(values, 'hidden'));
        return { value: gives === 'logits' ? logits : ops.softmax(logits) };
      },
    },
    { operations: 2 * rowsAtOnce * units * vocabulary },
  );
  return {
    async predict(hidden, each) {
      const rows = new Float32Array(rowsAtOnce * units);
      for (let from = 0; from < hidden.length / units; from += rowsAtOnce) {
        const part = hidden.subarray(from * units, (from + rowsAtOnce) * units);
        rows.set(part);
        const { value } = await executable.run({ hidden: rows });
        if (value === undefined) throw new Error('predictor: the engine gave no value');
        const predicted = Float32Array.from(value);
        for (let row = 0; row < part.length / units; row++) {
          each(from + row, predicted.subarray(row * vocabulary, (row + 1) * vocabulary));
        }
      }
    },
    release: () => executable.release(),
  };
}
