/** What some neurons are after every token of the pairs' texts, as the network reads them. Asks for a reading. */
import { float32At, item } from '../../core/at.ts';
import type { Pair } from './encode.ts';
import type { PairReadings } from './readings.ts';
import { startOf } from './twins.ts';

export interface NeuronValues {
  /** [text tokens] of a pair; with `right`, those of the first token of its right side behind them. */
  of(neuron: number, pair: number): Float32Array;
  /** [units] Mean over the tokens of all texts, from the place where each is looked at on. */
  means: Float64Array;
}

/**
 * @param array such as `cell.1`.
 * @param kept the neurons whose values are kept, each once.
 */
export async function valuesOf(
  pairs: readonly Pair[],
  { readings, array, units, kept }: { readings: PairReadings; array: string; units: number; kept: readonly number[] },
): Promise<NeuronValues> {
  const texts = pairs.map(({ text, right }) => Int32Array.of(...text, ...right.subarray(0, 1)));
  const starts = pairs.map((_, place) => startOf(pairs, place) ?? 0);
  const sequences = texts.map((ids, pair) => ({ pair, ids, asks: [], sides: new Int8Array() }));
  const values = new Map(kept.map((neuron) => [neuron, texts.map(({ length }) => new Float32Array(length))]));
  const sums = new Float64Array(units);
  let tokens = 0;
  await readings.activations(sequences, array, (pair, position, row) => {
    for (const [neuron, own] of values) item(own, pair)[position] = float32At(row, neuron);
    // The right side is no part of what is read.
    if (position < item(starts, pair) || position >= item(pairs, pair).text.length) return;
    tokens++;
    for (let unit = 0; unit < units; unit++) sums[unit] = (sums[unit] ?? 0) + float32At(row, unit);
  });
  return {
    means: sums.map((sum) => sum / tokens),
    of(neuron, pair) {
      const own = values.get(neuron)?.[pair];
      if (own === undefined) throw new RangeError(`valuesOf: neuron ${neuron} was not kept`);
      return own;
    },
  };
}
