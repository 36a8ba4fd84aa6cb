import { describe, expect, it } from 'vitest';
import { type AtlasTask, atlasArraysOf, writesOf } from '../../../../runner/analysis/atlas/atlas.ts';
import { none16 } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { reachOf } from '../../../../runner/analysis/findings/reach.ts';
import { random } from '../../../../runner/core/random.ts';

const { normal, below } = random(4);
const neurons = 20;
const [segmentCount, length, warmUp] = [30, 50, 10];
const tokens = segmentCount * length;
const vocabulary = ['<unk>', 'a', 'b', 'c', ' '];
const ids = Int32Array.from({ length: tokens }, () => below(5));
const activations = Array.from({ length: neurons }, (_, neuron) =>
  Float32Array.from(ids, (id) => Math.tanh((neuron === 3 && id === 2 ? 2 : 0) + 0.5 * normal())),
);
const segments = Array.from({ length: segmentCount }, (_, index) => [index * length, length] as const);
const positions = Int32Array.from(
  segments.flatMap(([start]) => Array.from({ length: length - warmUp }, (_, t) => start + warmUp + t)),
);
const decoder = Float32Array.from({ length: 5 * neurons }, () => normal());

const { side } = reachOf('word');
const task: AtlasTask = {
  component: 'hidden',
  layer: 1,
  range: [-1, 1],
  ids,
  segments,
  vocabulary,
  activations,
  side,
  scored: {
    positions,
    length: length - warmUp,
    documents: positions.map((position) => Math.floor(position / length)),
  },
  effects: {
    features: [
      {
        name: 'b',
        description: 'the token b',
        among: 'all',
        decidedByToken: true,
        carriers: { discovery: 100, confirmation: 100 },
        untestable: null,
        untrained: null,
        labels: null,
        bar: null,
      },
    ],
    discovery: new Float32Array(neurons).fill(0.5),
    confirmation: new Float32Array(neurons).fill(0.5),
    z: new Float32Array(neurons),
    learned: new Uint8Array(neurons),
    counted: null,
    untrained: null,
    lags: [-1, 0, 1],
    lag: new Float32Array(3 * neurons),
    lagEffect: new Float32Array(3 * neurons),
    lagFeature: new Uint16Array(neurons).fill(none16),
  },
  decoder,
  direction: (neuron) => (neuron === 5 ? -1 : 1),
  product: async (rows, count) => {
    const width = rows.length / count;
    return Float32Array.from({ length: count ** 2 }, (_, index) => {
      const [i, j] = [Math.floor(index / count) * width, (index % count) * width];
      return rows.subarray(i, i + width).reduce((sum, value, t) => sum + value * (rows[j + t] ?? 0), 0);
    });
  },
  search: { among: 'all', halves: [] },
  strongest: {
    ...{ features: [], shown: [], activations: { discovery: [], confirmation: [] } },
    ...{ written: [], length },
  },
  memory: null,
  leading: [3],
  parts: async (asked) =>
    asked.map(({ neuron, position }) => ({
      ...{ neuron, position, tokens: ['a', 'b'], activations: [0, 1], value: [0.5], probability: [0.1] },
      ...{ next: 'c', chance: 0.25 },
    })),
  seed: 0,
};
const atlas = await atlasArraysOf(task);

it('asks what was put into the neurons that lead, and then those of the longest memory, where they are highest and lowest', async () => {
  const { parts } = atlas.index;
  expect(parts.map(({ neuron }) => neuron)).toEqual([3, 3]);
  const scored = (position: number) => activations[3]?.[position] ?? Number.NaN;
  const all = [...positions].map(scored);
  expect(parts.map(({ position }) => scored(position))).toEqual([Math.max(...all), Math.min(...all)]);
  const life = (halfLife: number) => ({ halfLife, interval: [0, 1] as const, left: [] });
  const lives = activations.map((_, neuron) => life(neuron === 4 ? Number.NaN : neuron === 7 ? 50 : 1 + neuron));
  const memory = { joins: 64, acrossDocuments: true, tokens: 128, distances: [], untrained: [], context: [] };
  const long = await atlasArraysOf({ ...task, memory: { ...memory, neurons: lives } });
  const order = [...new Set(long.index.parts.map(({ neuron }) => neuron))];
  expect(order.slice(0, 4)).toEqual([3, 7, 19, 18]);
  expect(order).not.toContain(4);
});

describe('atlasOf', () => {
  const [shard] = atlas.shards;
  const places = atlas.index.places.length;
  const width = 2 * side + 1;

  it('covers every neuron once, in shards', () => {
    expect(atlas.shards.flatMap(({ first, count }) => Array.from({ length: count }, (_, n) => first + n))).toEqual([
      ...Array(neurons).keys(),
    ]);
  });

  it('shows the tokens and the activations that stand around each place', () => {
    const at = shard?.place[3 * places] ?? 0;
    const scale = shard?.scale[3] ?? 0;
    const segment = Math.floor(at / length);
    for (let shift = -side; shift <= side; shift++) {
      const t = at + shift;
      const index = 3 * places * width + shift + side;
      if (Math.floor(t / length) !== segment) expect(shard?.token[index]).toBe(none16);
      else {
        expect(atlas.tokens[shard?.token[index] ?? 0]).toBe(vocabulary[ids[t] ?? 0]);
        expect(Math.abs(((shard?.activation[index] ?? 0) / 127) * scale - (activations[3]?.[t] ?? 0))).toBeLessThan(
          scale / 250,
        );
      }
    }
    expect(vocabulary[ids[at] ?? 0]).toBe('b');
  });

  it('looks only at scored tokens', () => {
    const scored = new Set(positions);
    for (const { place } of atlas.shards) for (const each of place) expect(scored.has(each)).toBe(true);
  });

  it('turns what a neuron writes round where more of the component is less of the hidden state', () => {
    const { raised = [], raisedBy = [] } = shard?.writes ?? {};
    const weights = (neuron: number) => vocabulary.map((_, id) => decoder[id * neurons + neuron] ?? 0);
    const best = (list: number[], sign: number) => list.indexOf(sign * Math.max(...list.map((w) => sign * w)));
    expect(raised[2 * 4]).toBe(best(weights(4), 1));
    expect(raised[2 * 5]).toBe(best(weights(5), -1));
    expect(raisedBy[2 * 5] ?? 0).toBeGreaterThan(0);
  });

  it('puts each neuron and each feature into the order once', () => {
    expect([...atlas.map.order].sort((a, b) => a - b)).toEqual([...Array(neurons).keys()]);
  });
});

describe('writesOf', () => {
  // [vocabulary 4, units 2]
  const writes = writesOf(Float32Array.of(1, 0, 3, -4, -2, 8, 2, 0), 2, Uint16Array.of(0, 1, 2, 3), () => 1);

  it('names the tokens that each neuron raises and lowers most', () => {
    expect([...writes.raised]).toEqual([1, 3, 2, 0]);
    expect([...writes.lowered]).toEqual([2, 0, 1, 3]);
  });

  it('measures from the mean over the vocabulary', () => {
    expect([...writes.raisedBy]).toEqual([2, 1, 7, -1]);
    expect([...writes.loweredBy]).toEqual([-3, 0, -5, -1]);
  });

  it('names of equal weights the first token first when raised, and last when lowered', () => {
    const tied = writesOf(Float32Array.of(0, 5, -0, 5, -1, -1), 1, Uint16Array.of(0, 1, 2, 3, 4, 5), () => 1);
    expect([...tied.raised]).toEqual([1, 3, 0]);
    expect([...tied.lowered]).toEqual([5, 4, 2]);
  });
});
