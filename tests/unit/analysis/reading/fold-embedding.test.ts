import { describe, expect, it } from 'vitest';
import { foldEmbedding, worthFolding } from '../../../../runner/analysis/reading/fold-embedding.ts';
import { memorySink, observe } from '../../../../runner/analysis/reading/observe.ts';
import { random } from '../../../../runner/core/random.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import type { Tensor } from '../../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';

const units = 5;
const ids = Int32Array.from({ length: 40 }, (_, t) => (t * t + 3 * t) % 7);

/** Biases begin as zeros, which would hide one that is lost. */
function withBiases(weights: Record<string, Tensor>): Record<string, Tensor> {
  const { normal } = random(12);
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      { shape, data: name.includes('bias') ? data.map(() => normal()) : data },
    ]),
  );
}

describe.each(['lstm', 'gru', 'rnn'] as const)('the token vectors of a %s, folded into its first layer', (cell) => {
  const architecture: Architecture = { cell, layers: 2, units, embedding: 3, vocabulary: 7 };
  const weights = withBiases(initialWeights(architecture, { normal: 0.5 }, 11));
  const read = async (checkpoint: Parameters<typeof foldEmbedding>[1], engine = onnxEngine()) => {
    const sink = memorySink(ids.length, units);
    const { nll } = await observe({ engine, checkpoint, ids, segments: [[0, 40]], sink });
    return { nll, arrays: sink.arrays };
  };

  it('leave every component and every loss as they were', async () => {
    // A text of 14 tokens at most is read with the vectors as they are: that is the other way.
    const sink = memorySink(ids.length, units);
    const short = { engine: referenceEngine, checkpoint: { architecture, weights }, ids, sink };
    await observe({ ...short, segments: [[0, 14]] });
    const folded = await read(await foldEmbedding(onnxEngine(), { architecture, weights }));
    for (const [name, values] of sink.arrays) {
      for (let i = 0; i < 14 * units; i++) expect(folded.arrays.get(name)?.[i]).toBeCloseTo(values[i] as number, 5);
    }
    expect((await foldEmbedding(onnxEngine(), { architecture, weights })).architecture.embedding).toBe(0);
  });

  it('take the bias with them, to the bit', async () => {
    const named = Object.entries(weights).filter(([name]) => name.includes('bias_ih_l0'));
    expect(named.length).toBe(1);
    const none = Object.fromEntries(named.map(([name, { shape, data }]) => [name, { shape, data: data.map(() => 0) }]));
    const plain = await foldEmbedding(onnxEngine(), { architecture, weights: { ...weights, ...none } });
    const added = await read({ ...plain, weights: { ...plain.weights, ...Object.fromEntries(named) } });
    expect(await read(await foldEmbedding(onnxEngine(), { architecture, weights }))).toEqual(added);
  });

  it('are folded by themselves in a long text, on every engine alike', async () => {
    const [onnx, reference] = [
      await read({ architecture, weights }),
      await read({ architecture, weights }, referenceEngine),
    ];
    for (let t = 0; t < 39; t++) expect(onnx.nll[t]).toBeCloseTo(reference.nll[t] as number, 5);
  });
});

it('folds only where the text is longer than the vocabulary and the table is not huge', () => {
  const large: Architecture = { cell: 'lstm', layers: 1, units: 672, embedding: 300, vocabulary: 4843 };
  expect(worthFolding(large, 65_536)).toBe(true);
  expect(worthFolding(large, 4_000)).toBe(false);
  expect(worthFolding({ ...large, embedding: 0 }, 65_536)).toBe(false);
  expect(worthFolding({ ...large, vocabulary: 200_000 }, 1e8)).toBe(false);
});
