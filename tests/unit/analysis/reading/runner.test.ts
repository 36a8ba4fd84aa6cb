import { describe, expect, it } from 'vitest';
import { memorySink, observe, observeNeurons, type Segment } from '../../../../runner/analysis/reading/observe.ts';
import { keptPrograms } from '../../../../runner/analysis/reading/programs.ts';
import { openRunner, type Runner, type Sequence } from '../../../../runner/analysis/reading/runner.ts';
import { predictNext } from '../../../../runner/analysis/reading/sample.ts';
import { segmentsFrom } from '../../../../runner/analysis/stats/view.ts';
import { heldReadings } from '../../../../runner/experiment/evidence/held-readings.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { parametersOf } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { listening } from '../../nn/engines/listening.ts';

const units = 5;
const architecture: Architecture = { cell: 'lstm', layers: 1, units, embedding: 3, vocabulary: 7 };
const hiddenOfFirst = [{ layer: 1, component: 'hidden', units }] as const;
const network = { architecture, weights: initialWeights(architecture, { normal: 0.5 }, 11) };
const ids = Int32Array.from({ length: 40 }, (_, t) => (t * t + 3 * t) % 7);
const segments = (count: number): Segment[] => Array.from({ length: count }, (_, segment) => [segment * 5, 5]);

/** An engine that counts what it compiles, by the programs' names, and what of it is not released yet. */
function counting(engine: Engine) {
  const compiled: string[] = [];
  const open: string[] = [];
  const counted: Engine = {
    ...engine,
    async compile(program, workload) {
      const executable = await engine.compile(program, workload);
      compiled.push(program.name);
      open.push(program.name);
      return {
        ...executable,
        async release() {
          open.splice(open.indexOf(program.name), 1);
          await executable.release();
        },
      };
    },
  };
  return { engine: counted, compiled, open };
}

