import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memorySink, observe, type Segment } from '../../../../runner/analysis/reading/observe.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';
import { unitsOf } from '../../../../runner/nn/models/architecture.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { everyEngine, fixture, type TestedEngine } from './every-engine.ts';

const checkpoints = ['lstm', 'lstm-2-layers', 'gru', 'rnn', 'rnn-one-hot'];

async function read(name: string, engine: TestedEngine, cut: (tokens: number) => Segment[]) {
  const checkpoint = await loadCheckpoint(fixture(name));
  const tokens = JSON.parse(readFileSync(fixture(`${name}/tokens.json`), 'utf8')) as string[];
  const ids = Int32Array.from(tokens, (token) => Math.max(0, checkpoint.vocabulary.indexOf(token)));
  const sink = memorySink(ids.length, checkpoint.architecture.units);
  const { nll } = await observe({ engine: await engine.open(), checkpoint, ids, segments: cut(ids.length), sink });
  return { arrays: sink.arrays, nll, units: unitsOf(checkpoint.architecture, 1) };
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);

describe.each(everyEngine)('by $name', (engine) => {
  it.each(checkpoints)('every component of %s equals PyTorch within 1e-5 and the losses within 1e-4', async (name) => {
    const expected = decodeSafetensors(readFileSync(fixture(`${name}/expected.safetensors`)), name);
    const { arrays, nll } = await read(name, engine, (tokens) => [[0, tokens]]);
    const components = Object.keys(expected).filter((key) => key !== 'nll' && key !== 'logits');
    expect([...arrays.keys()].sort()).toEqual(components.sort());
    for (const component of components) {
      expect(distance(arrays.get(component) ?? [], expected[component]?.data ?? [])).toBeLessThan(1e-5);
    }
    expect(nll).toHaveLength(expected.nll?.data.length ?? -1);
    expect(distance(nll, expected.nll?.data ?? [])).toBeLessThan(1e-4);
  });

  it('segments of different lengths read side by side equal the same segments read alone', async () => {
    const cut: Segment[] = [
      [0, 30],
      [30, 30],
      [60, 30],
      [90, 20],
      [110, 10],
    ];
    const together = await read('gru', engine, () => cut);
    const { units } = together;
    const whole = await read('gru', engine, (tokens) => [[0, tokens]]);
    // The first segment begins where the whole text begins: those values are PyTorch's by the test above.
    const first = (arrays: Map<string, Float32Array>) =>
      (arrays.get('hidden.1') ?? new Float32Array(0)).subarray(0, 30 * units);
    expect(distance(first(together.arrays), first(whole.arrays))).toBeLessThan(1e-6);
    // A segment's first token is read from the zero state, so equal tokens there give equal states.
    const edges = cut.slice(1).map(([start]) => start - 1);
    expect(edges.map((t) => together.nll[t])).toEqual(edges.map(() => Number.NaN));
    expect(together.nll.filter(Number.isFinite)).toHaveLength(120 - cut.length);
  });
});
