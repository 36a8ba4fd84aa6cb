/**
 * The arrays of an atlas, read from the bytes of its files; their list is in atlas-schema.ts. Pure; runs in Node and in the
 * browser. A number that stands for none ("no token") names nothing in the list that it belongs to.
 */
import { arrayOf, decodeArrays } from '../../formats/safetensors/arrays.ts';
import { carrierWords, strongestKinds } from '../findings/names-schema.ts';
import type { Atlas, Strongest } from './atlas-schema.ts';

/** What the arrays' shapes follow from. */
export type AtlasShape = Pick<
  Atlas,
  'neurons' | 'features' | 'places' | 'side' | 'lags' | 'networks' | 'memory' | 'documents'
>;

/** What a picture of all neurons needs. N neurons, F features, row-major; W = 2 x side + 1 tokens. */
export interface AtlasMap {
  /** [N, F] Local AUC on each half; NaN where it cannot be tested. */
  discovery: Float32Array;
  confirmation: Float32Array;
  /** [N, F] Of the swap test on discovery. */
  z: Float32Array;
  /** [N, F] 1 where the neuron learned to tell the feature. */
  learned: Uint8Array;
  /** [N] */
  mean: Float32Array;
  deviation: Float32Array;
  lowest: Float32Array;
  highest: Float32Array;
  /** [N, 2] Share of tokens near the low and the high end of the range; NaN where it has no ends. */
  saturated: Float32Array;
  /** [N] 1 for a neuron that hardly moves. */
  dead: Uint8Array;
  /** [N] Cycles per token of the strongest rhythm, and its amplitude; NaN for none. */
  frequency: Float32Array;
  amplitude: Float32Array;
  /** [N, bars] The histogram, its highest bar at 255. */
  sketch: Uint8Array;
  bars: number;
  /** [N, W] Numbers of tokens, and activations in 127ths of [N] `exampleScale`. */
  exampleToken: Uint16Array;
  exampleActivation: Int8Array;
  exampleScale: Float32Array;
  /** [N] The feature by which it is furthest beyond what untrained networks have. */
  best: Uint16Array;
  /** [N, 2] Place in the plane, 0 to 1. */
  plane: Float32Array;
  /** [N], [F] Like ones side by side. */
  order: Uint16Array;
  featureOrder: Uint16Array;
  /** How long each neuron remembers; null where the text was too short, and in atlases of before. */
  memory: MemoryArrays | null;
  /** [N] How its level in one passage of a document goes with that in another; null where that cannot be told. */
  document: Float32Array | null;
}

/** Tokens; infinity beyond what was read, NaN where a neuron never differs. D distances. */
export interface MemoryArrays {
  /** [N] */
  halfLife: Float32Array;
  /** [N, 2] */
  interval: Float32Array;
  /** [N, D] The share that is left at each distance. */
  left: Float32Array;
  /** [networks, N] Half-lives of neurons that never learnt; empty where none was read. */
  untrained: Float32Array;
}

/** Everything else of the `count` neurons from `first`. P places, W = 2 x side + 1 tokens. */
export interface AtlasShard {
  first: number;
  count: number;
  /** [n, bars] Tokens in each bar; [n, 2] the ends. */
  histogram: Uint32Array;
  bars: number;
  limits: Float32Array;
  /** [n, P] Position in the observed text. */
  place: Uint32Array;
  /** [n, P, W] Numbers of tokens, and activations in 127ths of [n] `scale`. */
  token: Uint16Array;
  activation: Int8Array;
  scale: Float32Array;
  /** [n, K] */
  nearest: Uint16Array;
  correlation: Float32Array;
  /** [n, R] Tokens that it raises and lowers, and by how many logits; null where the component has no direction. */
  writes: { raised: Uint16Array; lowered: Uint16Array; raisedBy: Float32Array; loweredBy: Float32Array } | null;
  /** [n, lags] In standard deviations from its mean; NaN for none. */
  lag: Float32Array;
  /** [n, lags] Local AUC beyond the token type's mean; null in atlases of before. */
  lagEffect: Float32Array | null;
  /** [n] The feature whose onsets they are around. */
  lagFeature: Uint16Array;
}

