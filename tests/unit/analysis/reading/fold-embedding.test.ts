import { describe, expect, it } from 'vitest';
import { foldEmbedding, worthFolding } from '../../../../runner/analysis/reading/fold-embedding.ts';
import { random } from '../../../../runner/core/random.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import type { Tensor } from '../../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { distance } from '../stats/reference.ts';
import { recordedOf } from './recorded.ts';

const units = 5;
const ids = Int32Array.from({ length: 40 }, (_, t) => (t * t + 3 * t) % 7);

/** Biases begin as zeros, which would hide one that is lost. */
function withBiases(weights: Record<string, Tensor>): Record<string, Tensor> {
  const { normal } = random(12);
  const own = Object.entries(weights).filter(([name]) => name.includes('bias'));
  const drawn = own.map(([name, { shape, data }]) => [name, { shape, data: data.map(() => normal()) }]);
  return { ...weights, ...Object.fromEntries(drawn) };
}

describe.each(['lstm', 'gru', 'rnn'] as const)('the token vectors of a %s, folded into its first layer', (cell) => {
  const architecture: Architecture = { cell, layers: 2, units, embedding: 3, vocabulary: 7 };
  const weights = withBiases(initialWeights(architecture, { normal: 0.5 }, 11));

  it('leave every component as it was', async () => {
    // A text of 14 tokens at most is read with the vectors as they are: that is the other way.
    const checkpoint = { architecture, weights };
    const short = await recordedOf({ engine: referenceEngine, checkpoint, ids: ids.slice(0, 14) });
    const folded = await foldEmbedding(onnxEngine(), checkpoint);
    expect(folded.architecture.embedding).toBe(0);
    const { arrays } = await recordedOf({ engine: onnxEngine(), checkpoint: folded, ids });
    for (const [name, values] of short.arrays)
      expect(distance(arrays.get(name)?.subarray(0, 14 * units) ?? [], values)).toBeLessThan(1e-5);
  });
});

it.each([
  ['the text is longer than the vocabulary', {}, 65_536, true],
  ['it is not', {}, 4_000, false],
  ['there is no embedding', { embedding: 0 }, 65_536, false],
  ['the table is huge', { vocabulary: 200_000 }, 1e8, false],
])('whether it is worth folding where %s', (_, more, tokens, worth) => {
  const large: Architecture = { cell: 'lstm', layers: 1, units: 672, embedding: 300, vocabulary: 4843, ...more };
  expect(worthFolding(large, tokens)).toBe(worth);
});
