/**
 * The atlas of one recorded component: the profile of every neuron, as the arrays that are published (their list is in
 * results/atlas-schema.ts). What needs much computing, the product of all neurons with all and the effects on features,
 * is given. Pure, with the random numbers from the seed.
 */
import { random } from '../core/random.ts';
import type { TypedTensor } from '../formats/safetensors/arrays.ts';
import { type Atlas, type AtlasFeature, none16, none32 } from '../results/atlas-schema.ts';
import { at, item } from '../stats/at.ts';
import { nearestNeurons, standardised } from './nearest.ts';
import { clusterOrder } from './order.ts';
import { type PlaceKind, placeCounts, placesOf, type Scored, side } from './places.ts';
import { planeOf } from './plane.ts';
import { strongestRhythm } from './rhythm.ts';
import { histogramBars, type Summary, summaryOf } from './summary.ts';
import { type Writes, writesOf } from './writes.ts';

/** Nearest neurons, and raised and lowered tokens, that a profile names. */
const nearestCount = 6;
const writtenCount = 10;
/** What an area of 1 is among those of untrained neurons. */
const areaSteps = 65_534;
/** Neurons of one shard: small enough to open quickly, not too many files. */
const shardSize = 16;

const placeKinds = Object.entries(placeCounts).flatMap(([kind, count]) =>
  Array.from({ length: count }, () => kind as PlaceKind),
);

/** What every neuron does at every feature of the catalogue. N neurons, F features, row-major. */
export interface FeatureEffects {
  features: AtlasFeature[];
  /** [N, F] Swap-centred local AUC on each half, and z on discovery; NaN where it cannot be tested. */
  discovery: Float32Array;
  confirmation: Float32Array;
  z: Float32Array;
  /** [networks, N, F] On confirmation; null when no untrained network was read. */
  untrained: Float32Array | null;
  /** [N, lags.length] Mean activation around the onsets of each neuron's best feature, in standard deviations. */
  lags: number[];
  lag: Float32Array;
  /** [N] `none16` for none. */
  lagFeature: Uint16Array;
}

export interface AtlasTask {
  component: string;
  layer: number;
  range: readonly [number, number] | null;
  /** [tokens] Of the observed text, and where its segments begin and how long they are. */
  ids: Int32Array;
  segments: readonly (readonly [start: number, length: number])[];
  vocabulary: readonly string[];
  /** [neurons] each [tokens]. */
  activations: readonly Float32Array[];
  scored: Scored;
  /** Scored tokens of each segment, one after another in `scored`. */
  scoredLength: number;
  effects: FeatureEffects;
  /** [vocabulary, neurons] of the decoder that reads this layer's hidden state; null when another layer is between. */
  decoder: Float32Array | null;
  /** More of the component is more (1) or less (-1) of the hidden state; null where it depends. */
  direction(neuron: number): 1 | -1 | null;
  /** The product of `rows` [neurons, tokens] with itself turned round: [neurons, neurons]. */
  product(rows: Float32Array, neurons: number): Promise<Float32Array>;
  seed: number;
  /** Called now and then; may throw to stop. */
  onNeuron?(done: number): Promise<void>;
}

export interface AtlasArrays {
  /** Without its files, which whoever writes them names. */
  index: Omit<Atlas, 'key' | 'vocabulary' | 'map' | 'untrained' | 'shards'>;
  /** The tokens that the shards name by number. */
  tokens: string[];
  map: Record<string, TypedTensor>;
  untrained: Record<string, TypedTensor> | null;
  shards: { first: number; count: number; arrays: Record<string, TypedTensor> }[];
}

