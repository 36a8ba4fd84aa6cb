import { describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../../../runner/models/checkpoint.ts';
import type { Tensor } from '../../../runner/models/program.ts';
import { memorySink, observe, type Segment } from '../../../runner/recording/observe.ts';
import { observeVariants, type VariantsTask } from '../../../runner/recording/variants.ts';
import { engineOf, everyEngine, fixture } from '../engines/every-engine.ts';

const reference = await engineOf('reference');
const ids = Int32Array.of(3, 9, 1, 4, 4, 12, 7, 2, 1, 5, 6, 1);
const segments: Segment[] = [
  [0, 5],
  [5, 5],
  [10, 2],
];
const wave = (position: number) => Math.sin(position);
const variants: VariantsTask['variants'] = [
  [],
  [{ layer: 1, component: 'cell', neuron: 2, value: wave }],
  [
    { layer: 1, component: 'output', neuron: 0, value: 0.25 },
    { layer: 2, component: 'hidden', neuron: 3, value: (position) => position / 20 },
  ],
];

describe.each(everyEngine)('variants read side by side by $name', ({ open }) => {
  it('give the losses that each gives when read alone', async () => {
    const engine = await open();
    const checkpoint = await loadCheckpoint(fixture('lstm-2-layers'));
    const task = { checkpoint, ids, segments };
    const together = await observeVariants({ engine, ...task, variants, streams: 7 });
    expect(together).toHaveLength(3);
    for (const [variant, interventions] of variants.entries()) {
      const sink = memorySink(ids.length, checkpoint.architecture.units);
      const { nll } = await observe({ engine: reference, ...task, sink, interventions });
      expect(together[variant]).toHaveLength(ids.length - 1);
      together[variant]?.forEach((value, t) => {
        if (t === 4 || t === 9) expect([value, nll[t]]).toEqual([Number.NaN, Number.NaN]);
        else expect(value).toBeCloseTo(nll[t] ?? Number.NaN, 4);
      });
    }
  });
});

it('what a variant records comes back at its places in the text: a neuron that is set has the values that were given', async () => {
  const checkpoint = await loadCheckpoint(fixture('lstm-2-layers'));
  const { units } = checkpoint.architecture;
  const sinks = variants.map(() => memorySink(ids.length, units));
  await observeVariants({
    engine: reference,
    checkpoint,
    ids,
    segments,
    variants,
    record: ['cell.1'],
    write: async (variant, ...rows) => sinks[variant]?.write(...rows),
  });
  const cell = sinks.map(({ arrays }) =>
    Array.from(ids, (_, t) => arrays.get('cell.1')?.[t * units + 2] ?? Number.NaN),
  );
  for (const t of ids.keys()) expect(cell[1]?.[t]).toBeCloseTo(wave(t), 6);
  for (const t of ids.keys()) expect(cell[0]?.[t]).not.toBeCloseTo(wave(t), 6);
});

it('follows a network computed by hand: one GRU unit held at a value per token', async () => {
  // One unit, two tokens; the decoder's logits are [2h, -2h]: the loss of token 0 is log(1 + exp(-4h)), of 1 log(1 + exp(4h)).
  const zeros = (...shape: number[]): Tensor => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
  const weights = {
    'rnn.weight_ih_l0': zeros(3, 2),
    'rnn.weight_hh_l0': zeros(3, 1),
    'rnn.bias_ih_l0': zeros(3),
    'rnn.bias_hh_l0': zeros(3),
    'decoder.weight': { shape: [2, 1], data: Float32Array.of(2, -2) },
    'decoder.bias': zeros(2),
  };
  const architecture = { cell: 'gru', layers: 1, units: 1, embedding: 0, vocabulary: 2 } as const;
  const text = Int32Array.of(0, 1, 1, 0, 1);
  const state = [0.1, -0.4, 0.3, 0.9, 0];
  const [asIs, held, other] = await observeVariants({
    engine: reference,
    checkpoint: { architecture, weights },
    ids: text,
    segments: [[0, 5]],
    variants: [
      [],
      [{ layer: 1, component: 'hidden', neuron: 0, value: (t) => state[t] ?? Number.NaN }],
      [{ layer: 1, component: 'candidate', neuron: 0, value: 1 }],
    ],
  });
  const loss = (h: number, next: number | undefined) => Math.log(1 + Math.exp((next === 0 ? -4 : 4) * h));
  for (let t = 0; t < 4; t++) {
    // All weights are zero: the state stays at zero unless it is held; a candidate of 1 is let in by halves.
    expect(asIs?.[t]).toBeCloseTo(Math.LN2, 6);
    expect(held?.[t]).toBeCloseTo(loss(state[t] ?? Number.NaN, text[t + 1]), 6);
    expect(other?.[t]).toBeCloseTo(loss(1 - 0.5 ** (t + 1), text[t + 1]), 6);
  }
});