describe('an open runner', () => {
  const read = (runner: ReturnType<typeof openRunner>, count: number) => {
    const sink = memorySink(ids.length, units);
    return runner.read({ ids, segments: segments(count), sink }).then(({ nll }) => ({ nll, arrays: sink.arrays }));
  };

  it('folds the embedding and compiles once for all readings of one kind, which give what each alone gives', async () => {
    const { engine, compiled, open } = counting(referenceEngine);
    const runner = openRunner(engine, network);
    const readings = [await read(runner, 8), await read(runner, 8), await read(runner, 8)];
    expect(compiled).toEqual(['folding', 'reading']);
    const sink = memorySink(ids.length, units);
    const { nll } = await observe({ engine: referenceEngine, checkpoint: network, ids, segments: segments(8), sink });
    for (const each of readings) expect(each).toEqual({ nll, arrays: sink.arrays });
    expect(open).toEqual(['reading']);
    await runner.release();
    expect(open).toEqual([]);
  });

  it('keeps few programs, those that were used last, and lets all go', async () => {
    const { engine, compiled, open } = counting(referenceEngine);
    const runner = openRunner(engine, network);
    for (const count of [1, 2, 3, 1, 4, 1]) await read(runner, count);
    expect(compiled.filter((name) => name === 'reading')).toHaveLength(4);
    expect(open).toHaveLength(3);
    // It was used less recently than that of one stream.
    await read(runner, 2);
    expect(compiled.filter((name) => name === 'reading')).toHaveLength(5);
    await runner.release();
    expect(open).toEqual([]);
  });

  it.each([
    [700e6, 2],
    [2e9, 1],
  ])('of a network of %d bytes it keeps %d', async (bytes, most) => {
    const nothing = async () => {};
    let open = 0;
    const engine: Engine = {
      ...referenceEngine,
      async compile() {
        open++;
        const release = async () => {
          open--;
        };
        return { run: async () => ({}), readState: async () => new Float32Array(), writeState: nothing, release };
      },
    };
    const large: Architecture = { ...architecture, units: 1, embedding: 0, vocabulary: Math.round(bytes / 4 / 6) };
    const weights = Object.fromEntries(
      Object.entries(parametersOf(large)).map(([name, shape]) => [name, { shape, data: new Float32Array() }]),
    );
    const programs = keptPrograms(engine);
    for (const streams of [1, 2, 3, 4])
      await programs.for({ architecture: large, weights }, streams, { predict: 'loss' });
    expect(open).toBe(most);
    await programs.release();
    expect(open).toBe(0);
  });

  it.each([onnxEngine(), referenceEngine])('reads with spare streams what it reads without: $name', async (engine) => {
    const arraysOf = async (some: Segment[], streams: number) => {
      const sink = memorySink(ids.length, units);
      const task = { ids, segments: some, sink, streams, predict: 'nothing' } as const;
      await observe({ engine, checkpoint: network, ...task });
      return sink.arrays;
    };
    // Of 5 and of 2 segments: the program for the 5 reads the 2 as well.
    const spare = await arraysOf(segments(7), 5);
    const alone = await arraysOf(segments(7), 1);
    for (const [name, values] of alone) expect(spare.get(name), name).toEqual(values);
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
    await openRunner(engine, network).read({ ...task, record: ['hidden.1'], predict: 'nothing' });
    expect([read[0], read.reduce((sum, each) => sum + each, 0)]).toEqual([streams, rows]);
  });

  it('lets its program go when the one reading is stopped', async () => {
    const { engine, compiled, open } = counting(referenceEngine);
    const pause = () => Promise.reject(new Error('stopped'));
    const sink = memorySink(ids.length, units);
    await expect(observe({ engine, checkpoint: network, ids, segments: segments(8), sink, pause })).rejects.toThrow(
      'stopped',
    );
    expect(compiled).toEqual(['folding', 'reading']);
    expect(open).toEqual([]);
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
  const counted = (values: ArrayLike<number>, width: number) =>
    Array.from(values).filter((_, at) => Math.floor(at / width) % long >= before.length);
  const near = (found: ArrayLike<number>, expected: readonly number[]) => {
    expect(found).toHaveLength(expected.length);
    expected.forEach((value, at) => {
      if (Number.isNaN(value)) expect(found[at]).toBeNaN();
      else expect(found[at]).toBeCloseTo(value, 5);
    });
  };

  it('leaves the state that it leaves where it is written out, and no row of its own', async () => {
    const [sink, other] = [memorySink(ids.length, units), memorySink(writtenOut.length, units)];
    const { nll } = await observe({ engine, checkpoint: network, ids, segments: segments(8), before, sink });
    const all = await observe({ engine, checkpoint: network, ids: writtenOut, segments: longSegments, sink: other });
    for (const [name, values] of sink.arrays) near(values, counted(other.arrays.get(name) ?? [], units));
    near(nll, counted(all.nll, 1));
    // And that is another state than the zeros.
    const zero = memorySink(ids.length, units);
    await observe({ engine, checkpoint: network, ids, segments: segments(8), sink: zero });
    expect(zero.arrays.get('hidden.1')).not.toEqual(sink.arrays.get('hidden.1'));
  });

  it('counts for one component alone, and for neurons that are held from the first token on', async () => {
    const wanted = { arrays: ['hidden.1'], view: segmentsFrom([0, 5, 20], 5) };
    const neurons = await observeNeurons({
      ...{ engine, checkpoint: network, ids, segments: segments(8), before, ...wanted },
    });
    const view = segmentsFrom(
      [0, long, 4 * long].map((start) => start + before.length),
      5,
    );
    const other = await observeNeurons({
      ...{ engine, checkpoint: network, ids: writtenOut, segments: longSegments, arrays: ['hidden.1'], view },
    });
    for (const [neuron, values] of neurons.entries()) near(values, [...(other[neuron] ?? [])]);
    const task = { arrays: hiddenOfFirst, ids, segments: segments(8) } as const;
    const held = heldReadings(engine, network, () => ({ ...task, view: segmentsFrom([0, 5, 10, 15], 5) }), before);
    const places = Int32Array.of(0, 1, 3, 5, 6, 8);
    const [losses] = await held.losses('discovery', [{ hold: [], segments: [0, 1], places }]);
    await held.release();
    const sink = memorySink(ids.length, units);
    const { nll } = await observe({ engine, checkpoint: network, ids, segments: segments(8), before, sink });
    near(
      losses ?? [],
      [...places].map((place) => nll[place] ?? -1),
    );
  });

  it('is read again where predictions begin again', async () => {
    const common = { engine, checkpoint: network, count: 3 };
    const own = await predictNext({ ...common, ids: ids.subarray(0, 10), resets: [0, 5], before });
    const resets = [0, long];
    const all = await predictNext({ ...common, ids: writtenOut.subarray(0, 2 * long), resets });
    const flat = (likely: typeof own) => likely.flat().map(({ probability }) => probability);
    near(flat(own), flat(all.filter((_, t) => t % long >= before.length)));
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
  async function heardOf(
    runner: Runner,
    some: readonly Sequence[],
    more: { filled?: boolean; together?: number } = {},
  ) {
    const heard: Record<string, Float32Array> = {};
    await runner.run(some, {
      ...more,
      record: ['hidden.1'],
      wants: (_, position) => position !== 1,
      hear: (sequence, position, row) => {
        heard[`row ${sequence}, ${position}`] = row.slice();
      },
      decode: {
        gives: 'losses',
        next: (sequence, position) => [...(some[sequence]?.ids ?? [])].slice(position + 1, position + 2),
        hear: (sequence, position, loss) => {
          heard[`loss ${sequence}, ${position}`] = loss.slice();
        },
      },
      ended: (sequence, state) => {
        if (!more.filled) heard[`end ${sequence}`] = state['cell.1'] ?? new Float32Array();
      },
    });
    return heard;
  }

  it.each([{}, { together: 2 }, { filled: true }])('give together what each gives alone: %o', async (how) => {
    const runner = openRunner(onnxEngine(), plain, ids.subarray(30, 34));
    const together = await heardOf(runner, sequences, how);
    const alone: typeof together = {};
    for (const [index, sequence] of sequences.entries()) {
      for (const [what, values] of Object.entries(await heardOf(runner, [sequence], how)))
        alone[what.replace(' 0', ` ${index}`)] = values;
    }
    expect(together).toEqual(alone);
    expect(Object.keys(alone)).toHaveLength(how.filled ? 40 : 44);
    const sink = memorySink(ids.length, units);
    const read: Segment[] = [[3, 4]];
    const { nll } = await runner.read({ ids, segments: read, sink });
    expect(alone['row 0, 3']).toEqual(sink.arrays.get('hidden.1')?.slice(6 * units, 7 * units));
    expect(alone['loss 0, 2']?.[0]).toBeCloseTo(nll[5] ?? Number.NaN, 5);
    await runner.release();
  });

  it('begin in the state that they are given, and are decoded again from rows that were kept', async () => {
    const runner = openRunner(onnxEngine(), plain);
    const whole = await heardOf(runner, [{ ids: ids.subarray(0, 9) }]);
    const [initial] = await runner.statesBefore({ ids, segments: [[0, 40]] }, [4]);
    const rest = await heardOf(runner, [{ ids: ids.subarray(4, 9), initial }]);
    expect(rest['row 0, 4']).toEqual(whole['row 0, 8']);
    expect(rest['end 0']).toEqual(whole['end 0']);
    const told: number[] = [];
    const row = whole['row 0, 4'] ?? new Float32Array();
    await runner.decode(
      'losses',
      2,
      (index) => ({ row, next: ids[5 - index] ?? 0 }),
      (_, [loss = 0]) => told.push(loss),
    );
    expect(told[0]).toBe(whole['loss 0, 4']?.[0]);
    let sum = 0;
    await runner.decode(
      'probabilities',
      1,
      () => ({ row }),
      (_, probabilities) => {
        expect(probabilities).toHaveLength(7);
        sum = probabilities.reduce((all, each) => all + each, 0);
        expect(-Math.log(probabilities[ids[5] ?? 0] ?? 0)).toBeCloseTo(told[0] ?? 0, 5);
      },
    );
    expect(sum).toBeCloseTo(1, 5);
    await runner.release();
  });

  it('that are asked for at once are read one after the other', async () => {
    const runner = openRunner(onnxEngine(), plain, ids.subarray(30, 34));
    const each = sequences.map((sequence) => [sequence]);
    const one: Awaited<ReturnType<typeof heardOf>>[] = [];
    for (const some of each) one.push(await heardOf(runner, some));
    expect(await Promise.all(each.map((some) => heardOf(runner, some)))).toEqual(one);
    await runner.release();
  });
});

describe('readings with neurons held', () => {
  const places = Int32Array.of(1, 2, 6);
  const reading = {
    hold: [{ neuron: 2, values: new Float32Array(20).fill(0.4) }],
    segments: [0, 1],
    places,
    groups: Int32Array.of(0, 1, 0),
  };
  const held = (engine: Engine, pause: () => Promise<void> = async () => {}) =>
    heldReadings(engine, network, () => ({
      arrays: hiddenOfFirst,
      ids,
      segments: segments(8),
      view: segmentsFrom([0, 5, 10, 15], 5),
      pause,
    }));

  it('compile one reading program, one decoder and one predictor, however often they are asked', async () => {
    const { engine, compiled, open } = counting(referenceEngine);
    const readings = held(engine);
    const ask = async () => [
      await readings.losses('discovery', [reading, reading]),
      await readings.predictions('discovery', [reading, reading]),
      await readings.changes('discovery', reading),
    ];
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect([...compiled].sort()).toEqual(['decoding', 'folding', 'predicting', 'reading']);
    await readings.release();
    expect(open).toEqual([]);
    expect(await ask()).toEqual(first);
    await readings.release();
    expect(open).toEqual([]);
  });

  it('let all go after they were stopped', async () => {
    const { engine, open } = counting(referenceEngine);
    let steps = 0;
    const readings = held(engine, async () => {
      if (++steps === 7) throw new Error('stopped');
    });
    await readings.predictions('discovery', [reading]);
    await expect(readings.losses('discovery', [reading])).rejects.toThrow('stopped');
    expect(open.length).toBeGreaterThan(0);
    await readings.release();
    expect(open).toEqual([]);
  });
});
