import { describe, expect, it } from 'vitest';
import { memorySink, observeNeurons, type Segment } from '../../../../runner/analysis/reading/observe.ts';
import { keptPrograms } from '../../../../runner/analysis/reading/programs.ts';
import { openRunner, type Runner, type Sequence } from '../../../../runner/analysis/reading/runner.ts';
import { segmentsFrom } from '../../../../runner/analysis/stats/view.ts';
import { heldReadings } from '../../../../runner/experiment/evidence/clamped-runs.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { parametersOf } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { listening } from '../../nn/engines/listening.ts';
import { counting, recordedOf } from './recorded.ts';

const units = 5;
const architecture: Architecture = { cell: 'lstm', layers: 1, units, embedding: 3, vocabulary: 7 };
const hiddenOfFirst = [{ layer: 1, component: 'hidden', units }] as const;
const checkpoint = { architecture, weights: initialWeights(architecture, { normal: 0.5 }, 11) };
const ids = Int32Array.from({ length: 40 }, (_, t) => (t * t + 3 * t) % 7);
const segments = (count: number): Segment[] => Array.from({ length: count }, (_, segment) => [segment * 5, 5]);
/** To five digits, what is not a number at the same places. */
const near = (found: Iterable<number>, expected: Iterable<number>) =>
  expect([...found]).toEqual([...expected].map((value) => (Number.isNaN(value) ? value : expect.closeTo(value, 5))));

describe('an open runner', () => {
  const read = async (runner: Runner, count: number) => {
    const sink = memorySink(ids.length, units);
    const { nll } = await runner.read({ ids, segments: segments(count), sink });
    return { nll, arrays: sink.arrays };
  };

  it('folds the embedding and compiles once for all readings of one kind, which give what each alone gives', async () => {
    const { engine, told } = counting(referenceEngine);
    const runner = openRunner(engine, checkpoint);
    const alone = await recordedOf({ engine: referenceEngine, checkpoint, ids, segments: segments(8) });
    for (let time = 0; time < 3; time++) expect(await read(runner, 8)).toEqual(alone);
    expect(told).toMatchObject({ compiled: ['folding', 'reading'], open: ['reading'] });
    await runner.release();
    expect(told.open).toEqual([]);
  });

  it('keeps few programs, those that were used last, and lets all go', async () => {
    const { engine, told } = counting(referenceEngine);
    const runner = openRunner(engine, checkpoint);
    const readings = () => told.compiled.filter((name) => name === 'reading');
    for (const count of [1, 2, 3, 1, 4, 1]) await read(runner, count);
    expect([readings().length, told.open.length]).toEqual([4, 3]);
    // It was used less recently than that of one stream.
    await read(runner, 2);
    expect(readings()).toHaveLength(5);
    await runner.release();
    expect(told.open).toEqual([]);
  });

  it.each([
    [700e6, 2],
    [2e9, 1],
  ])('of a network of %d bytes it keeps %d', async (bytes, most) => {
    const nothing = async () => {};
    const readState = async () => new Float32Array();
    const silent = { run: async () => ({}), readState, writeState: nothing, release: nothing };
    const { engine, told } = counting({ ...referenceEngine, compile: async () => silent });
    const large: Architecture = { ...architecture, units: 1, embedding: 0, vocabulary: Math.round(bytes / 4 / 6) };
    const weights = Object.fromEntries(
      Object.entries(parametersOf(large)).map(([name, shape]) => [name, { shape, data: new Float32Array() }]),
    );
    const programs = keptPrograms(engine);
    for (const streams of [1, 2, 3, 4])
      await programs.for({ architecture: large, weights }, streams, { predict: 'loss' });
    expect(told.open).toHaveLength(most);
    await programs.release();
    expect(told.open).toEqual([]);
  });

  it.each([onnxEngine(), referenceEngine])('reads with spare streams what it reads without: $name', async (engine) => {
    const task = { engine, checkpoint, ids, segments: segments(7), predict: 'nothing' } as const;
    // Of 5 and of 2 segments: the program for the 5 reads the 2 as well.
    const [spare, alone] = [await recordedOf({ ...task, streams: 5 }), await recordedOf({ ...task, streams: 1 })];
    expect(spare.arrays).toEqual(alone.arrays);
  });

  it.each([
    [64, 64, 64],
    // Not 64 and 16 of 64.
    [80, 40, 80],
    [65, 40, 80],
    [1000, 64, 1024],
    [9, 9, 9],
  ])('reads %i segments in groups of %i: so many rows as %i of a token', async (count, streams, rows) => {
    const read: number[] = [];
    const engine = listening((program, { token }) => {
      if (program.name === 'reading') read.push(token?.length ?? 0);
    });
    const single = Array.from({ length: count }, (_, start) => [start, 1] as const);
    const task = { ids: new Int32Array(count), segments: single, sink: memorySink(count, units) };
    await openRunner(engine, checkpoint).read({ ...task, record: ['hidden.1'], predict: 'nothing' });
    expect([read[0], read.reduce((sum, each) => sum + each, 0)]).toEqual([streams, rows]);
  });

  it('lets its program go when the one reading is stopped', async () => {
    const { engine, told } = counting(referenceEngine);
    const pause = () => Promise.reject(new Error('stopped'));
    await expect(recordedOf({ engine, checkpoint, ids, segments: segments(8), pause })).rejects.toThrow('stopped');
    expect(told).toMatchObject({ compiled: ['folding', 'reading'], open: [] });
  });
});

