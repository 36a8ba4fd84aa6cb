import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { referenceEngine } from '../../../runner/engines/reference/engine.ts';
import type { Architecture } from '../../../runner/models/architecture.ts';
import { parameterShapes } from '../../../runner/models/architecture.ts';
import { cellNames, cells } from '../../../runner/models/cells/cells.ts';
import { initialWeights } from '../../../runner/training/initialization.ts';
import { optimizer } from '../../../runner/training/optimizers/optimizers.ts';
import { createTrainer } from '../../../runner/training/trainer.ts';
import { maskName, maskShapes, type TrainingStep, trainingProgram } from '../../../runner/training/training-program.ts';
import { held, released } from '../../../runner/training/transposed.ts';

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

/** Plain gradient descent with rate 1 from w to w - gradient gives the gradient back. */
describe('the gradient of every parameter equals the finite difference of the loss', () => {
  it.each(cases)('%s', async (_name, shape, settings) => {
    const architecture: Architecture = { cell: 'lstm', layers: 1, units: 3, embedding: 2, vocabulary: 5, ...shape };
    const step: TrainingStep = {
      architecture,
      objective: 'every',
      batch: 2,
      steps: 3,
      optimizer: optimizer({ name: 'sgd' }),
      clipNorm: null,
      clipValue: null,
      trainEmbedding: true,
      dropout: 0,
      carry: false,
      ...settings,
    };
    // Seeds by which no value of a minGRU or a rectified RNN stands beside 0, where its slope leaps.
    const source = random(10);
    // Vectors begin at 0, where a product with them has no slope.
    const weights = Object.fromEntries(
      Object.entries(initialWeights(architecture, { normal: 0.5 }, 3)).map(([name, { shape, data }]) => [
        name,
        { shape, data: data.map((value) => value + 0.3 * source.normal()) },
      ]),
    );
    const tokens = Int32Array.from({ length: 6 }, () => source.below(5));
    const targets = Int32Array.from({ length: step.objective === 'last' ? 2 : 6 }, () => source.below(5));
    const masks: Record<string, Uint8Array> = {};
    for (const [name, [rows = 0, columns = 0]] of Object.entries(maskShapes(step))) {
      masks[name] = Uint8Array.from({ length: rows * columns }, () => (source.uniform() < step.dropout ? 0 : 1));
    }
    if (step.dropout > 0) expect(masks[maskName(0)]?.includes(0)).toBe(true);
    const executable = await referenceEngine.compile(trainingProgram(step));
    const keep: Record<string, Float32Array> =
      step.dropout > 0 ? { keep: Float32Array.of(1 / (1 - step.dropout)) } : {};
    const load = async (changed: typeof weights) => {
      for (const [name, { shape, data }] of Object.entries(changed))
        await executable.writeState(name, held(name, shape, data));
    };
    const lossAt = async (changed: typeof weights) => {
      await load(changed);
      const { loss } = await executable.run({ tokens, targets, rate: Float32Array.of(0), ...masks, ...keep });
      return loss?.[0] ?? NaN;
    };
    await load(weights);
    await executable.run({ tokens, targets, rate: Float32Array.of(1), ...masks, ...keep });
    const analytic: Record<string, Float32Array> = {};
    for (const name of Object.keys(parameterShapes(architecture))) {
      const after = released(name, weights[name]?.shape ?? [], await executable.readState(name));
      analytic[name] = (weights[name]?.data ?? after).map((before, i) => before - (after[i] ?? NaN));
    }
    // A power of two, so that the single-precision weights hold the change exactly.
    const width = 2 ** -10;
    for (const [name, tensor] of Object.entries(weights)) {
      for (let i = 0; i < tensor.data.length; i++) {
        const at = async (change: number) => {
          const data = tensor.data.slice();
          data[i] = (data[i] ?? NaN) + change;
          const exact = (data[i] ?? NaN) - (tensor.data[i] ?? NaN);
          return { loss: await lossAt({ ...weights, [name]: { ...tensor, data } }), exact };
        };
        const [up, down] = [await at(width), await at(-width)];
        const numeric = (up.loss - down.loss) / (up.exact - down.exact);
        expect(Math.abs(numeric - (analytic[name]?.[i] ?? NaN)), `${name}[${i}]`).toBeLessThan(2e-6);
      }
    }
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
