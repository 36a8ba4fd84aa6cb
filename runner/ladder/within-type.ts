/**
 * What a neuron knows beyond the token: its activation compared only among occurrences of the same token type. Where
 * the token does not decide the feature, E4 asks whether the effect is still there. Pure.
 * Source: van Elteren 1960 (ranks within strata).
 */
import type { Specificity } from '../results/evidence-schema-1.ts';
import { crossMatrix, labelsOf } from '../stats/cross-matrix.ts';
import { areaInterval, asArea } from '../stats/jackknife.ts';
import { areas } from '../stats/local-auc.ts';
import { adjustedP } from '../stats/max-t.ts';
import { midRanks } from '../stats/mid-ranks.ts';
import { permutedZ, swapStatistic } from '../stats/swap-test.ts';
import { type SwapUnits, swappable } from '../stats/swap-units.ts';

/** Rarer types have too few occurrences to be ranked among. */
const fewestOccurrences = 20;
/** Tokens with the feature, and without it, among types that have both. */
const fewestTokens = 30;

export interface WithinType {
  /** [tokens] (rank - (n + 1) / 2) / n among the n occurrences of the token's type; 0 where not used. */
  ranks: Float32Array;
  /** [tokens] 1 where the type occurs at least 20 times. */
  used: Uint8Array;
}

/**
 * @param activation [tokens] of one neuron.
 * @param types [tokens]
 */
export function withinType(activation: Float32Array, types: Int32Array): WithinType {
  const places = new Map<number, number[]>();
  types.forEach((type, t) => {
    const known = places.get(type);
    if (known === undefined) places.set(type, [t]);
    else known.push(t);
  });
  const ranks = new Float32Array(types.length);
  const used = new Uint8Array(types.length);
  for (const occurrences of places.values()) {
    const n = occurrences.length;
    if (n < fewestOccurrences) continue;
    const among = midRanks(occurrences.map((t) => activation[t] as number)).ranks;
    occurrences.forEach((t, index) => {
      ranks[t] = ((among[index] as number) - (n + 1) / 2) / n;
      used[t] = 1;
    });
  }
  return { ranks, used };
}

/** How much a feature differs among occurrences of the same type; no effect can be seen where it does not. */
export interface MixedTypes {
  /** Tokens of the types that occur at least 20 times, and both with the feature and without it. */
  tokens: number;
  types: number;
  /** Whether these hold at least 30 tokens with the feature and 30 without. */
  enough: boolean;
}

/**
 * @param types [tokens]; negative where there is none.
 * @param mask [tokens] 1 where a token carries the feature.
 */
export function mixedTypes(types: Int32Array, mask: Uint8Array): MixedTypes {
  const all = new Int32Array(1 + types.reduce((largest, type) => Math.max(largest, type), 0));
  const carriers = new Int32Array(all.length);
  for (let t = 0; t < types.length; t++) {
    const type = types[t] as number;
    if (type < 0) continue;
    all[type] = (all[type] as number) + 1;
    carriers[type] = (carriers[type] as number) + (mask[t] as number);
  }
  let tokens = 0;
  let carrying = 0;
  let mixed = 0;
  all.forEach((count, type) => {
    const here = carriers[type] as number;
    if (count < fewestOccurrences || here === 0 || here === count) return;
    mixed++;
    tokens += count;
    carrying += here;
  });
  return { tokens, types: mixed, enough: carrying >= fewestTokens && tokens - carrying >= fewestTokens };
}

/**
 * Ranks within each segment of the scores of the used tokens, as `segmentRanks` of all; 0 where not used, so that such
 * tokens weigh nothing wherever the labels are swapped to.
 */
export function ranksAmong({ ranks, used }: WithinType, length: number): Float32Array {
  const among = new Float32Array(ranks.length);
  for (let start = 0; start < ranks.length; start += length) {
    const places: number[] = [];
    for (let t = start; t < start + length; t++) if (used[t] === 1) places.push(t);
    const n = places.length;
    const inSegment = midRanks(places.map((t) => ranks[t] as number)).ranks;
    places.forEach((t, index) => {
      among[t] = ((inSegment[index] as number) - (n + 1) / 2) / n;
    });
  }
  return among;
}

/** Carriers x rest / n over the segments of each unit, among the used tokens, [units]. */
export function pairsAmong(mask: Uint8Array, used: Uint8Array, { count, tokens, segment }: SwapUnits): Float64Array {
  const pairs = new Float64Array(count);
  for (let start = 0; start < count * tokens; start += segment) {
    let carriers = 0;
    let all = 0;
    for (let t = start; t < start + segment; t++) {
      if (used[t] !== 1) continue;
      all++;
      carriers += mask[t] as number;
    }
    const unit = Math.floor(start / tokens);
    if (all > 0) pairs[unit] = (pairs[unit] as number) + (carriers * (all - carriers)) / all;
  }
  return pairs;
}

/**
 * E1 and E2 among occurrences of the same type, for one claim: effect, its interval, z, and the two-sided p of the swap.
 * @param cells the permutations, as from `permutedCells`.
 * @returns null when too few tokens occur often enough both with the feature and without it, or the ranks are alike in
 *   all units.
 */
export function testWithinType(
  activation: Float32Array,
  mask: Uint8Array,
  types: Int32Array,
  units: SwapUnits,
  cells: Uint16Array | Uint32Array,
): Specificity['within'] {
  const mixed = mixedTypes(types, mask);
  if (!mixed.enough) return null;
  const within = withinType(activation, types);
  const cross = crossMatrix(ranksAmong(within, units.segment), labelsOf(mask, units), units);
  const statistic = swapStatistic(cross, units);
  if (statistic === null) return null;
  const permutations = cells.length / swappable(units);
  const permuted = permutedZ(statistic.standardised, cells, new Float64Array(permutations));
  const { area, leftOut } = areas(cross, pairsAmong(mask, within.used, units), units);
  return {
    localAuc: asArea(area),
    interval: areaInterval(area, leftOut),
    z: statistic.z,
    p: adjustedP(permuted.map(Math.abs).sort(), Math.abs(statistic.z)),
    tokens: mixed.tokens,
    types: mixed.types,
  };
}