/** @throws InputError or RangeError when the bytes are not the map of an atlas of this shape. */
export function mapOf(
  bytes: Uint8Array,
  path: string,
  { neurons, features, side, memory, documents }: AtlasShape,
): AtlasMap {
  const arrays = decodeArrays(bytes, path);
  const table = [neurons, features.length];
  const window = [neurons, 2 * side + 1];
  const floats = (name: string, shape: readonly number[] = [neurons]) => arrayOf(arrays, name, 'F32', shape);
  const sketch = arrayOf(arrays, 'sketch', 'U8', [neurons, null]);
  return {
    discovery: floats('effect.discovery', table),
    confirmation: floats('effect.confirmation', table),
    z: floats('z', table),
    learned: arrayOf(arrays, 'learned', 'U8', table),
    mean: floats('mean'),
    deviation: floats('deviation'),
    lowest: floats('lowest'),
    highest: floats('highest'),
    saturated: floats('saturated', [neurons, 2]),
    dead: arrayOf(arrays, 'dead', 'U8', [neurons]),
    frequency: floats('frequency'),
    amplitude: floats('amplitude'),
    sketch,
    bars: sketch.length / neurons,
    exampleToken: arrayOf(arrays, 'example.token', 'U16', window),
    exampleActivation: arrayOf(arrays, 'example.activation', 'I8', window),
    exampleScale: floats('example.scale'),
    best: arrayOf(arrays, 'best', 'U16', [neurons]),
    plane: floats('plane', [neurons, 2]),
    order: arrayOf(arrays, 'order', 'U16', [neurons]),
    featureOrder: arrayOf(arrays, 'order.features', 'U16', [features.length]),
    document: documents ? floats('document') : null,
    memory: memory
      ? {
          halfLife: floats('memory'),
          interval: floats('memory.interval', [neurons, 2]),
          left: floats('memory.left', [neurons, memory.distances.length]),
          untrained: floats('memory.untrained', [memory.untrained?.longest.length ?? 0, neurons]),
        }
      : null,
  };
}

/** @throws InputError or RangeError when the bytes are not that shard of an atlas of this shape. */
export function shardOf(
  bytes: Uint8Array,
  { path, first, count }: Pick<Atlas['shards'][number], 'path' | 'first' | 'count'>,
  { places, side, lags }: AtlasShape,
): AtlasShard {
  const arrays = decodeArrays(bytes, path);
  const windows = [count, places.length, 2 * side + 1];
  const histogram = arrayOf(arrays, 'histogram', 'U32', [count, null]);
  const tokens = (name: string) => arrayOf(arrays, name, 'U16', [count, null]);
  const floats = (name: string) => arrayOf(arrays, name, 'F32', [count, null]);
  return {
    first,
    count,
    histogram,
    bars: histogram.length / count,
    limits: arrayOf(arrays, 'limits', 'F32', [count, 2]),
    place: arrayOf(arrays, 'place', 'U32', [count, places.length]),
    token: arrayOf(arrays, 'excerpt.token', 'U16', windows),
    activation: arrayOf(arrays, 'excerpt.activation', 'I8', windows),
    scale: arrayOf(arrays, 'scale', 'F32', [count]),
    nearest: tokens('nearest'),
    correlation: floats('nearest.correlation'),
    writes:
      'raised' in arrays
        ? {
            raised: tokens('raised'),
            lowered: tokens('lowered'),
            raisedBy: floats('raised.by'),
            loweredBy: floats('lowered.by'),
          }
        : null,
    lag: arrayOf(arrays, 'lag', 'F32', [count, lags.length]),
    lagEffect: 'lag.effect' in arrays ? arrayOf(arrays, 'lag.effect', 'F32', [count, lags.length]) : null,
    lagFeature: arrayOf(arrays, 'lag.feature', 'U16', [count]),
  };
}

/** What an area of 1 is among those of untrained neurons; one more is none. */
const areaSteps = 65_534;

/**
 * @returns [networks, N, F] Local AUC on confirmation of neurons that never learnt; NaN where it cannot be tested.
 * @throws InputError or RangeError when the bytes are not of untrained networks of this shape.
 */