export async function atlasOf(task: AtlasTask): Promise<AtlasArrays> {
  const { activations, scored, effects } = task;
  const neurons = activations.length;
  const scoredActivations = activations.map((values) => gathered(values, scored.positions));
  const correlations = await task.product(standardised(scoredActivations), neurons);
  const numbering = tokenNumbers(task);
  const summaries: Summary[] = [];
  const rhythms: ReturnType<typeof strongestRhythm>[] = [];
  const places: Uint32Array[] = [];
  for (const [neuron, values] of scoredActivations.entries()) {
    summaries.push(summaryOf(values, task.range));
    rhythms.push(strongestRhythm(values, task.scoredLength));
    places.push(positionsOf(placesOf(values, scored, random(task.seed, neuron)), scored));
    await task.onNeuron?.(neuron + 1);
  }
  const profile = {
    summaries,
    places,
    near: nearestNeurons(correlations, neurons, nearestCount),
    numbering,
    writes: writesOfAll(task),
  };
  return {
    index: {
      schema: 1,
      component: task.component,
      layer: task.layer,
      neurons,
      tokens: scored.positions.length,
      range: task.range === null ? null : [task.range[0], task.range[1]],
      features: effects.features,
      networks: effects.untrained === null ? 0 : effects.untrained.length / effects.z.length,
      places: placeKinds,
      side,
      lags: effects.lags,
    },
    tokens: numbering.tokens,
    map: { ...mapOf(task, summaries, rhythms, correlations), ...examplesOf(task, profile) },
    untrained: untrainedOf(effects, neurons),
    shards: Array.from({ length: Math.ceil(neurons / shardSize) }, (_, index) => {
      const first = index * shardSize;
      const count = Math.min(shardSize, neurons - first);
      return { first, count, arrays: shardOf(task, profile, first, count) };
    }),
  };
}

const gathered = (values: Float32Array, positions: Int32Array): Float32Array =>
  Float32Array.from(positions, (position) => at(values, position));

/** [P] Positions in the observed text, kind by kind; `none32` where there are fewer places than asked for. */
function positionsOf(places: Readonly<Record<PlaceKind, number[]>>, { positions }: Scored): Uint32Array {
  return Uint32Array.from(
    Object.entries(placeCounts).flatMap(([kind, wanted]) => {
      const chosen = places[kind as PlaceKind];
      return Array.from({ length: wanted }, (_, index) => {
        const place = chosen[index];
        return place === undefined ? none32 : (positions[place] ?? none32);
      });
    }),
  );
}

interface Numbering {
  tokens: string[];
  /** By token id; `none16` for those that are not named. */
  numbers: Uint16Array;
}

/**
 * Numbers for the tokens that an atlas can name: those of the observed text, and the vocabulary where a decoder's tokens
 * are named, up to what 16 bits can hold.
 */
function tokenNumbers({ ids, vocabulary, decoder }: AtlasTask): Numbering {
  const used = decoder === null ? [...new Set(ids)].sort((a, b) => a - b) : [...vocabulary.keys()];
  const numbers = new Uint16Array(vocabulary.length).fill(none16);
  const tokens: string[] = [];
  for (const id of used.slice(0, none16)) {
    numbers[id] = tokens.length;
    tokens.push(vocabulary[id] ?? '');
  }
  return { tokens, numbers };
}

function mapOf(
  { effects }: AtlasTask,
  summaries: readonly Summary[],
  rhythms: readonly ReturnType<typeof strongestRhythm>[],
  correlations: Float32Array,
): Record<string, TypedTensor> {
  const neurons = summaries.length;
  const features = effects.features.length;
  const each = (value: (summary: Summary) => number): TypedTensor => ({
    shape: [neurons],
    data: Float32Array.from(summaries, value),
  });
  const rhythm = (key: 'frequency' | 'amplitude'): TypedTensor => ({
    shape: [neurons],
    data: Float32Array.from(rhythms, (peak) => peak?.[key] ?? Number.NaN),
  });
  const plane = planeOf(correlations, neurons, 0);
  const table = (data: Float32Array): TypedTensor => ({ shape: [neurons, features], data });
  // What cannot be tested is as good as no effect where rows are only put in order.
  const rows = Array.from({ length: neurons }, (_, neuron) =>
    Array.from(effects.discovery.subarray(neuron * features, (neuron + 1) * features), (area) =>
      Number.isNaN(area) ? 0 : area - 0.5,
    ),
  );
  const columns = effects.features.map((_, feature) => rows.map((row) => row[feature] ?? 0));
  return {
    'effect.discovery': table(effects.discovery),
    'effect.confirmation': table(effects.confirmation),
    z: table(effects.z),
    mean: each(({ mean }) => mean),
    deviation: each(({ deviation }) => deviation),
    lowest: each(({ lowest }) => lowest),
    highest: each(({ highest }) => highest),
    saturated: {
      shape: [neurons, 2],
      data: Float32Array.from(
        summaries.flatMap(({ saturated }) =>
          saturated === null ? [Number.NaN, Number.NaN] : [saturated.low, saturated.high],
        ),
      ),
    },
    dead: { shape: [neurons], data: Uint8Array.from(summaries, ({ dead }) => Number(dead)) },
    frequency: rhythm('frequency'),
    amplitude: rhythm('amplitude'),
    plane: { shape: [neurons, 2], data: Float32Array.from(plane.flat()) },
    order: { shape: [neurons], data: Uint16Array.from(clusterOrder(rows)) },
    'order.features': { shape: [features], data: Uint16Array.from(clusterOrder(columns)) },
  };
}

