/**
 * Every array of an atlas: its name in the file, its type, its shape and what it is. Writing, reading and the types of both follow
 * from these tables, one a file, with the arrays in the order of the file. Pure; runs in Node and in the browser.
 *
 * N neurons, F features, W = 2 x side + 1 tokens, P places; row-major. Effects are local AUCs; NaN: not testable on this text. A
 * number of a token, a feature or a place that stands for none (`none16`, `none32`) names nothing in the list that it belongs to.
 */
import {
  type ArrayKinds,
  arrayOf,
  decodeArrays,
  encodeArrays,
  type Kind,
  type TypedArray,
  type TypedTensor,
} from '../../io/formats/safetensors/file.ts';
import { carrierWords, strongestKinds } from '../findings/names-schema.ts';
import type { Atlas, Strongest } from './atlas-schema.ts';

/** Of a length of null any is read; there is at most one of them in a shape. An optional array may be null, which is not written. */
type Row<S> = readonly [
  name: string,
  kind: Kind,
  shape: (sizes: S) => readonly (number | null)[],
  optional?: 'optional',
];
/** Arrays that are there together or not at all. */
type Group<S> = Readonly<Record<string, Row<S>>>;
type Table<S> = Readonly<Record<string, Row<S> | Group<S>>>;

type ArraysOf<T> = {
  [K in keyof T]: T[K] extends readonly [string, infer D extends Kind, unknown, 'optional']
    ? ArrayKinds[D] | null
    : T[K] extends readonly [string, infer D extends Kind, unknown]
      ? ArrayKinds[D]
      : ArraysOf<T[K]> | null;
};

type Sizes = Pick<Atlas, 'neurons' | 'features' | 'networks' | 'side' | 'memory'>;
const neuron = ({ neurons }: Sizes) => [neurons];
const pair = ({ neurons, features }: Sizes) => [neurons, features.length];
const both = ({ neurons }: Sizes) => [neurons, 2];
const window = ({ neurons, side }: Sizes) => [neurons, 2 * side + 1];

/** What a picture of all neurons needs. */
export const mapTable = {
  discovery: ['effect.discovery', 'F32', pair],
  confirmation: ['effect.confirmation', 'F32', pair],
  /** Of the swap test on discovery. */
  z: ['z', 'F32', pair],
  /**
   * 1 where the neuron learned to tell the feature: its effect has the same sign on both halves, |z| is above `learned.threshold`, and
   * its effect on confirmation is further from .5 than the feature's `bar`.
   */
  learned: ['learned', 'U8', pair],
  mean: ['mean', 'F32', neuron],
  deviation: ['deviation', 'F32', neuron],
  lowest: ['lowest', 'F32', neuron],
  highest: ['highest', 'F32', neuron],
  /** Share of tokens near the low and the high end of the range; NaN where it has no ends. */
  saturated: ['saturated', 'F32', both],
  /** 1 for a neuron that hardly moves. */
  dead: ['dead', 'U8', neuron],
  /** Cycles per token of the strongest rhythm, and its amplitude; NaN for none. */
  frequency: ['frequency', 'F32', neuron],
  amplitude: ['amplitude', 'F32', neuron],
  /** Place in the plane, 0 to 1. */
  plane: ['plane', 'F32', both],
  /** Like ones side by side. */
  order: ['order', 'U16', neuron],
  featureOrder: ['order.features', 'U16', ({ features }: Sizes) => [features.length]],
  /** [N, bars] The histogram, its highest bar at 255. */
  sketch: ['sketch', 'U8', ({ neurons }: Sizes) => [neurons, null]],
  /**
   * Where the neuron is highest, or lowest if it is lower at its best feature: numbers of tokens, and activations in 127ths of
   * `exampleScale`.
   */
  exampleToken: ['example.token', 'U16', window],
  exampleActivation: ['example.activation', 'I8', window],
  exampleScale: ['example.scale', 'F32', neuron],
  /** The feature by which it is furthest beyond what untrained networks have. */
  best: ['best', 'U16', neuron],
  /** How long neurons remember. Tokens; infinity beyond what was read, NaN where a neuron never differs. */
  memory: {
    /** Tokens after which half is left of what the value differs by when another text was read before. */
    halfLife: ['memory', 'F32', neuron],
    interval: ['memory.interval', 'F32', both],
    /** [N, distances] The share that is left so many tokens on. */
    left: ['memory.left', 'F32', ({ neurons, memory }: Sizes) => [neurons, memory?.distances.length ?? 0]],
    /** [networks, N] Half-lives of neurons that never learnt; empty where none was read. */
    untrained: [
      'memory.untrained',
      'F32',
      ({ neurons, memory }: Sizes) => [memory?.untrained?.longest.length ?? 0, neurons],
    ],
  },
  /** The correlation across documents of the neuron's mean in two passages of each, every token less the mean of its type. */
  document: ['document', 'F32', neuron, 'optional'],
} as const satisfies Table<Sizes>;