export function untrainedOf(
  bytes: Uint8Array,
  path: string,
  { networks, neurons, features }: AtlasShape,
): Float32Array {
  const areas = arrayOf(decodeArrays(bytes, path), 'effect.confirmation', 'U16', [networks, neurons, features.length]);
  return Float32Array.from(areas, (area) => (area > areaSteps ? Number.NaN : area / areaSteps));
}

/** The best neurons of each feature as detectors: row-major, as atlas-schema.ts says. */
export interface StrongestArrays {
  /** [F, B] */
  neuron: Uint16Array;
  /** [F, B, 4] */
  errors: Float32Array;
  /** [F, B] */
  scale: Float32Array;
  /** [F, B, kinds, E, V] */
  token: Uint16Array;
  activation: Int8Array;
  /** [F, B, kinds, E, words] 32 tokens each. */
  carries: Uint32Array;
  /** [F, B, kinds, E, 2] The number and what is said; null where no feature is a number, and in atlases of before. */
  number: Float32Array | null;
  /** [F, shown] */
  shown: Uint8Array;
}

/** @throws InputError or RangeError when the bytes are not those of an atlas of this shape. */
export function strongestArraysOf(
  bytes: Uint8Array,
  { path, neurons, each, side, shown }: Strongest,
  { features: { length: features } }: Pick<AtlasShape, 'features'>,
): StrongestArrays {
  const arrays = decodeArrays(bytes, path);
  const places = [features, neurons, strongestKinds.length, each];
  const windows = [...places, 2 * side + 1];
  const words = carrierWords(side);
  return {
    neuron: arrayOf(arrays, 'neuron', 'U16', [features, neurons]),
    errors: arrayOf(arrays, 'errors', 'F32', [features, neurons, 4]),
    scale: arrayOf(arrays, 'scale', 'F32', [features, neurons]),
    token: arrayOf(arrays, 'excerpt.token', 'U16', windows),
    activation: arrayOf(arrays, 'excerpt.activation', 'I8', windows),
    carries: arrayOf(arrays, 'excerpt.carries', 'U32', words === 1 ? places : [...places, words]),
    number: 'excerpt.number' in arrays ? arrayOf(arrays, 'excerpt.number', 'F32', [...places, 2]) : null,
    shown: arrayOf(arrays, 'shown', 'U8', [features, shown]),
  };
}

/** @returns [N, levels] Activations below which so many of the scored tokens lie. */
export const quantilesOf = (bytes: Uint8Array, path: string, neurons: number, levels: number): Float32Array =>
  arrayOf(decodeArrays(bytes, path), 'quantile', 'F32', [neurons, levels]);

/** The observed text as the search by token types has it. */
export interface SearchText {
  /** [types] Numbers of tokens, the most frequent first, and how often each occurs. */
  token: Uint16Array;
  count: Uint32Array;
  /** Each [tokens] places in that list; `none16` for a type that is not ranked. */
  texts: Uint16Array[];
}

/** @throws InputError or RangeError when the bytes are not that text. */
export function searchTextOf(bytes: Uint8Array, { text, segments }: NonNullable<Atlas['search']>): SearchText {
  const arrays = decodeArrays(bytes, text.path);
  return {
    token: arrayOf(arrays, 'token', 'U16', [null]),
    count: arrayOf(arrays, 'count', 'U32', [null]),
    texts: segments.map((_, half) => arrayOf(arrays, `text.${half}`, 'U16', [null])),
  };
}

/** Sums of the `count` types from `first`: [count, N] in 127ths of [count] `scale`. */
export interface TypeSums {
  first: number;
  count: number;
  sum: Int8Array;
  scale: Float32Array;
}

/** @throws InputError or RangeError when the bytes are not that shard. */
export function typeSumsOf(
  bytes: Uint8Array,
  { path, first, count }: Pick<Atlas['shards'][number], 'path' | 'first' | 'count'>,
  neurons: number,
): TypeSums {
  const arrays = decodeArrays(bytes, path);
  return {
    first,
    count,
    sum: arrayOf(arrays, 'sum', 'I8', [count, neurons]),
    scale: arrayOf(arrays, 'scale', 'F32', [count]),
  };
}
