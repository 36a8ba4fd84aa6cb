import { describe, expect, it } from 'vitest';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import { cellNames, cells } from '../../../../runner/nn/models/cells/cells.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';
import type { TrainingStep } from '../../../../runner/nn/train/training-program.ts';
import { largestDifference } from './finite-differences.ts';

const cases: [string, Partial<Architecture>, Partial<TrainingStep>][] = [
  ['lstm', { cell: 'lstm' }, {}],
  ['lstm of two layers with dropout', { cell: 'lstm', layers: 2 }, { dropout: 0.3 }],
  ['gru with dropout, last position only', { cell: 'gru' }, { objective: 'last', dropout: 0.25 }],
  ['lstm whose gates are squashed by lines', { cell: 'lstm', recurrentActivation: 'hard_sigmoid' }, {}],
  ...cellNames
    .filter((cell) => cells[cell].projects === true)
    .map((cell): (typeof cases)[number] => [
      `${cell} whose hidden states are projected`,
      { cell, layers: 2, projection: 2 },
      {},
    ]),
  ['gru with residuals, dropout', { cell: 'gru', layers: 3, residual: true }, { dropout: 0.3 }],
  [
    'projected lstm with residuals, last position only',
    { cell: 'lstm', layers: 3, units: [3, 4, 3], projection: 2, residual: true },
    { objective: 'last', dropout: 0.2 },
  ],
  ...cellNames.map((cell): (typeof cases)[number] => [`${cell} of two layers`, { cell, layers: 2 }, {}]),
  ['gru of layers of 4 and 2, with dropout', { cell: 'gru', layers: 2, units: [4, 2] }, { dropout: 0.3 }],
  ...cellNames.map((cell): (typeof cases)[number] => [
    `one-hot ${cell}, last position only`,
    { cell, embedding: 0 },
    { objective: 'last', dropout: 0.5 },
  ]),
  ['one-hot rnn with dropout', { cell: 'rnn', embedding: 0 }, { dropout: 0.4 }],
];

describe('the gradient of every parameter equals the finite difference of the loss', () => {
  it.each(cases)('%s', async (_name, shape, settings) => {
    const { difference, parameter } = await largestDifference(shape, settings);
    expect(difference, parameter).toBeLessThan(2e-6);
  });
});

describe('a trainer', () => {
  it('clips by value and by norm to the same update when only one element is non-zero', async () => {
    // With clipValue the reported norm is that before clipping.
    const architecture: Architecture = { cell: 'rnn', layers: 1, units: 2, embedding: 0, vocabulary: 3 };
    const weights = initialWeights(architecture, 'glorot', 1);
    const base = {
      architecture,
      objective: 'every',
      batch: 1,
      steps: 2,
      trainEmbedding: true,
      dropout: 0,
      carry: false,
    } as const;
    const batch = { tokens: Int32Array.of(0, 1), targets: Int32Array.of(1, 2) };
    const norms: number[] = [];
    for (const clipping of [
      { clipNorm: null, clipValue: null },
      { clipNorm: null, clipValue: 1e-3 },
      { clipNorm: 1e-3, clipValue: null },
    ]) {
      const trainer = await createTrainer(
        referenceEngine,
        { ...base, ...clipping, optimizer: optimizer({ name: 'sgd' }) },
        { weights, seed: 0 },
      );
      norms.push((await trainer.train([{ batch, learningRate: 1 }]))[0]?.gradientNorm ?? NaN);
      const moved = await trainer.parameters();
      const changes = Object.entries(moved).flatMap(([name, { data }]) =>
        [...data].map((v, i) => v - (weights[name]?.data[i] ?? NaN)),
      );
      const largest = Math.max(...changes.map(Math.abs));
      const norm = Math.hypot(...changes);
      if (clipping.clipValue !== null) expect(largest).toBeCloseTo(1e-3, 6);
      else if (clipping.clipNorm !== null) expect(norm).toBeCloseTo(1e-3, 6);
      else expect(norm).toBeGreaterThan(0.05);
    }
    expect(norms[1]).toBeCloseTo(norms[0] ?? NaN, 12);
    expect(norms[2]).toBeCloseTo(norms[0] ?? NaN, 12);
  });
});