function untrainedOf({ untrained, features }: FeatureEffects, neurons: number): Record<string, TypedTensor> | null {
  if (untrained === null) return null;
  const networks = untrained.length / (neurons * features.length);
  const data = Uint16Array.from(untrained, (area) => (Number.isNaN(area) ? none16 : Math.round(area * areaSteps)));
  return { 'effect.confirmation': { shape: [networks, neurons, features.length], data } };
}

/** For a list of all neurons: the sketch of its histogram, and one excerpt, where its best feature would have it. */
function examplesOf(task: AtlasTask, profile: Profile): Record<string, TypedTensor> {
  const { effects, activations } = task;
  const neurons = activations.length;
  const features = effects.features.length;
  const width = 2 * side + 1;
  const examples = profile.places.map((places, neuron) => {
    const best = effects.lagFeature[neuron];
    const area = best === undefined || best === none16 ? 0.5 : effects.confirmation[neuron * features + best];
    const kind: PlaceKind = area !== undefined && area < 0.5 ? 'lowest' : 'highest';
    return excerptsOf(task, { ...profile, places: [places.subarray(placeKinds.indexOf(kind)).subarray(0, 1)] }, neuron);
  });
  return {
    sketch: {
      shape: [neurons, histogramBars],
      data: Uint8Array.from(
        profile.summaries.flatMap(({ histogram }) => {
          const most = Math.max(...histogram);
          return Array.from(histogram, (bar) => Math.round((255 * bar) / most));
        }),
      ),
    },
    'example.token': { shape: [neurons, width], data: Uint16Array.from(examples.flatMap(({ tokens }) => [...tokens])) },
    'example.activation': {
      shape: [neurons, width],
      data: Int8Array.from(examples.flatMap(({ values }) => [...values])),
    },
    'example.scale': { shape: [neurons], data: Float32Array.from(examples, ({ scale }) => scale) },
    best: { shape: [neurons], data: effects.lagFeature },
  };
}

interface Profile {
  summaries: readonly Summary[];
  places: readonly Uint32Array[];
  near: ReturnType<typeof nearestNeurons>;
  numbering: Numbering;
  writes: (Writes & { shown: number }) | null;
}

function writesOfAll({ decoder, activations: { length: units } }: AtlasTask): Profile['writes'] {
  if (decoder === null) return null;
  const shown = Math.min(writtenCount, Math.floor(decoder.length / units / 2));
  return { ...writesOf(decoder, units, shown), shown };
}

function shardOf(task: AtlasTask, profile: Profile, first: number, count: number): Record<string, TypedTensor> {
  const { effects } = task;
  const own = <T>(list: readonly T[]): readonly T[] => list.slice(first, first + count);
  const summaries = own(profile.summaries);
  const near = own(profile.near);
  const neighbours = near[0]?.length ?? 0;
  const lags = effects.lags.length;
  const width = 2 * side + 1;
  const shown = Array.from({ length: count }, (_, index) =>
    excerptsOf(task, { ...profile, places: own(profile.places).slice(index, index + 1) }, first + index),
  );
  return {
    histogram: {
      shape: [count, histogramBars],
      data: Uint32Array.from(summaries.flatMap((each) => [...each.histogram])),
    },
    limits: { shape: [count, 2], data: Float32Array.from(summaries.flatMap(({ limits }) => [...limits])) },
    place: {
      shape: [count, placeKinds.length],
      data: Uint32Array.from(own(profile.places).flatMap((places) => [...places])),
    },
    'excerpt.token': {
      shape: [count, placeKinds.length, width],
      data: Uint16Array.from(shown.flatMap(({ tokens }) => [...tokens])),
    },
    'excerpt.activation': {
      shape: [count, placeKinds.length, width],
      data: Int8Array.from(shown.flatMap(({ values }) => [...values])),
    },
    scale: { shape: [count], data: Float32Array.from(shown, ({ scale }) => scale) },
    nearest: {
      shape: [count, neighbours],
      data: Uint16Array.from(near.flatMap((each) => each.map(({ neuron }) => neuron))),
    },
    'nearest.correlation': {
      shape: [count, neighbours],
      data: Float32Array.from(near.flatMap((each) => each.map(({ correlation }) => correlation))),
    },
    ...writtenOf(task, profile, first, count),
    lag: { shape: [count, lags], data: effects.lag.slice(first * lags, (first + count) * lags) },
    'lag.feature': { shape: [count], data: effects.lagFeature.slice(first, first + count) },
  };
}

