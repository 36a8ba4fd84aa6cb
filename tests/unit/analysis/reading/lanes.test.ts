import { expect, it } from 'vitest';
import type { Segment } from '../../../../runner/analysis/reading/observe.ts';
import { openRunner } from '../../../../runner/analysis/reading/runner.ts';
import { random } from '../../../../runner/core/random.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { recordedOf } from './recorded.ts';

// A large table, in which is only looked up, counts as enough work for two lanes.
const architecture: Architecture = { cell: 'lstm', layers: 1, units: 48, embedding: 800, vocabulary: 4000 };
const checkpoint = { architecture, weights: initialWeights(architecture, { normal: 0.1 }, 3) };
const { below } = random(4);
// Stretches of two lengths, none of which fills up the last group.
const segments = Array.from(
  { length: 532 },
  (_, s): Segment => (s < 401 ? [16 * s, 16] : [401 * 16 + 11 * (s - 401), 11]),
);
const ids = Int32Array.from({ length: 16 * 401 + 11 * 131 }, () => below(4000));

const lanes = (sideBySide: number) => {
  const open: (number | undefined)[] = [];
  const onnx = onnxEngine();
  const engine: Engine = {
    ...onnx,
    sideBySide,
    async compile(program, workload) {
      const executable = await onnx.compile(program, workload);
      open.push(workload?.atOnce);
      const release = async () => {
        open.pop();
        await executable.release();
      };
      return { ...executable, release };
    },
  };
  return { engine, open };
};

it('groups that are read at the same time give what they give one after the other, to the bit', async () => {
  const readIn = async (sideBySide: number) => {
    const { engine, open } = lanes(sideBySide);
    const told: number[] = [];
    const onProgress = (done: number) => told.push(done);
    const found = await recordedOf({ engine, checkpoint, ids, segments, record: ['hidden.1', 'cell.1'], onProgress });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect([told.at(-1), open]).toEqual([ids.length, []]);
    return found;
  };
  const [one, two] = await Promise.all([readIn(1), readIn(2)]);
  // By their bytes: they are sixteen million numbers.
  const bytesOf = ({ nll, arrays }: typeof one) => [nll, ...arrays.values()].map(({ buffer }) => Buffer.from(buffer));
  expect([...two.arrays.keys()]).toEqual(['hidden.1', 'cell.1']);
  expect(bytesOf(two).map((bytes, array) => bytesOf(one)[array]?.equals(bytes))).toEqual([true, true, true]);
});

it('sequences are decoded in lanes only where nothing is added up, and a lane that fails ends the reading', async () => {
  const { engine, open } = lanes(2);
  const runner = openRunner(engine, checkpoint);
  const sequences = segments.map(([start, length]) => ({ ids: ids.subarray(start, start + length) }));
  const losses = new Map<number, number>();
  const nowhere = { write: async () => {} };
  const next = (sequence: number, position: number) => [sequences[sequence]?.ids[position + 1] ?? 0];
  const hear = (sequence: number, position: number, values: Float32Array) =>
    losses.set((segments[sequence]?.[0] ?? 0) + position, values[0] ?? Number.NaN);
  await runner.run(sequences, { streams: 64, decode: { gives: 'losses', next, hear } });
  expect(open).toContain(2);
  const { nll } = await runner.read({ ids, segments, record: [], sink: nowhere });
  const told = [...nll.keys()].filter((position) => !Number.isNaN(nll[position]));
  const far = told.map((position) => Math.abs((losses.get(position) ?? Number.NaN) - (nll[position] ?? 0)));
  expect(far.reduce((most, each) => Math.max(most, each), 0)).toBeLessThan(5e-5);
  await runner.release();
  await runner.run(sequences, { streams: 64, decode: { gives: 'probabilities', hear: () => {} } });
  expect(open).toContain(1);
  expect(open).not.toContain(2);
  const pause = () => Promise.reject(new Error('stopped'));
  await expect(runner.read({ ids, segments, sink: nowhere, pause })).rejects.toThrow('stopped');
  await runner.release();
  expect(open).toEqual([]);
});
