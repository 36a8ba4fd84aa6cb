/** The arrays of a few neurons each, with everything that is shown of one. Pure. */

import { at, item } from '../../core/at.ts';
import type { TypedArray, TypedTensor } from '../../formats/safetensors/arrays.ts';
import { none16 } from './atlas-schema.ts';
import { excerptWidth, type Numbering } from './excerpts.ts';
import type { Near } from './nearest.ts';
import { type NeuronProfile, placeKinds } from './profile.ts';
import { histogramBars } from './summary.ts';
import type { AtlasArrays, AtlasTask } from './task.ts';
import { type Writes, writesOf } from './writes.ts';

/** Neurons of one shard: small enough to open quickly, not too many files. */
const shardSize = 16;
/** Raised and lowered tokens that a profile names. */
const writtenCount = 10;

export interface Profiles {
  /** [neurons] */
  profiles: readonly NeuronProfile[];
  near: readonly (readonly Near[])[];
  numbering: Numbering;
}

export function shardsOf(task: AtlasTask, given: Profiles): AtlasArrays['shards'] {
  const neurons = given.profiles.length;
  const written = writtenOf(task, given.numbering);
  const { lags, lag, lagEffect, lagFeature } = task.effects;
  return Array.from({ length: Math.ceil(neurons / shardSize) }, (_, index) => {
    const first = index * shardSize;
    const count = Math.min(shardSize, neurons - first);
    const own = Array.from({ length: count }, (_unused, place) => first + place);
    const atLags = (rows: Float32Array): TypedTensor => ({
      shape: [count, lags.length],
      data: rows.slice(first * lags.length, (first + count) * lags.length),
    });
    return {
      first,
      count,
      arrays: {
        ...ownArrays(own, given, excerptWidth(task)),
        ...written(own),
        lag: atLags(lag),
        'lag.effect': atLags(lagEffect),
        'lag.feature': { shape: [count], data: lagFeature.slice(first, first + count) },
      },
    };
  });
}

/** Rows of equal shape, one a neuron, as one array. */
function stacked<A extends TypedArray>(
  kind: { from(values: Iterable<number>): A },
  rows: readonly Iterable<number>[],
  ...shape: number[]
): TypedTensor {
  return { shape: [rows.length, ...shape], data: kind.from(rows.flatMap((row) => [...row])) };
}

function ownArrays(
  neurons: readonly number[],
  { profiles, near }: Profiles,
  width: number,
): Record<string, TypedTensor> {
  const own = neurons.map((neuron) => item(profiles, neuron));
  const nearest = neurons.map((neuron) => item(near, neuron));
  const neighbours = item(nearest, 0).length;
  const places = placeKinds.length;
  return {
    histogram: stacked(
      Uint32Array,
      own.map(({ summary }) => summary.histogram),
      histogramBars,
    ),
    limits: stacked(
      Float32Array,
      own.map(({ summary }) => summary.limits),
      2,
    ),
    place: stacked(
      Uint32Array,
      own.map((each) => each.places),
      places,
    ),
    'excerpt.token': stacked(
      Uint16Array,
      own.map(({ excerpts }) => excerpts.tokens),
      places,
      width,
    ),
    'excerpt.activation': stacked(
      Int8Array,
      own.map(({ excerpts }) => excerpts.values),
      places,
      width,
    ),
    scale: { shape: [own.length], data: Float32Array.from(own, ({ excerpts }) => excerpts.scale) },
    nearest: stacked(
      Uint16Array,
      nearest.map((each) => each.map(({ neuron }) => neuron)),
      neighbours,
    ),
    'nearest.correlation': stacked(
      Float32Array,
      nearest.map((each) => each.map(({ correlation }) => correlation)),
      neighbours,
    ),
  };
}

/** What neurons do to the next token, where more of the component is always more or always less of the hidden state. */
function writtenOf(
  { decoder, activations: { length: units }, direction }: AtlasTask,
  { numbers }: Numbering,
): (neurons: readonly number[]) => Record<string, TypedTensor> {
  if (decoder === null) return () => ({});
  const shown = Math.min(writtenCount, Math.floor(decoder.length / units / 2));
  const writes = writesOf(decoder, units, shown);
  // Where more of the component is less of the hidden state, what that raises is lowered.
  const turned: Writes = {
    raised: writes.lowered,
    lowered: writes.raised,
    raisedBy: writes.loweredBy.map((by) => -by),
    loweredBy: writes.raisedBy.map((by) => -by),
  };
  return (neurons) => {
    const rows = (key: keyof Writes, none: number, value: (given: number) => number) =>
      neurons.map((neuron) => {
        const sign = direction(neuron);
        const own = (sign === -1 ? turned : writes)[key].subarray(neuron * shown, (neuron + 1) * shown);
        return Array.from(own, (given) => (sign === null ? none : value(given)));
      });
    const named = (id: number) => at(numbers, id);
    const plain = (by: number) => by;
    return {
      raised: stacked(Uint16Array, rows('raised', none16, named), shown),
      lowered: stacked(Uint16Array, rows('lowered', none16, named), shown),
      'raised.by': stacked(Float32Array, rows('raisedBy', Number.NaN, plain), shown),
      'lowered.by': stacked(Float32Array, rows('loweredBy', Number.NaN, plain), shown),
    };
  };
}