const untrainedTable = {
  /** [networks, N, F] Of neurons that never learnt, in 65534ths; 65535 for not testable. */
  areas: [
    'effect.confirmation',
    'U16',
    ({ networks, neurons, features }: Sizes) => [networks, neurons, features.length],
  ],
} as const satisfies Table<Sizes>;

type QuantileSizes = { neurons: number; quantiles: Pick<Atlas['quantiles'], 'levels'> };

export const quantileTable = {
  /** [N, levels] The activations below which `levels` of the scored tokens lie. */
  quantile: ['quantile', 'F32', ({ neurons, quantiles }: QuantileSizes) => [neurons, quantiles.levels.length]],
} as const satisfies Table<QuantileSizes>;

type ShardSizes = Pick<Atlas, 'places' | 'side' | 'lags'> & { count: number };
const one = ({ count }: ShardSizes) => [count];
const some = ({ count }: ShardSizes) => [count, null];
const windows = ({ count, places, side }: ShardSizes) => [count, places.length, 2 * side + 1];
const lag = ({ count, lags }: ShardSizes) => [count, lags.length];

/** Around the onsets of the best feature of n neurons. */
const onsetTable = {
  /** Mean activation, in standard deviations from its mean; NaN for none. */
  lag: ['lag', 'F32', lag],
  /** Local AUC of what the activation adds to the mean of its token type, among all tokens of the segment, both halves together. */
  lagEffect: ['lag.effect', 'F32', lag],
  lagFeature: ['lag.feature', 'U16', one],
} as const satisfies Table<ShardSizes>;

/** Everything else of n neurons. */
export const shardTable = {
  /** [n, bars] Tokens in each bar, and the ends. */
  histogram: ['histogram', 'U32', some],
  limits: ['limits', 'F32', ({ count }: ShardSizes) => [count, 2]],
  /** Positions in the observed text; their kinds are `places` of the index. */
  place: ['place', 'U32', ({ count, places }: ShardSizes) => [count, places.length]],
  /** Numbers of tokens, none outside the segment, and activations in 127ths of `scale`. */
  token: ['excerpt.token', 'U16', windows],
  activation: ['excerpt.activation', 'I8', windows],
  scale: ['scale', 'F32', one],
  /** [n, K] Neurons. */
  nearest: ['nearest', 'U16', some],
  correlation: ['nearest.correlation', 'F32', some],
  /** [n, R] Tokens whose logits a unit of hidden state raises and lowers most in the component's direction; null where it has none. */
  writes: {
    raised: ['raised', 'U16', some],
    lowered: ['lowered', 'U16', some],
    raisedBy: ['raised.by', 'F32', some],
    loweredBy: ['lowered.by', 'F32', some],
  },
  ...onsetTable,
} as const satisfies Table<ShardSizes>;

type StrongestSizes = Pick<Strongest, 'neurons' | 'each' | 'side' | 'shown'> & Pick<Atlas, 'features'>;
const teller = ({ features, neurons }: StrongestSizes) => [features.length, neurons];
const places = (sizes: StrongestSizes) => [...teller(sizes), strongestKinds.length, sizes.each];
const around = (sizes: StrongestSizes) => [...places(sizes), 2 * sizes.side + 1];
const bits = (sizes: StrongestSizes) => [...places(sizes), ...[carrierWords(sizes.side)].filter((words) => words > 1)];

/**
 * The B neurons with the largest effects on discovery of each feature as detectors: E places of each of K kinds, `strongestKinds`;
 * V = 2 x the table's side + 1 tokens.
 */
