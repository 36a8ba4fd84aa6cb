import { describe, expect, it } from 'vitest';
import { draw, mostLikely, sample } from '../../../../runner/analysis/reading/sample.ts';
import { random } from '../../../../runner/core/random.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import type { Intervention } from '../../../../runner/nn/models/intervention.ts';
import { engineOf, everyEngine, fixture } from '../../nn/engines/every-engine.ts';
import { distance } from '../stats/reference.ts';
import { recordedOf } from './recorded.ts';

/** Pearson's, of tokens that are drawn so often as is expected. */
function chiSquareOf(expected: number[], never: number[]) {
  const source = random(11);
  const drawn = expected.map(() => 0);
  for (let i = 0; i < expected.reduce((sum, each) => sum + each, 0); i++) {
    const id = draw([0.1, 0.55, 0.3, 0.05], never, source);
    drawn[id] = (drawn[id] ?? 0) + 1;
  }
  return drawn.reduce((sum, n, id) => sum + (expected[id] ? (n - expected[id]) ** 2 / expected[id] : 1e9 * n), 0);
}

it.each([
  // Three degrees of freedom: 16.3 is the upper 0.1% point; two: 13.8.
  ['each token is drawn as often as its probability says', [4000, 22_000, 12_000, 2000], [], 16.3],
  ['what is forbidden is never drawn, and its part shared out', [10_000, 0, 30_000, 5000], [1], 13.8],
])('%s', (_, expected, never, most) => {
  expect(chiSquareOf(expected, never)).toBeLessThan(most);
});

it('the most likely is the largest probability, the first of equals, and nothing that is forbidden', () => {
  expect([mostLikely([0.2, 0.4, 0.4], []), mostLikely([0.2, 0.4, 0.4], [1])]).toEqual([1, 2]);
});

describe.each(everyEngine)('sampling by $name', (each) => {
  it.each<[string, Intervention[]]>([
    ['lstm-2-layers', []],
    ['rnn-one-hot', []],
    ['gru', [{ layer: 1, component: 'hidden', neuron: 2, value: (t) => 0.9 - t / 20 }]],
  ])('%s records what reading back does, with %j held', async (name, interventions) => {
    const checkpoint = await loadCheckpoint(fixture(name));
    const engine = await each.open();
    const task = { engine, checkpoint, interventions, prompt: Int32Array.of(10, 1, 13), length: 12, never: [0] };
    const { ids, nll, arrays } = await sample({ ...task, temperature: 1, random: random(4) });
    expect([...ids.subarray(0, 3)]).toEqual([10, 1, 13]);
    expect(ids).toHaveLength(15);
    expect(ids.includes(0)).toBe(false);
    const read = await recordedOf({ engine, checkpoint, ids, interventions });
    for (const [name, values] of read.arrays) expect(distance(arrays.get(name) ?? [], values)).toBeLessThan(1e-6);
    expect(distance(nll, read.nll.subarray(0, nll.length))).toBeLessThan(1e-5);
  });
});

it('at the temperature 0 writes the most likely token each time, and at a low one nearly always; refuses an empty prompt', async () => {
  const checkpoint = await loadCheckpoint(fixture('lstm'));
  const engine = await engineOf('reference');
  const write = (temperature: number, prompt = Int32Array.of(10)) =>
    sample({ engine, checkpoint, prompt, length: 20, temperature, never: [0], random: random(2) });
  const { ids } = await write(0);
  expect((await write(0.001)).ids).toEqual(ids);
  expect((await write(5)).ids).not.toEqual(ids);
  await expect(write(1, new Int32Array(0))).rejects.toThrow(/The prompt is empty/);
});
