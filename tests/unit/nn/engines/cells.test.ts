/** Cells that PyTorch has no layer for, beside the numbers of their authors' programs (tests/fixtures/cells/make.py), and what stands between layers. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { memorySink, observe } from '../../../../runner/analysis/reading/observe.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import { cellNames, cells } from '../../../../runner/nn/models/cells/cells.ts';
import { architectureOf } from '../../../../runner/nn/models/checkpoint.ts';
import { type Engine, mapValues, sizeOf, type Tensor, valueNamed } from '../../../../runner/nn/models/program.ts';
import { parametersOf } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';
import { everyEngine, inOnePass } from './every-engine.ts';

const arraysOf = (name: string): Record<string, Tensor> => {
  const path = fileURLToPath(new URL(`../../../fixtures/cells/${name}.safetensors`, import.meta.url));
  return decodeSafetensors(readFileSync(path), path);
};

/** What their layers give, where that is not the hidden state (tests/fixtures/cells/projected.py). */
const stacking: Readonly<Record<string, Pick<Architecture, 'projection' | 'residual'>>> = {
  projected: { projection: 4 },
  residual: { projection: 4, residual: true },
};

const isWeight = (name: string) => /^(?:embedding|rnn|decoder)\./.test(name);

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a).toHaveLength(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
};

/** - ln softmax(logits) of each token at the place before it. */
function lossesOf({ shape, data }: Tensor, ids: Int32Array): number[] {
  const [, vocabulary = 0] = shape;
  return Array.from(ids.subarray(1), (id, t) => {
    const row = data.subarray(t * vocabulary, (t + 1) * vocabulary);
    return Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (row[id] ?? Number.NaN);
  });
}

async function read(engine: Engine, name: string, layers: number) {
  const arrays = arraysOf(name);
  const all = Object.entries(arrays);
  const weights = Object.fromEntries(all.filter(([key]) => isWeight(key)));
  const embedding = valueNamed(weights, 'embedding.weight').shape[1] ?? 0;
  const cell = cellNames.find((each) => each === name) ?? 'lstm';
  const architecture = architectureOf(weights, { cell, layers, embedding, ...stacking[name] }, name);
  const ids = Int32Array.from(valueNamed(arrays, 'tokens').data);
  const sink = memorySink(ids.length, architecture);
  const checkpoint = { architecture, weights };
  const { nll } = await observe({ engine, checkpoint, ids, segments: [[0, ids.length]], sink });
  const { tokens, logits, ...expected } = Object.fromEntries(all.filter(([key]) => !isWeight(key)));
  if (tokens === undefined || logits === undefined) throw new Error(`${name} lacks tokens or logits`);
  return { recorded: sink.arrays, nll, expected, losses: lossesOf(logits, ids) };
}

/**
 * Components of one layer by name, of a text that is read one-hot; zeros for weights that are not given.
 * @param given with `rnn.weight_ih_l0` [blocks x units, vocabulary].
 */
