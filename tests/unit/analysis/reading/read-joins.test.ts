import { describe, expect, it } from 'vitest';
import {
  contextLosses,
  contextsOf,
  readJoins,
  recordedLosses,
  recordedStates,
} from '../../../../runner/analysis/reading/read-joins.ts';
import { recordingInMemory } from '../../../../runner/analysis/reading/recording.ts';
import { type Runner, withRunner } from '../../../../runner/analysis/reading/runner.ts';
import { joinsOf, usualHalves } from '../../../../runner/analysis/stats/joins.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine as engine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Architecture } from '../../../../runner/nn/models/architecture.ts';
import { recordedNames, widthOf } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { distance } from '../stats/reference.ts';
import { recordedOf } from './recorded.ts';

/** An LSTM without recurrent weights: each cell keeps its own share of itself, and adds what the token says. */
const shares = [0.5, 0.9, 0.97, 0.999];
const units = shares.length;
const vocabulary = 6;
const architecture: Architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary };
const draw = random(3);
const logit = (share: number) => Math.log(share / (1 - share));
const said = Array.from({ length: units }, () => Array.from({ length: vocabulary }, () => draw.normal()));
const matrix = (shape: number[], of: (place: number) => number = () => 0) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, place) => of(place)),
});
const gate = (place: number, width: number) => Math.floor(place / (units * width));
const weights = {
  // Gates in the order input, forget, candidate, output: the input gate is open, the forget gate keeps its share.
  'rnn.weight_ih_l0': matrix([4 * units, vocabulary], (place) =>
    gate(place, vocabulary) === 2 ? (said.flat()[place - 2 * units * vocabulary] ?? 0) : 0,
  ),
  'rnn.weight_hh_l0': matrix([4 * units, units]),
  'rnn.bias_ih_l0': matrix([4 * units], (place) => [30, logit(shares[place % units] ?? 0), 0, 30][gate(place, 1)] ?? 0),
  'rnn.bias_hh_l0': matrix([4 * units]),
  'decoder.weight': matrix([vocabulary, units], draw.normal),
  'decoder.bias': matrix([vocabulary]),
};
const checkpoint = { architecture, weights };

const [documents, length] = [64, 64];
const ids = Int32Array.from({ length: documents * length }, () => draw.below(vocabulary));
const segments = Array.from({ length: documents }, (_, index) => [index * length, length] as [number, number]);
const text = { segments, documentStarts: segments.map(([start]) => start) };
const joins = joinsOf(text, { most: 64, halves: usualHalves });
if (joins === null) throw new Error('the text has room for 64 joins');
const { positions, partners, half } = joins;

const ofRunner = <T>(work: (runner: Runner) => Promise<T>) => withRunner(engine, checkpoint, undefined, work);

it('reads what stands behind a join after its own text and after another one', async () => {
  const { own, other } = await ofRunner((runner) => readJoins(runner, { ids, segments, joins, array: 'cell.1' }));
  const around = (join: number, from: number, to: number) => {
    const start = positions[join] ?? 0;
    return [...ids.subarray(start + from, start + to)];
  };
  for (const join of [0, 17, 63]) {
    for (const last of [0, 5, half - 1]) {
      for (const [neuron, share] of shares.entries()) {
        // The cell after half the text before a join, and what follows.
        const after = (before: number) =>
          [...around(before, -half, 0), ...around(join, 0, last + 1)].reduce(
            (cell, id) => share * cell + Math.tanh(said[neuron]?.[id] ?? 0),
            0,
          );
        const found = [own, other].map((rows) => rows[neuron]?.[join * half + last] ?? Number.NaN);
        expect(distance(found, [after(join), after(partners[join] ?? -1)])).toBeLessThan(5e-5);
      }
    }
  }
});

it('goes on where shorter pieces ended, with the same numbers', async () => {
  const short = joinsOf(text, { most: 64, halves: [half / 2] });
  if (short === null) throw new Error('the text has room for 64 shorter joins');
  expect(short.positions.map((position) => position + half / 2)).toEqual(positions);
  const task = { ids, segments, array: 'cell.1' };
  await ofRunner(async (runner) => {
    const { ends } = await readJoins(runner, { ...task, joins: short });
    const anew = await readJoins(runner, { ...task, joins });
    expect(await readJoins(runner, { ...task, joins, before: ends })).toEqual(anew);
    // They are what is begun from, and not read again.
    const turned = await readJoins(runner, { ...task, joins, before: ends.toReversed() });
    expect(turned.own).not.toEqual(anew.own);
  });
});

