import { describe, expect, it } from 'vitest';
import { type AtlasTask, atlasArraysOf, writesOf } from '../../../../runner/analysis/atlas/atlas.ts';
import { none16 } from '../../../../runner/analysis/atlas/atlas-schema.ts';
import { planeOf } from '../../../../runner/analysis/atlas/nearest.ts';
import { type ProfiledText, profileOf } from '../../../../runner/analysis/atlas/profile.ts';
import { mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { reachOf } from '../../../../runner/analysis/findings/reach.ts';
import { random } from '../../../../runner/core/random.ts';
import { product } from '../stats/reference.ts';

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
const scoredOf = (start: number) => Array.from({ length: length - warmUp }, (_, t) => start + warmUp + t);
const positions = Int32Array.from(segments.flatMap(([start]) => scoredOf(start)));
const decoder = Float32Array.from({ length: 5 * neurons }, () => normal());

const { side } = reachOf('word');
const feature = {
  ...({ name: 'b', description: 'the token b', among: 'all', decidedByToken: true, untestable: null } as const),
  carriers: { discovery: 100, confirmation: 100 },
  untrained: null,
  labels: null,
  bar: null,
};
const part = { tokens: ['a', 'b'], activations: [0, 1], value: [0.5], probability: [0.1] };
const effects = {
  features: [feature],
  ...mapHalves(() => new Float32Array(neurons).fill(0.5)),
  z: new Float32Array(neurons),
  learned: new Uint8Array(neurons),
  counted: null,
  untrained: null,
  best: new Uint16Array(neurons).fill(none16),
};
const profiled: ProfiledText = {
  range: [-1, 1],
  seed: 0,
  side,
  ids,
  segments,
  activations,
  scored: {
    positions,
    length: length - warmUp,
    documents: positions.map((position) => Math.floor(position / length)),
  },
};
const task: AtlasTask = {
  ...profiled,
  component: 'hidden',
  layer: 1,
  leading: [3],
  vocabulary,
  decoder,
  profiles: async (numbers) => activations.map((_, neuron) => profileOf(profiled, numbers, neuron)),
  effects: Promise.resolve(effects),
  memory: Promise.resolve(null),
  direction: (neuron) => (neuron === 5 ? -1 : 1),
  product: async (rows, count) => product(rows, count),
  plane: async (correlations) => planeOf(correlations, neurons, 0),
  lags: [-1, 0, 1],
  async onsets(lagFeature) {
    return { lag: new Float32Array(3 * neurons), lagEffect: new Float32Array(3 * neurons), lagFeature };
  },
  strongest: { features: [], shown: [], activations: { discovery: [], confirmation: [] }, written: [], length },
  parts: async (asked) => asked.map((each) => ({ ...each, ...part, next: 'c', chance: 0.25 })),
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
  const long = await atlasArraysOf({ ...task, memory: Promise.resolve({ ...memory, neurons: lives }) });
  const order = [...new Set(long.index.parts.map(({ neuron }) => neuron))];
  expect(order.slice(0, 4)).toEqual([3, 7, 19, 18]);
  expect(order).not.toContain(4);
});

describe('an atlas', () => {
  const [shard] = atlas.shards;
  const places = atlas.index.places.length;
  const width = 2 * side + 1;

  it('covers every neuron once, in shards and in their order, and looks only at scored tokens', () => {
    const all = [...Array(neurons).keys()];
    expect(atlas.shards.flatMap(({ first, count }) => Array.from({ length: count }, (_, n) => first + n))).toEqual(all);
    expect([...atlas.map.order].sort((a, b) => a - b)).toEqual(all);
    const shown = new Set(atlas.shards.flatMap(({ place }) => [...place]));
    expect(shown.isSubsetOf(new Set(positions))).toBe(true);
  });

  it('shows the tokens and the activations that stand around each place', () => {
    const at = shard?.place[3 * places] ?? 0;
    const scale = shard?.scale[3] ?? 0;
    expect(vocabulary[ids[at] ?? 0]).toBe('b');
    for (let shift = -side; shift <= side; shift++) {
      const [t, index] = [at + shift, 3 * places * width + shift + side];
      const token = shard?.token[index] ?? 0;
      if (Math.floor(t / length) !== Math.floor(at / length)) {
        expect(token).toBe(none16);
        continue;
      }
      expect(atlas.tokens[token]).toBe(vocabulary[ids[t] ?? 0]);
      const told = ((shard?.activation[index] ?? 0) / 127) * scale;
      expect(Math.abs(told - (activations[3]?.[t] ?? 0))).toBeLessThan(scale / 250);
    }
  });

  it('turns what a neuron writes round where more of the component is less of the hidden state', () => {
    const { raised = [], raisedBy = [] } = shard?.writes ?? {};
    const best = (neuron: number, sign: number) => {
      const list = vocabulary.map((_, id) => sign * (decoder[id * neurons + neuron] ?? 0));
      return list.indexOf(Math.max(...list));
    };
    expect([raised[2 * 4], raised[2 * 5]]).toEqual([best(4, 1), best(5, -1)]);
    expect(raisedBy[2 * 5] ?? 0).toBeGreaterThan(0);
  });
});

describe('what neurons write', () => {
  it('is the tokens that each raises and lowers most, measured from the mean over the vocabulary', () => {
    // [vocabulary 4, units 2]
    const decoder = Float32Array.of(1, 0, 3, -4, -2, 8, 2, 0);
    const { raised, raisedBy, lowered, loweredBy } = writesOf(decoder, 2, Uint16Array.of(0, 1, 2, 3), () => 1);
    expect([...raised, ...raisedBy]).toEqual([1, 3, 2, 0, 2, 1, 7, -1]);
    expect([...lowered, ...loweredBy]).toEqual([2, 0, 1, 3, -3, 0, -5, -1]);
  });

  it('is of equal weights the first token first when raised, and last when lowered', () => {
    const tied = writesOf(Float32Array.of(0, 5, -0, 5, -1, -1), 1, Uint16Array.of(0, 1, 2, 3, 4, 5), () => 1);
    expect([...tied.raised, ...tied.lowered]).toEqual([1, 3, 0, 5, 4, 2]);
  });
});
