/**
 * What lets a reader rank all neurons by any set of token types over the whole observed text: an effect is a sum over the
 * tokens that carry the feature, so that sums by token type are all that is needed. Pure.
 */
import { addAt, at, float32At, float64At, int32At, item, uint16At } from '../../core/at.ts';
import type { ReferenceHalf } from '../findings/bench.ts';
import { segmentRanks } from '../stats/ranks.ts';
import type { Activations } from '../stats/tested-text.ts';
import { viewed } from '../stats/view.ts';
import type { TypeSums } from './atlas-arrays.ts';
import type { AtlasArrays } from './atlas-file.ts';
import { none16 } from './atlas-schema.ts';

/** Bytes of all sums together: the most frequent types that fit are kept. */
const mostBytes = 460_000;
const shardTypes = 256;

/** One half of the observed text, seen through the class that types are compared within. */
export interface SearchHalf extends ReferenceHalf {
  /** [neurons] each [scored tokens of the half]. */
  activations: Activations;
}

export interface SearchTask {
  among: 'text' | 'all';
  halves: readonly SearchHalf[];
}

/**
 * @param numbers [vocabulary] The number of each token type in the atlas; `none16` for those that have none.
 * @returns null where nothing can be swapped, so that no effect can be told.
 */
export function searchOf({ among, halves }: SearchTask, neurons: number, numbers: Uint16Array): AtlasArrays['search'] {
  const able = halves
    .filter(({ units }) => units.groups.length > 0)
    .map((half) => {
      const cells = swappedCells(half);
      return { ...half, cells, types: cells.map((cell) => at(half.reference.text.types, cell)) };
    });
  if (able.length === 0) return null;
  const counts = new Map<number, number>();
  // Below 0 in a segment without members.
  for (const { types } of able) for (const type of types) if (type >= 0) counts.set(type, (counts.get(type) ?? 0) + 1);
  const ranked = [...counts]
    .map(([type, count]) => ({ type, count, number: at(numbers, type) }))
    .filter(({ number }) => number !== none16)
    .sort((a, b) => b.count - a.count || a.type - b.type)
    .slice(0, Math.max(1, Math.floor(mostBytes / neurons)));
  const places = new Map(ranked.map(({ type }, place) => [type, place]));
  const texts = able.map(({ types }) => Uint16Array.from(types, (type) => places.get(type) ?? none16));
  const occurrences = Uint32Array.from(ranked, ({ count }) => count);
  const sums = sumsByType(able, texts, ranked.length, neurons);
  const tokens = texts.reduce((sum, { length }) => sum + length, 0);
  return {
    index: {
      among,
      segments: able.map(({ units }) => units.segment),
      tokens,
      ranked: texts.reduce((sum, text) => sum + text.filter((place) => place !== none16).length, 0),
      least: occurrences.reduce((least, count) => Math.min(least, count), Number.MAX_SAFE_INTEGER),
    },
    text: { token: Uint16Array.from(ranked, ({ number }) => number), count: occurrences, texts },
    shards: Array.from({ length: Math.ceil(ranked.length / shardTypes) }, (_, shard) => {
      const first = shard * shardTypes;
      const count = Math.min(shardTypes, ranked.length - first);
      return { first, count, ...quantized(sums.subarray(first * neurons, (first + count) * neurons), neurons) };
    }),
  };
}

/** The scored tokens of the units that can be swapped, in the order in which they are published. */
const swappedCells = ({ units: { groups, tokens } }: SearchHalf): Int32Array =>
  Int32Array.from(
    groups.flatMap((group) =>
      Array.from(group, (unit) => Array.from({ length: tokens }, (_, t) => unit * tokens + t)).flat(),
    ),
  );

/** [types, neurons] Ranks added up over the occurrences of each type. */
function sumsByType(
  halves: readonly (SearchHalf & { cells: Int32Array })[],
  texts: readonly Uint16Array[],
  types: number,
  neurons: number,
): Float64Array {
  const sums = new Float64Array(types * neurons);
  for (const [index, { reference, units, activations, cells }] of halves.entries()) {
    const text = item(texts, index);
    const ranks = new Float32Array(units.count * units.tokens);
    // The sums of one neuron lie side by side while they are added to, not a row of neurons apart.
    const own = new Float64Array(types);
    for (let neuron = 0; neuron < neurons; neuron++) {
      const seen = viewed(item(activations, neuron), reference.view);
      segmentRanks(seen, units.segment, ranks);
      for (let place = 0; place < types; place++) own[place] = float64At(sums, place * neurons + neuron);
      for (let t = 0; t < cells.length; t++) {
        const place = uint16At(text, t);
        if (place !== none16) addAt(own, place, float32At(ranks, int32At(cells, t)));
      }
      for (let place = 0; place < types; place++) sums[place * neurons + neuron] = float64At(own, place);
    }
  }
  return sums;
}

/** Each type's row in 127ths of its largest size. */
function quantized(sums: Float64Array, neurons: number): Pick<TypeSums, 'sum' | 'scale'> {
  const types = sums.length / neurons;
  const scale = Float32Array.from({ length: types }, (_, type) =>
    sums.subarray(type * neurons, (type + 1) * neurons).reduce((most, sum) => Math.max(most, Math.abs(sum)), 0),
  );
  const sum = Int8Array.from(sums, (ranks, cell) => {
    const own = at(scale, Math.floor(cell / neurons));
    return own === 0 ? 0 : Math.round((127 * ranks) / own);
  });
  return { sum, scale };
}
