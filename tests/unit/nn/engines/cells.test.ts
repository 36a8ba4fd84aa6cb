/** What layers compute by every engine: beside PyTorch's numbers and those of the authors of cells, and how they train. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../../runner/analysis/reading/observe.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import { type Architecture, embeddingWeight } from '../../../../runner/nn/models/architecture.ts';
import { cellNames, cells } from '../../../../runner/nn/models/cells/cells.ts';
import { type Engine, mapValues, sizeOf, type Tensor, valueNamed } from '../../../../runner/nn/models/program.ts';
import { parametersOf } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';
import { recordedOf } from '../../analysis/reading/recorded.ts';
import { distance, nearly } from '../../analysis/stats/reference.ts';
import { casesOn, everyEngine, inOnePass } from './every-engine.ts';
import { arraysOf, authored, ofAuthors, ofPytorch, pytorch } from './fixture.ts';

type Given = Pick<ReturnType<typeof authored>, 'checkpoint' | 'ids'>;
/** Every component by its name, and the losses. */
async function read(engine: Engine, { checkpoint, ids }: Given, cut?: Segment[]) {
  const { nll, arrays } = await recordedOf({ engine, checkpoint, ids, ...(cut && { segments: cut }) });
  return { recorded: Object.fromEntries(arrays), nll };
}

/** - ln softmax(logits) of each token at the place before it. */
function lossesOf({ shape, data }: Tensor, ids: Int32Array): number[] {
  const [, vocabulary = 0] = shape;
  return Array.from(ids.subarray(1), (id, t) => {
    const row = data.subarray(t * vocabulary, (t + 1) * vocabulary);
    return Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (row[id] ?? Number.NaN);
  });
}

/** One layer that reads tokens one-hot; zeros for weights that are not given. @param given with `rnn.weight_ih_l0` [blocks x units, vocabulary]. */
function layerOf(cell: 'slstm' | 'peephole', given: Readonly<Record<string, Tensor>>) {
  const [rows = 0, vocabulary = 0] = valueNamed(given, 'rnn.weight_ih_l0').shape;
  const architecture = { cell, layers: 1, units: rows / 4, embedding: 0, vocabulary };
  const zeros = mapValues(parametersOf(architecture), (shape) => ({ shape, data: new Float32Array(sizeOf(shape)) }));
  return { architecture, weights: { ...zeros, ...given } };
}

describe.each(everyEngine)('by $name', ({ open, ...engine }) => {
  const isRead = (name: string) => ['lstm-2-layers', 'rnn-one-hot'].includes(name);
  it.each(casesOn(engine, ofPytorch, isRead))('every component and loss of %s is PyTorch’s', async (name) => {
    const { expected, ...given } = await pytorch(name);
    const { nll: losses, logits: _, ...components } = expected;
    const { recorded, nll } = await read(await open(), given);
    expect(Object.keys(recorded).sort()).toEqual(Object.keys(components).sort());
    for (const [component, { data }] of Object.entries(components))
      expect(distance(recorded[component] ?? [], data), component).toBeLessThan(1e-5);
    expect(distance(nll, losses?.data ?? [])).toBeLessThan(1e-4);
  });

  it('segments of different lengths read side by side are each read from the zero state', async () => {
    const { expected, ...given } = await pytorch('gru');
    const cut = [0, 30, 60, 90, 110].map((from, i, all): Segment => [from, (all[i + 1] ?? 120) - from]);
    const { recorded, nll } = await read(await open(), given, cut);
    // The first begins where PyTorch begins.
    const [ours, theirs] = [recorded['hidden.1'], expected['hidden.1']?.data].map((each) => each?.subarray(0, 300));
    expect(distance(ours ?? [], theirs ?? [])).toBeLessThan(1e-5);
    const alone = await Promise.all(
      cut.map(async ([from, length]) => read(await open(), { ...given, ids: given.ids.subarray(from, from + length) })),
    );
    const all = alone.flatMap((each) => [...(each.recorded['hidden.1'] ?? [])]);
    expect(distance(recorded['hidden.1'] ?? [], all)).toBeLessThan(1e-6);
    const losses = alone.flatMap((each) => [Number.NaN, ...each.nll]).slice(1);
    expect([...nll]).toEqual(nearly(losses, 5));
  });

  it.each(casesOn(engine, Object.keys(ofAuthors), (name) => name === 'mlstm'))(
    '%s reads as it does at its authors’',
    async (name) => {
      const { expected, ...given } = authored(name);
      const { logits, ...components } = expected;
      const { recorded, nll } = await read(await open(), given);
      expect(Object.keys(components).length).toBeGreaterThanOrEqual(given.checkpoint.architecture.layers);
      for (const [component, { data }] of Object.entries(components))
        expect(distance(recorded[component] ?? [], data), component).toBeLessThan(2e-6);
      expect(distance(nll, logits ? lossesOf(logits, given.ids) : [])).toBeLessThan(1e-5);
    },
  );

  it.each([1, 2])('an slstm gates and remembers as in block %i of the authors’', async (block) => {
    const arrays = arraysOf('slstm');
    const of = (name: string) => valueNamed(arrays, `${name}.${block}`);
    const { shape, data } = of('read');
    const [tokens = 0, columns = 0] = shape;
    // Each token stands for what is read at it.
    const turned = data.map((_, i) => at(data, (i % tokens) * columns + Math.floor(i / tokens)));
    const checkpoint = layerOf('slstm', {
      'rnn.weight_ih_l0': { shape: [columns, tokens], data: turned },
      'rnn.weight_hh_l0': of('weight_hh'),
    });
    const { recorded } = await read(await open(), {
      checkpoint,
      ids: Int32Array.from({ length: tokens }, (_, t) => t),
    });
    const component = (name: string) => valueNamed(recorded, `${name}.1`);
    for (const name of ['input', 'forget', 'candidate', 'output', 'average', 'hidden'])
      expect(distance(component(name), of(name).data), name).toBeLessThan(1e-5);
    for (const name of cells.slstm.stateNames)
      expect(distance(component(name).subarray(-columns / 4), of(`state.${name}`).data), name).toBeLessThan(1e-5);
  });

  it('peepholes let a gate see the cell state of its own unit: two units of one step more, by hand', async () => {
    // One unit apart from the other; x = 1; all weights of the candidate 0 but its bias, so that g = tanh(1).
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const [pi, pf, po] = [0.5, -0.75, 1.25];
    const checkpoint = layerOf('peephole', {
      'rnn.weight_ih_l0': { shape: [8, 1], data: Float32Array.of(0, 0, 0, 0, 1, 1, 0, 0) },
      'rnn.weight_ci_l0': { shape: [2], data: Float32Array.of(pi, 0) },
      'rnn.weight_cf_l0': { shape: [2], data: Float32Array.of(pf, 0) },
      'rnn.weight_co_l0': { shape: [2], data: Float32Array.of(po, 0) },
    });
    const { recorded } = await read(await open(), { checkpoint, ids: new Int32Array(2) });
    const unit = (i: number, f: number, o: number) => {
      let c = 0;
      return [0, 1].map(() => {
        c = sigmoid(f * c) * c + sigmoid(i * c) * Math.tanh(1);
        return sigmoid(o * c) * Math.tanh(c);
      });
    };
    const [seeing, blind] = [unit(pi, pf, po), unit(0, 0, 0)];
    expect(Math.abs(item(seeing, 1) - item(blind, 1))).toBeGreaterThan(0.01);
    const expected = [0, 1].flatMap((t) => [item(seeing, t), item(blind, t)]);
    expect(distance(recorded['hidden.1'] ?? [], expected)).toBeLessThan(1e-6);
  });
});