describe.each([onnxEngine(), referenceEngine])('what is read before every segment, by $name,', (engine) => {
  const before = Int32Array.of(2, 6, 1);
  /** The second way: the same text with `before` written out at the start of each segment of 5 tokens. */
  const long = 5 + before.length;
  const writtenOut = Int32Array.from({ length: 8 * long }, (_, t) => {
    const [segment, place] = [Math.floor(t / long), t % long];
    return (place < before.length ? before[place] : ids[segment * 5 + place - before.length]) ?? -1;
  });
  const longSegments = Array.from({ length: 8 }, (_, segment): Segment => [segment * long, long]);
  const own = { engine, checkpoint, ids, segments: segments(8), before };
  const other = { engine, checkpoint, ids: writtenOut, segments: longSegments };
  const counted = (values: ArrayLike<number>, width: number) =>
    Array.from(values).filter((_, at) => Math.floor(at / width) % long >= before.length);

  it('leaves the state that it leaves where it is written out, and no row of its own', async () => {
    const [found, all] = [await recordedOf(own), await recordedOf(other)];
    for (const [name, values] of found.arrays) near(values, counted(all.arrays.get(name) ?? [], units));
    near(found.nll, counted(all.nll, 1));
    // And that is another state than the zeros.
    const zero = await recordedOf({ ...own, before: new Int32Array() });
    expect(zero.arrays.get('hidden.1')).not.toEqual(found.arrays.get('hidden.1'));
  });

  it('counts for one component alone, and for neurons that are held from the first token on', async () => {
    const starts = (length: number, from: number) => [0, 1, 4].map((segment) => segment * length + from);
    const neurons = await observeNeurons({ ...own, arrays: ['hidden.1'], view: segmentsFrom(starts(5, 0), 5) });
    const view = segmentsFrom(starts(long, before.length), 5);
    const all = await observeNeurons({ ...other, arrays: ['hidden.1'], view });
    for (const [neuron, values] of neurons.entries()) near(values, all[neuron] ?? []);
    const task = { arrays: hiddenOfFirst, ids, segments: segments(8), view: segmentsFrom([0, 5, 10, 15], 5) } as const;
    const held = heldReadings(engine, checkpoint, () => task, before);
    const places = Int32Array.of(0, 1, 3, 5, 6, 8);
    const [losses] = await held.losses('discovery', [{ clamp: [], segments: [0, 1], places }]);
    await held.release();
    const expected = (await recordedOf(own)).nll.filter((_, t) => places.includes(t));
    near(losses ?? [], expected);
  });
});

