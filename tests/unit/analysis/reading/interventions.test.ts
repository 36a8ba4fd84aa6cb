import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../../runner/analysis/reading/observe.ts';
import { unitsOf } from '../../../../runner/nn/models/architecture.ts';
import type { Component } from '../../../../runner/nn/models/cells/cells.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import type { Intervention } from '../../../../runner/nn/models/intervention.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { engineOf, everyEngine, fixture } from '../../nn/engines/every-engine.ts';
import { distance } from '../stats/reference.ts';
import { recordedOf } from './recorded.ts';

const ids = Int32Array.of(3, 9, 1, 4, 4, 12, 7, 2, 1, 5, 6, 1);
const reference = await engineOf('reference');

async function read(
  engine: Engine,
  name: string,
  interventions: Intervention[],
  more: { segments?: Segment[]; text?: Int32Array; record?: string[]; predict?: 'loss' | 'nothing' } = {},
) {
  const checkpoint = await loadCheckpoint(fixture(name));
  const { text = ids, ...rest } = more;
  const units = unitsOf(checkpoint.architecture, 1);
  const { nll, arrays } = await recordedOf({ engine, checkpoint, ids: text, interventions, ...rest });
  const neuron = (array: string, unit: number) =>
    Array.from({ length: text.length }, (_, t) => arrays.get(array)?.[t * units + unit] ?? Number.NaN);
  return { neuron, nll, arrays };
}

const set = (component: Component, value: Intervention['value'], neuron = 2, layer = 1): Intervention => ({
  layer,
  component,
  neuron,
  value,
});

describe('a neuron that is set', () => {
  it('acts on the same step: a closed output gate silences the hidden state and leaves the cell state of that step', async () => {
    const usual = await read(reference, 'lstm', []);
    const closed = await read(reference, 'lstm', [set('output', 0)]);
    expect(closed.neuron('output.1', 2).every((value) => value === 0)).toBe(true);
    expect(closed.neuron('hidden.1', 2).every((value) => value === 0)).toBe(true);
    expect(closed.neuron('cell.1', 2)[0]).toBe(usual.neuron('cell.1', 2)[0]);
    // The others read the silenced neuron from the second token on.
    expect(closed.neuron('hidden.1', 1)[0]).toBe(usual.neuron('hidden.1', 1)[0]);
    expect(closed.neuron('hidden.1', 1)[1]).not.toBe(usual.neuron('hidden.1', 1)[1]);
  });

  it('follows the equations of the LSTM: with the gates set, c = f c + i g and h = o tanh(c) by hand', async () => {
    const gates = { forget: 0.5, input: 0.25, candidate: -0.8, output: 0.9 } as const;
    const all = Object.entries(gates).map(([component, value]) => set(component as Component, value));
    const { neuron } = await read(reference, 'lstm', all);
    // c = .5 c - .2, from 0 on.
    const cells = Array.from(ids, (_, t) => -0.4 * (1 - 0.5 ** (t + 1)));
    const hidden = cells.map((c) => 0.9 * Math.tanh(c));
    expect(distance(neuron('cell.1', 2), cells)).toBeLessThan(1e-6);
    expect(distance(neuron('hidden.1', 2), hidden)).toBeLessThan(1e-6);
  });

  it('of a GRU or an Elman network acts on the hidden state of the same step', async () => {
    const gru = await read(reference, 'gru', [set('update', 0), set('candidate', 0.3)]);
    expect(distance(gru.neuron('hidden.1', 2), new Array(ids.length).fill(0.3))).toBeLessThan(1e-6);
    const rnn = await read(reference, 'rnn', [set('preactivation', 0.3)]);
    expect(distance(rnn.neuron('hidden.1', 2), new Array(ids.length).fill(Math.tanh(0.3)))).toBeLessThan(1e-6);
  });

  it('in one segment leaves the segments beside it alone, so that many are tried side by side', async () => {
    const twice = Int32Array.of(...ids, ...ids);
    const segments = [0, 12].map((start): Segment => [start, 12]);
    const second = { ...set('hidden', (t) => t / 100), segment: 1 };
    const both = await read(reference, 'gru', [second], { text: twice, segments });
    const usual = await read(reference, 'gru', []);
    expect(both.neuron('hidden.1', 2).slice(0, 12)).toEqual(usual.neuron('hidden.1', 2));
    const expected = Array.from(ids, (_, t) => (t + 12) / 100);
    expect(distance(both.neuron('hidden.1', 2).slice(12), expected)).toBeLessThan(1e-6);
  });

  it.each([
    [set('reset', 0), /no neuron 2 of "reset" in layer 1 .* The cell is lstm/],
    [set('hidden', 0, 2, 3), /layer 3 .* from 1 to 2/],
    [set('hidden', 0, 1000), /no neuron 1000 .* from 0 to/],
  ])('that does not exist is refused: %#', async (intervention, message) => {
    await expect(read(reference, 'lstm-2-layers', [intervention])).rejects.toThrow(message);
  });
});

describe('reading', () => {
  it('refuses a segment beyond the text instead of reading the first token of the vocabulary', async () => {
    await expect(read(reference, 'lstm', [], { segments: [[8, 5]] })).rejects.toThrow(/not within 12 tokens/);
  });

  it('records only what is asked for, and leaves the decoder out', async () => {
    const usual = await read(reference, 'lstm', []);
    const { arrays, nll } = await read(reference, 'lstm', [], { record: ['cell.1'], predict: 'nothing' });
    expect([...arrays.keys()]).toEqual(['cell.1']);
    expect(arrays.get('cell.1')).toEqual(usual.arrays.get('cell.1'));
    expect(nll.every(Number.isNaN)).toBe(true);
  });
});

describe.each(everyEngine)('by $name', (engine) => {
  const cases: [string, Component[], number][] = [
    ['lstm', ['input', 'forget', 'candidate', 'output', 'cell', 'hidden'], 1],
    ['lstm-2-layers', ['forget', 'hidden'], 2],
    ['gru', ['reset', 'update', 'candidate', 'hidden'], 1],
    ['rnn', ['preactivation', 'hidden'], 1],
  ];
  // Each at a neuron of its own.
  it.each(cases)('every component of %s, when set, gives what the reference engine gives', async (name, all, layer) => {
    const interventions = all.map((component, neuron) => set(component, (t) => Math.sin(t + neuron), neuron, layer));
    interventions.push(set('hidden', 0.4, 7, layer));
    const expected = await read(reference, name, interventions);
    const found = await read(await engine.open(), name, interventions);
    expect(distance(found.nll.subarray(0, -1), expected.nll.subarray(0, -1))).toBeLessThan(1e-4);
    for (const [array, values] of expected.arrays)
      expect(distance(found.arrays.get(array) ?? [], values)).toBeLessThan(1e-5);
  });
});