it('takes what was recorded for what is read after its own text', async () => {
  const { arrays } = await recordedOf({ engine, checkpoint, ids, segments });
  const rows = arrays.get('hidden.1') ?? new Float32Array();
  const recorded = Array.from({ length: units }, (_, unit) => rows.filter((_value, index) => index % units === unit));
  const task = { ids, segments, joins, array: 'hidden.1' };
  await ofRunner(async (runner) => {
    const [read, taken] = [await readJoins(runner, task), await readJoins(runner, { ...task, recorded })];
    for (const [neuron, values] of taken.own.entries())
      expect(distance(values, read.own[neuron] ?? [])).toBeLessThan(1e-5);
    expect(taken.other).toEqual(read.other);
  });
});

it('losses with little context are those of stretches that are read alone, and with all of it the recorded ones', async () => {
  const read = { half, positions: [positions[0] ?? 0, positions[9] ?? 0] };
  const found = await ofRunner((runner) => contextLosses(runner, { ids, joins: read }));
  expect(found.map(({ tokens }) => tokens)).toEqual([1, 2, 4, 8, 16]);
  expect(contextsOf({ half: 48 })).toEqual([1, 2, 4, 8, 16]);
  for (const { tokens: context, losses } of found) {
    for (const [piece, position] of read.positions.entries()) {
      const alone = await Array.fromAsync(Array(half).keys(), async (place) => {
        const start = position + place - (place % context) - context;
        const { nll } = await recordedOf({ engine, checkpoint, ids: ids.slice(start, position + place + 1) });
        return nll.at(-1) ?? Number.NaN;
      });
      expect(losses[piece]).toBeCloseTo(mean(alone), 5);
    }
  }
  // Tokens 10 to 13 are foretold by what stands after tokens 9 to 12.
  expect(recordedLosses(Float32Array.from(Array(99).keys()), { half: 4, positions: [10] })).toEqual([10.5]);
});

describe('the states before joins', () => {
  const vocabulary = 12;
  const { below } = random(4);
  const ids = Int32Array.from({ length: 60 }, () => below(vocabulary));
  const segments = [
    [0, 20],
    [20, 40],
  ] as const;
  const before = Int32Array.of(3, 1, 4);
  const positions = [33, 1, 20 + 39];

  const networks = [
    { cell: 'rnn', layers: 1, units: 5, embedding: 3, vocabulary },
    { cell: 'slstm', layers: 1, units: 4, embedding: 3, vocabulary },
    { cell: 'lstm', layers: 2, units: 4, embedding: 4, vocabulary, projection: 3, residual: true },
  ] as const;

  it.each(networks)('the states that a %o carried are those that it is brought into again', async (architecture) => {
    const checkpoint = { architecture, weights: initialWeights(architecture, { normal: 0.7 }, 3) };
    const { arrays } = await recordedOf({ engine, checkpoint, before, ids, segments });
    const recording = recordingInMemory(arrays, (name) => widthOf(architecture, name));
    const task = { recorded: recordedNames(architecture), positions };
    const taken = await recordedStates(recording, architecture, task);
    const read = await withRunner(engine, checkpoint, before, (runner) =>
      runner.statesBefore({ ids, segments }, positions),
    );
    expect(taken).toHaveLength(read.length);
    for (const [place, state] of read.entries()) {
      const own = taken?.[place] ?? {};
      expect(Object.keys(own).sort()).toEqual(Object.keys(state).sort());
      for (const [name, values] of Object.entries(state)) expect(distance(own[name] ?? [], values)).toBeLessThan(1e-5);
    }
  });

  it('there are none where something that is carried was not recorded', async () => {
    const [architecture] = networks;
    const recording = recordingInMemory(new Map(), () => 5);
    expect(await recordedStates(recording, architecture, { recorded: ['preactivation.1'], positions })).toBeUndefined();
  });
});