/**
 * Twelve steps of Adam, of two layers, one wider than the other, with dropout and carried states, on a text that repeats itself.
 * @returns the mean loss of each, and the parameters that are as they were, bit for bit.
 */
async function trained(engine: Engine, own: Pick<Architecture, 'cell'> & Partial<Architecture>, trainEmbedding = true) {
  const architecture = { layers: 2, units: [7, 5], embedding: 4, vocabulary: 7, ...own };
  const [batch, steps] = [3, 2];
  const weights = initialWeights(architecture, 'glorot', 4);
  const trainer = await createTrainer(
    engine,
    {
      architecture,
      objective: 'every',
      batch,
      steps,
      trainEmbedding,
      dropout: 0.1,
      carry: true,
      optimizer: optimizer({ name: 'adam' }),
      clipNorm: 1,
      clipValue: null,
    },
    { weights, seed: 2 },
  );
  const ids = (offset: number) => Int32Array.from({ length: batch * steps }, (_, i) => (i + offset) % 7);
  const given = { batch: { tokens: ids(0), targets: ids(batch) }, learningRate: 0.1 };
  const outcomes = await trainer.train(Array.from({ length: 12 }, () => given));
  const after = await trainer.parameters();
  await trainer.release();
  const unchanged = Object.keys(after).filter((name) => isDeepStrictEqual(after[name]?.data, weights[name]?.data));
  return { losses: outcomes.map(({ loss }) => loss), unchanged };
}

const byReference: Record<string, ReturnType<typeof trained>> = {};
/** The oracle itself apart; only a training tells the engine in one pass from that of the CPU. */
const trainedBy = [...everyEngine.filter(({ engine }) => engine !== 'reference'), inOnePass];

const networks: [string, Parameters<typeof trained>[1], trainEmbedding?: boolean][] = [
  ...cellNames.map((cell): [string, { cell: typeof cell }] => [cell, { cell }]),
  ['projected lstm', { cell: 'lstm', projection: 3 }],
  ['stack of three with residuals', { cell: 'gru', layers: 3, units: 5, residual: true }],
  ['lstm that leaves its token vectors as they are', { cell: 'lstm' }, false],
];
/** With the most states, the most layers, and what most people train. */
const onGpu = ['slstm', 'stack of three with residuals', 'lstm'];

describe.each(trainedBy)('by $name', ({ open, ...engine }) => {
  it.each(casesOn(engine, networks, ([name]) => onGpu.includes(name)))(
    'a %s trains as by the reference engine',
    async (name, own, trainEmbedding) => {
      byReference[name] ??= trained(referenceEngine, own, trainEmbedding);
      const expected = await byReference[name];
      const got = await trained(await open(), own, trainEmbedding);
      expect(expected.losses.at(-1)).toBeLessThan(item(expected.losses, 0) - 0.1);
      expect(distance(got.losses, expected.losses)).toBeLessThan(1e-4);
      const unchanged = trainEmbedding === false ? [embeddingWeight] : [];
      expect([got.unchanged, expected.unchanged]).toEqual([unchanged, unchanged]);
    },
  );
});