export const strongestTable = {
  neuron: ['neuron', 'U16', teller],
  /**
   * [F, B, 4] The line drawn on discovery between carriers and the rest of their class, and on confirmation its sensitivity, specificity
   * and precision (NaN: nothing is on its side); of a number on confirmation the mean distance of what the neuron says from the
   * number, and that of the median.
   */
  errors: ['errors', 'F32', (sizes: StrongestSizes) => [...teller(sizes), 4]],
  scale: ['scale', 'F32', teller],
  /** [F, B, K, E, V] As in a shard. */
  token: ['excerpt.token', 'U16', around],
  activation: ['excerpt.activation', 'I8', around],
  /** [F, B, K, E] Bit i says that token i carries the feature; of more than 32 tokens [F, B, K, E, ceil(V / 32)]. */
  carries: ['excerpt.carries', 'U32', bits],
  /**
   * [F, B, K, E, 2] Where a feature is a number that of the framed token and what the neuron says; NaN of a mask. Hits are then where it
   * is right, misses where it says too little, false alarms where it says too much.
   */
  number: ['excerpt.number', 'F32', (sizes: StrongestSizes) => [...places(sizes), 2], 'optional'],
  /** [F, shown] 1 where a token of the shown observed text carries the feature. */
  shown: ['shown', 'U8', ({ features, shown }: StrongestSizes) => [features.length, shown]],
} as const satisfies Table<StrongestSizes>;

/** Of so many neurons from `first`. */
export type Span = Pick<Atlas['shards'][number], 'first' | 'count'>;
export type AtlasMap = ArraysOf<typeof mapTable>;
export type MemoryArrays = NonNullable<AtlasMap['memory']>;
export type AtlasShard = Span & ArraysOf<typeof shardTable>;
export type OnsetArrays = ArraysOf<typeof onsetTable>;
export type StrongestArrays = ArraysOf<typeof strongestTable>;
type Tensors = Record<string, TypedTensor>;
type Given = Readonly<Record<string, unknown>>;
const isRow = <S>(entry: Row<S> | Group<S>): entry is Row<S> => Array.isArray(entry);

function tensorsOf<S>(table: Table<S>, arrays: Given, sizes: S): Tensors {
  const tensors: Tensors = {};
  for (const [key, entry] of Object.entries(table)) {
    const given = arrays[key];
    if (given === null) continue;
    if (!isRow(entry)) Object.assign(tensors, tensorsOf(entry, given as Given, sizes));
    else {
      const [name, , shape] = entry;
      const data = given as TypedArray;
      const lengths = shape(sizes);
      const known = lengths.reduce<number>((product, length) => product * (length ?? 1), 1);
      tensors[name] = { shape: lengths.map((length) => length ?? data.length / known), data };
    }
  }
  return tensors;
}

function arraysIn<S>(table: Table<S>, tensors: Tensors, sizes: S): Given {
  const read = Object.entries(table).map(([key, entry]) => {
    if (!isRow(entry)) {
      const isThere = Object.values(entry).some(([name]) => name in tensors);
      return [key, isThere ? arraysIn(entry, tensors, sizes) : null];
    }
    const [name, kind, shape, optional] = entry;
    return [key, optional && !(name in tensors) ? null : arrayOf(tensors, name, kind, shape(sizes))];
  });
  return Object.fromEntries(read);
}

/** The file of a table's arrays. @throws RangeError when one is not of its shape. */
export const bytesOf = <S, T extends Table<S>>(table: T, arrays: ArraysOf<T>, sizes: S): Uint8Array =>
  encodeArrays(tensorsOf(table, arrays, sizes));

/** @throws InputError or RangeError when the bytes are not those of the table's arrays in these sizes. */
export const arraysOf = <S, T extends Table<S>>(table: T, bytes: Uint8Array, path: string, sizes: S): ArraysOf<T> =>
  arraysIn(table, decodeArrays(bytes, path), sizes) as ArraysOf<T>;

export function shardOf(
  bytes: Uint8Array,
  { path, first, count }: Omit<Atlas['shards'][number], 'bytes'>,
  atlas: Omit<ShardSizes, 'count'>,
): AtlasShard {
  return { first, count, ...arraysOf(shardTable, bytes, path, { ...atlas, count }) };
}

/** What an area of 1 is among those of untrained neurons; one more is none. */
const areaSteps = 65_534;

/** @param areas [networks, N, F] */
export const untrainedBytes = (areas: Float32Array, sizes: Sizes): Uint8Array =>
  bytesOf(
    untrainedTable,
    { areas: Uint16Array.from(areas, (area) => (Number.isNaN(area) ? areaSteps + 1 : Math.round(area * areaSteps))) },
    sizes,
  );

/** @returns [networks, N, F] Local AUC on confirmation of neurons that never learnt; NaN where it cannot be tested. */
export const untrainedOf = (bytes: Uint8Array, path: string, sizes: Sizes): Float32Array =>
  Float32Array.from(arraysOf(untrainedTable, bytes, path, sizes).areas, (area) =>
    area > areaSteps ? Number.NaN : area / areaSteps,
  );