describe('sequences', () => {
  // Without an embedding there is nothing to fold: the same digits, however many tokens.
  const oneHot = { ...architecture, embedding: 0 };
  const plain = { architecture: oneHot, weights: initialWeights(oneHot, { normal: 0.5 }, 12) };
  const sequences: Sequence[] = [
    { ids: ids.subarray(3, 7) },
    { ids: ids.subarray(0, 9), patches: [{ layer: 1, component: 'hidden', neuron: 2, value: 0.3 }] },
    { ids: ids.subarray(20, 24), patches: [{ layer: 1, component: 'cell', neuron: 0, value: (t) => t / 10 }] },
    { ids: new Int32Array() },
    { ids: ids.subarray(9, 18), patches: [{ layer: 1, component: 'cell', neuron: 4, value: (t) => 0.2 - t / 10 }] },
  ];
  /** What is heard of sequences: rows, losses of the tokens that follow, and states at their ends. */
  type How = { filled?: boolean; together?: number };
  async function heardOf(runner: Runner, some: readonly Sequence[], more: How = {}) {
    const heard: Record<string, Float32Array> = {};
    const hear = (what: string) => (sequence: number, position: number, values: Float32Array) => {
      heard[`${what} ${sequence}, ${position}`] = values.slice();
    };
    const next = (sequence: number, at: number) => [...(some[sequence]?.ids ?? [])].slice(at + 1, at + 2);
    await runner.run(some, {
      ...more,
      record: ['hidden.1'],
      wants: (_, position) => position !== 1,
      hear: hear('row'),
      decode: { gives: 'losses', next, hear: hear('loss') },
      ended: (sequence, state) => {
        if (!more.filled) heard[`end ${sequence}`] = state['cell.1'] ?? new Float32Array();
      },
    });
    return heard;
  }

  it.each([{}, { together: 2 }, { filled: true }])('give together, or at once, what each gives: %o', async (how) => {
    const runner = openRunner(onnxEngine(), plain, ids.subarray(30, 34));
    const ones = await Array.fromAsync(sequences, (sequence) => heardOf(runner, [sequence], how));
    expect(await Promise.all(sequences.map((sequence) => heardOf(runner, [sequence], how)))).toEqual(ones);
    const named = ones.flatMap((one, index) =>
      Object.entries(one).map(([what, values]) => [what.replace(' 0', ` ${index}`), values] as const),
    );
    expect(named).toHaveLength(how.filled ? 40 : 44);
    const alone = Object.fromEntries(named);
    expect(await heardOf(runner, sequences, how)).toEqual(alone);
    const sink = memorySink(ids.length, units);
    const { nll } = await runner.read({ ids, segments: [[3, 4]], sink });
    expect(alone['row 0, 3']).toEqual(sink.arrays.get('hidden.1')?.slice(6 * units, 7 * units));
    near(alone['loss 0, 2'] ?? [], nll.subarray(5, 6));
    await runner.release();
  });

  it('begin in the state that they are given, and are decoded again from rows that were kept', async () => {
    const runner = openRunner(onnxEngine(), plain);
    const whole = await heardOf(runner, [{ ids: ids.subarray(0, 9) }]);
    const [initial] = await runner.statesBefore({ ids, segments: [[0, 40]] }, [4]);
    const rest = await heardOf(runner, [{ ids: ids.subarray(4, 9), initial }]);
    expect([rest['row 0, 4'], rest['end 0']]).toEqual([whole['row 0, 8'], whole['end 0']]);
    const row = whole['row 0, 4'] ?? new Float32Array();
    const decoded = async (gives: 'losses' | 'probabilities', count: number) => {
      const told: Float32Array[] = [];
      const rows = (index: number) => ({ row, ...(gives === 'losses' && { next: ids[5 - index] ?? 0 }) });
      await runner.decode(gives, count, rows, (_, values) => told.push(values.slice()));
      return told;
    };
    const [[loss] = []] = await decoded('losses', 2);
    expect(loss).toBe(whole['loss 0, 4']?.[0]);
    const [probabilities = new Float32Array()] = await decoded('probabilities', 1);
    expect(probabilities).toHaveLength(7);
    const all = probabilities.reduce((sum, each) => sum + each, 0);
    near([all, -Math.log(probabilities[ids[5] ?? 0] ?? 0)], [1, loss ?? 0]);
    await runner.release();
  });
});

describe('readings with neurons held', () => {
  const reading = {
    clamp: [{ neuron: 2, values: new Float32Array(20).fill(0.4) }],
    segments: [0, 1],
    places: Int32Array.of(1, 2, 6),
    groups: Int32Array.of(0, 1, 0),
  };
  const task = { arrays: hiddenOfFirst, ids, segments: segments(8), view: segmentsFrom([0, 5, 10, 15], 5) };
  const held = (engine: Engine, pause: () => Promise<void> = async () => {}) =>
    heldReadings(engine, checkpoint, () => ({ ...task, pause }));

  it('take from what was recorded what nothing is held for, and read the rest', async () => {
    const view = segmentsFrom([1, 9, 17, 25], 5);
    const nll = Float32Array.from({ length: ids.length - 1 }, (_, t) => t / 10);
    const readings = heldReadings(referenceEngine, checkpoint, () => ({ ...task, view, nll }));
    const free = { ...reading, clamp: [] };
    const [known, own] = await readings.losses('discovery', [free, reading]);
    expect(known).toEqual(Float32Array.of(0.2, 0.3, 1));
    const unknown = heldReadings(referenceEngine, checkpoint, () => ({ ...task, view }));
    const [read, same] = await unknown.losses('discovery', [free, reading]);
    expect(own).toEqual(same);
    expect(read).not.toEqual(known);
    expect(await readings.losses('discovery', [free])).toEqual([known]);
  });

  it('compile one reading program, one decoder and one predictor, however often they are asked', async () => {
    const { engine, told } = counting(referenceEngine);
    const readings = held(engine);
    const ask = async () => [
      await readings.losses('discovery', [reading, reading]),
      await readings.predictions('discovery', [reading, reading]),
      await readings.changes('discovery', reading),
    ];
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect([...told.compiled].sort()).toEqual(['decoding', 'folding', 'predicting', 'reading']);
    await readings.release();
    expect(told.open).toEqual([]);
    expect(await ask()).toEqual(first);
    await readings.release();
    expect(told.open).toEqual([]);
  });

  it('let all go after they were stopped', async () => {
    const { engine, told } = counting(referenceEngine);
    let steps = 0;
    const readings = held(engine, async () => {
      if (++steps === 7) throw new Error('stopped');
    });
    await readings.predictions('discovery', [reading]);
    await expect(readings.losses('discovery', [reading])).rejects.toThrow('stopped');
    expect(told.open.length).toBeGreaterThan(0);
    await readings.release();
    expect(told.open).toEqual([]);
  });
});