async function componentsOf(
  engine: Engine,
  cell: 'slstm' | 'peephole',
  ids: Int32Array,
  given: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Float32Array>> {
  const [rows = 0, vocabulary = 0] = valueNamed(given, 'rnn.weight_ih_l0').shape;
  const architecture = { cell, layers: 1, units: rows / 4, embedding: 0, vocabulary };
  const zeros = mapValues(parametersOf(architecture), (shape) => ({ shape, data: new Float32Array(sizeOf(shape)) }));
  const sink = memorySink(ids.length, architecture);
  const checkpoint = { architecture, weights: { ...zeros, ...given } };
  await observe({ engine, checkpoint, ids, segments: [[0, ids.length]], sink, predict: 'nothing' });
  return Object.fromEntries([...sink.arrays].map(([name, values]) => [name.replace('.1', ''), values]));
}

/** Mean losses of twelve steps of Adam, of two layers, one wider than the other, with dropout and carried states, on a text that repeats itself. */
async function trained(engine: Engine, own: Pick<Architecture, 'cell'> & Partial<Architecture>): Promise<number[]> {
  const architecture = { layers: 2, units: [7, 5], embedding: 4, vocabulary: 7, ...own };
  const [batch, steps] = [3, 2];
  const trainer = await createTrainer(
    engine,
    {
      ...{ architecture, objective: 'every', batch, steps, trainEmbedding: true, dropout: 0.1, carry: true },
      ...{ optimizer: optimizer({ name: 'adam' }), clipNorm: 1, clipValue: null },
    },
    { weights: initialWeights(architecture, 'glorot', 4), seed: 2 },
  );
  const ids = (offset: number) => Int32Array.from({ length: batch * steps }, (_, i) => (i + offset) % 7);
  const given = Array.from({ length: 12 }, () => ({
    batch: { tokens: ids(0), targets: ids(batch) },
    learningRate: 0.1,
  }));
  const outcomes = await trainer.train(given);
  await trainer.release();
  return outcomes.map(({ loss }) => loss);
}

const byReference: Record<string, Promise<number[]>> = {};

describe.each(everyEngine)('by $name', (engine) => {
  it.each([
    ['mingru', 2],
    ['mingru-linear', 2],
    ['minlstm', 2],
    ['minlstm-linear', 2],
    ['mlstm', 1],
    ['awd-lstm', 3],
    ['projected', 3],
    ['residual', 3],
  ] as const)('an %s of %i layers reads as it does at its authors’', async (name, layers) => {
    const { recorded, nll, expected, losses } = await read(await engine.open(), name, layers);
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(layers);
    for (const [component, { data }] of Object.entries(expected)) {
      expect(distance(recorded.get(component) ?? [], data), component).toBeLessThan(2e-6);
    }
    expect(distance(nll, losses)).toBeLessThan(1e-5);
  });

  it.each([1, 2])('an slstm gates and remembers as in block %i of the authors’', async (block) => {
    const arrays = arraysOf('slstm');
    const { shape, data } = valueNamed(arrays, `read.${block}`);
    const [tokens = 0, columns = 0] = shape;
    const units = columns / 4;
    const vocabulary = tokens;
    // Each token stands for what is read at it.
    const read = Float32Array.from({ length: data.length }, (_, i) =>
      at(data, (i % tokens) * columns + Math.floor(i / tokens)),
    );
    const recorded = await componentsOf(
      await engine.open(),
      'slstm',
      Int32Array.from({ length: tokens }, (_, id) => id),
      {
        'rnn.weight_ih_l0': { shape: [columns, vocabulary], data: read },
        'rnn.weight_hh_l0': valueNamed(arrays, `weight_hh.${block}`),
      },
    );
    for (const name of ['input', 'forget', 'candidate', 'output', 'average', 'hidden']) {
      expect(distance(valueNamed(recorded, name), valueNamed(arrays, `${name}.${block}`).data), name).toBeLessThan(
        1e-5,
      );
    }
    for (const name of cells.slstm.stateNames) {
      const state = valueNamed(recorded, name).subarray(-units);
      expect(distance(state, valueNamed(arrays, `state.${name}.${block}`).data), name).toBeLessThan(1e-5);
    }
  });

  it('peepholes let a gate see the cell state of its own unit: two units of one step more, by hand', async () => {
    // One unit apart from the other; x = 1; all weights of the candidate 0 but its bias, so that g = tanh(1).
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const [pi, pf, po] = [0.5, -0.75, 1.25];
    const { hidden } = await componentsOf(await engine.open(), 'peephole', new Int32Array(2), {
      'rnn.weight_ih_l0': { shape: [8, 1], data: Float32Array.of(0, 0, 0, 0, 1, 1, 0, 0) },
      'rnn.weight_ci_l0': { shape: [2], data: Float32Array.of(pi, 0) },
      'rnn.weight_cf_l0': { shape: [2], data: Float32Array.of(pf, 0) },
      'rnn.weight_co_l0': { shape: [2], data: Float32Array.of(po, 0) },
    });
    const unit = (i: number, f: number, o: number) => {
      let c = 0;
      return [0, 1].map(() => {
        c = sigmoid(f * c) * c + sigmoid(i * c) * Math.tanh(1);
        return sigmoid(o * c) * Math.tanh(c);
      });
    };
    const [seeing, blind] = [unit(pi, pf, po), unit(0, 0, 0)];
    const expected = [0, 1].flatMap((t) => [item(seeing, t), item(blind, t)]);
    expect(Math.abs(item(seeing, 1) - item(blind, 1))).toBeGreaterThan(0.01);
    expect(distance(hidden ?? [], expected)).toBeLessThan(1e-6);
  });
});

/** The oracle itself apart; only a training tells the engine in one pass from that of the CPU. */
const trainedBy = [...everyEngine.filter(({ engine }) => engine !== 'reference'), inOnePass];

describe.each(trainedBy)('by $name', (engine) => {
  it.each([
    ...cellNames.map((cell) => [cell, { cell }] as const),
    ['projected lstm', { cell: 'lstm', projection: 3 }],
    ['stack of three with residuals', { cell: 'gru', layers: 3, units: 5, residual: true }],
  ] as const)('a %s trains as by the reference engine', async (name, own) => {
    byReference[name] ??= trained(referenceEngine, own);
    const expected = await byReference[name];
    const got = await trained(await engine.open(), own);
    expect(expected.at(-1)).toBeLessThan((expected[0] ?? Number.NaN) - 0.1);
    got.forEach((loss, step) => {
      expect(Math.abs(loss - (expected[step] ?? Number.NaN)), `step ${step}`).toBeLessThan(1e-4);
    });
  });
});
