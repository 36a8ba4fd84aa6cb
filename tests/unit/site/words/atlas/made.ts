/** A small atlas by hand: three neurons, three features of which the last cannot be tested, tokens that mean harm. */
import type { AtlasMap, AtlasShard } from '../../../../../runner/analysis/atlas/atlas-arrays.ts';
import type { AtlasFeature } from '../../../../../runner/analysis/atlas/atlas-schema.ts';
import type { AtlasIndex } from '../../../../../site/words/atlas/profile.ts';

const feature = (name: string, among: AtlasFeature['among'], limit: number | null): AtlasFeature => ({
  ...{ name, description: `tokens of ${name}`, among, decidedByToken: among === 'all', labels: null, bar: limit },
  carriers: { discovery: 40, confirmation: 41 },
  untestable: limit === null ? { code: 'few carriers', found: 3, needed: 30 } : null,
  untrained: limit === null ? null : { best: 0.1, limit },
});

const atlas: AtlasIndex = {
  ...{ component: 'hidden', layer: 1, neurons: 3, tokens: 100, range: [-1, 1], networks: 5, side: 1, documents: null },
  features: [
    feature('inside quotes', 'text', 0.2),
    feature('<b>nouns</b>', 'words', 0.3),
    feature('digit', 'all', null),
  ],
  learned: { neurons: 2, untrained: [0, 1, 0, 0, 0], threshold: 4.5, permutations: 999 },
  places: ['highest', 'lowest'],
  memory: {
    ...{ joins: 64, acrossDocuments: true, tokens: 128, distances: [8, 32] },
    untrained: { longest: [2, 3], middle: [1, 1], limit: 4.5, times: 4 },
    context: [
      { tokens: 1, loss: 4, rise: { mean: 2, low: 1.5, high: 2.5 } },
      { tokens: 128, loss: 2, rise: { mean: 0, low: 0, high: 0 } },
    ],
  },
  parts: [
    {
      ...{ neuron: 0, position: 9, tokens: ['a', '<script>', '\u202e', 'b'], activations: [0, 0.5, 0.5, 1] },
      ...{ value: [-0.2, 0.4, 0], probability: [0.01, 0.2, 0], next: '<i>', chance: 0.3 },
    },
  ],
};

const none = Number.NaN;
const map: AtlasMap = {
  confirmation: Float32Array.of(0.05, 0.6, none, 0.75, 0.9, none, 0.55, 0.45, none),
  discovery: Float32Array.of(0.1, 0.6, none, 0.75, 0.9, none, 0.55, 0.45, none),
  z: new Float32Array(9),
  learned: Uint8Array.of(1, 0, 0, 1, 1, 0, 0, 0, 0),
  mean: Float32Array.of(0.25, 0, 0),
  deviation: Float32Array.of(0.5, 0.1, 0),
  lowest: Float32Array.of(-1, -1, 0),
  highest: Float32Array.of(1, 1, 0),
  saturated: Float32Array.of(0.12, 0.004, 0, 0, 0, 0),
  dead: Uint8Array.of(0, 0, 1),
  frequency: Float32Array.of(0.25, none, none),
  amplitude: Float32Array.of(0.3, none, none),
  sketch: Uint8Array.of(0, 255, 255, 0, 10, 255),
  exampleToken: Uint16Array.of(0, 1, 2, 65_535, 2, 3, 0, 0, 0),
  exampleActivation: Int8Array.of(0, 127, -127, 0, 127, 0, 0, 0, 0),
  exampleScale: Float32Array.of(1, 0.5, 1),
  best: Uint16Array.of(0, 1, 0),
  plane: Float32Array.of(0, 0, 1, 1, 0.5, 0.5),
  order: Uint16Array.of(2, 0, 1),
  featureOrder: Uint16Array.of(1, 2, 0),
  document: null,
  memory: {
    halfLife: Float32Array.of(18.2, 3, none),
    interval: Float32Array.of(13.3, 24.5, 2, 4, none, none),
    left: Float32Array.of(0.7, 0.3, 0.2, 0.01, none, none),
    untrained: Float32Array.of(1, 2, 0.5, 3, 1, 1),
  },
};

const tokens = ['a', '<script>', '\n', '\u202e'];

const shard: AtlasShard = {
  first: 0,
  count: 3,
  histogram: Uint32Array.of(40, 60, 60, 40, 0, 100),
  limits: Float32Array.of(-1, 1, -1, 1, -1, 1),
  place: Uint32Array.of(7, 4_294_967_295, 8, 9, 10, 11),
  token: Uint16Array.of(0, 1, 2, 65_535, 65_535, 65_535, 65_535, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  activation: Int8Array.of(0, 127, -127, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  scale: Float32Array.of(1, 0.5, 1),
  nearest: Uint16Array.of(1, 0, 0),
  correlation: Float32Array.of(0.5, 0.5, -0.25),
  writes: {
    raised: Uint16Array.of(1, 0, 0),
    lowered: Uint16Array.of(2, 1, 1),
    raisedBy: Float32Array.of(0.75, 1, 1),
    loweredBy: Float32Array.of(-0.5, -1, -1),
  },
  lag: Float32Array.of(0, -2, 1, 0, 1, 0, none, none, none),
  lagEffect: Float32Array.of(0.5, 0.25, 0.75, 0.5, 0.5, 0.9, none, none, none),
  lagFeature: Uint16Array.of(0, 1, 65_535),
};

export const madeAtlas = { atlas, map, tokens, shard };