/** Tokens and activations around each of a neuron's places, as far as the segment goes. */
function excerptsOf(
  { ids, segments, activations }: AtlasTask,
  { places: [places = new Uint32Array(0)], numbering }: Pick<Profile, 'places' | 'numbering'>,
  neuron: number,
): { tokens: Uint16Array; values: Int8Array; scale: number } {
  const width = 2 * side + 1;
  const activation = item(activations, neuron);
  const windows = Array.from(places, (centre) => around(centre, segments));
  const scale = windows.reduce(
    (most, { start, end }) =>
      activation.subarray(start, end).reduce((largest, value) => Math.max(largest, Math.abs(value)), most),
    0,
  );
  const tokens = new Uint16Array(places.length * width).fill(none16);
  const values = new Int8Array(places.length * width);
  for (const [place, { start, end, shift }] of windows.entries()) {
    for (let t = start; t < end; t++) {
      const index = place * width + shift + t - start;
      tokens[index] = at(numbering.numbers, at(ids, t));
      values[index] = scale === 0 ? 0 : Math.round((at(activation, t) / scale) * 127);
    }
  }
  return { tokens, values, scale };
}

/** The stretch around a position inside its segment, and how many of the window's tokens are missing before it. */
function around(centre: number, segments: AtlasTask['segments']): { start: number; end: number; shift: number } {
  const segment = segments.find(([start, length]) => centre >= start && centre < start + length);
  if (segment === undefined) return { start: 0, end: 0, shift: 0 };
  const start = Math.max(segment[0], centre - side);
  return { start, end: Math.min(segment[0] + segment[1], centre + side + 1), shift: start - (centre - side) };
}

/** What the neurons do to the next token, where more of the component is always more or always less of it. */
function writtenOf(
  { direction }: AtlasTask,
  { writes, numbering: { numbers } }: Profile,
  first: number,
  count: number,
): Record<string, TypedTensor> {
  if (writes === null) return {};
  const { shown } = writes;
  const ids = (own: Uint32Array, opposite: Uint32Array): TypedTensor => ({
    shape: [count, shown],
    data: Uint16Array.from(
      Array.from({ length: count }, (_, index) => {
        const sign = direction(first + index);
        const from = sign === -1 ? opposite : own;
        const rows = from.subarray((first + index) * shown, (first + index + 1) * shown);
        return Array.from(rows, (id) => (sign === null ? none16 : (numbers[id] ?? none16)));
      }).flat(),
    ),
  });
  const by = (own: Float32Array, opposite: Float32Array): TypedTensor => ({
    shape: [count, shown],
    data: Float32Array.from(
      Array.from({ length: count }, (_, index) => {
        const sign = direction(first + index);
        const from = sign === -1 ? opposite : own;
        return Array.from(from.subarray((first + index) * shown, (first + index + 1) * shown), (weight) =>
          sign === null ? Number.NaN : sign * weight,
        );
      }).flat(),
    ),
  });
  return {
    raised: ids(writes.raised, writes.lowered),
    lowered: ids(writes.lowered, writes.raised),
    'raised.by': by(writes.raisedBy, writes.loweredBy),
    'lowered.by': by(writes.loweredBy, writes.raisedBy),
  };
}
