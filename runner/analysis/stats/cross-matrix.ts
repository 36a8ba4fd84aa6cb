/**
 * How each unit's scores meet each unit's labels: all that the swap test needs to know about a neuron and a feature.
 * Pure; imports only the units' shape.
 */
import type { Carriers } from './carriers.ts';
import { segmentRanks } from './ranks.ts';
import type { PermutationBlocks } from './tested-text.ts';

/** What a feature is at the tokens of each unit, so that adding up scores there is cheap: a mask as lists; numbers' scores, or other weights. */
export type UnitLabels = Lists | { weights: Float32Array };

/** A mask as lists of positions, one list per unit. */
interface Lists {
  /** Where each unit's list begins in `at`, [units + 1]. */
  starts: Int32Array;
  at: Uint32Array;
  /** True where a unit's list holds the beginnings and ends of runs of labels; false where it holds the labels. */
  runs: Uint8Array;
}

export const labelsOf = (carriers: Carriers, units: PermutationBlocks): UnitLabels =>
  carriers instanceof Int32Array ? listsOf(carriers, units) : { weights: segmentRanks(carriers, units.segment) };

function listsOf(places: Int32Array, { count, tokens }: PermutationBlocks): Lists {
  const starts = new Int32Array(count + 1);
  const runs = new Uint8Array(count);
  const at: number[] = [];
  let next = 0;
  for (let unit = 0; unit < count; unit++) {
    const positions: number[] = [];
    const ends: number[] = [];
    for (; next < places.length && places[next] < (unit + 1) * tokens; next++) {
      const t = places[next] - unit * tokens;
      positions.push(t);
      if (t > 0 && ends.at(-1) === t) ends[ends.length - 1] = t + 1;
      else ends.push(t, t + 1);
    }
    runs[unit] = ends.length < positions.length ? 1 : 0;
    at.push(...(runs[unit] === 1 ? ends : positions));
    starts[unit + 1] = at.length;
  }
  return { starts, at: Uint32Array.from(at), runs };
}

/** Sums of the scores up to each position within each unit, [units][tokens + 1]; what runs of labels are added up by. */
export function cumulated(scores: Float32Array, { count, tokens }: PermutationBlocks): Float64Array {
  const sums = new Float64Array(count * (tokens + 1));
  for (let unit = 0; unit < count; unit++) {
    let sum = 0;
    for (let t = 0; t < tokens; t++) {
      sum += scores[unit * tokens + t];
      sums[unit * (tokens + 1) + t + 1] = sum;
    }
  }
  return sums;
}

/**
 * M[d, e] = sum of unit d's scores at unit e's labels, for d and e of one group; group after group, row after row. Of numbers
 * the sum of the products of unit d's scores with the scores of unit e's numbers.
 * @param scores [tokens], such as `segmentRanks`.
 * @param sums of the same scores, as from `cumulated`.
 * @returns [units.cells].
 */
export function crossMatrix(
  scores: Float32Array,
  labels: UnitLabels,
  units: PermutationBlocks,
  sums?: Float64Array,
): Float64Array {
  if ('weights' in labels) return productsOf(scores, labels.weights, units);
  const upTo = sums ?? cumulated(scores, units);
  const { groups, tokens, cells } = units;
  const cross = new Float64Array(cells);
  let offset = 0;
  for (const group of groups) {
    const n = group.length;
    for (let d = 0; d < n; d += 4) {
      const rows = fourFrom(group, d);
      const atScores = rows.map((row) => row * tokens) as Four;
      const atSums = rows.map((row) => row * (tokens + 1)) as Four;
      for (let e = 0; e < n; e++) {
        const unit = group[e];
        const four =
          labels.runs[unit] === 1 ? ofRuns(upTo, atSums, labels, unit) : ofLabels(scores, atScores, labels, unit);
        for (let more = 0; more < 4 && d + more < n; more++) cross[offset + (d + more) * n + e] = four[more];
      }
    }
    offset += n * n;
  }
  return cross;
}

type Four = [number, number, number, number];

/** Four rows at a time, since a processor that adds to one sum waits for each addition; behind the last row it stands again. */
const fourFrom = (group: Int32Array, d: number): Four =>
  [0, 1, 2, 3].map((more) => group[Math.min(d + more, group.length - 1)]) as Four;

/** What rows of scores, by where they begin, come to at a unit's labels. */
function ofLabels(scores: Float32Array, [a, b, c, f]: Four, { starts, at }: Lists, unit: number): Four {
  let [ofA, ofB, ofC, ofF] = [0, 0, 0, 0];
  const end = starts[unit + 1];
  for (let i = starts[unit]; i < end; i++) {
    const t = at[i];
    ofA += scores[a + t];
    ofB += scores[b + t];
    ofC += scores[c + t];
    ofF += scores[f + t];
  }
  return [ofA, ofB, ofC, ofF];
}

/** The same of labels in runs, by what the scores come to up to each position. */
function ofRuns(sums: Float64Array, [a, b, c, f]: Four, { starts, at }: Lists, unit: number): Four {
  let [ofA, ofB, ofC, ofF] = [0, 0, 0, 0];
  const end = starts[unit + 1];
  for (let i = starts[unit]; i < end; i += 2) {
    const from = at[i];
    const to = at[i + 1];
    ofA += sums[a + to] - sums[a + from];
    ofB += sums[b + to] - sums[b + from];
    ofC += sums[c + to] - sums[c + from];
    ofF += sums[f + to] - sums[f + from];
  }
  return [ofA, ofB, ofC, ofF];
}

/** [units.cells] Tokens without weight are passed over. */
function productsOf(
  scores: Float32Array,
  weights: Float32Array,
  { groups, tokens, cells }: PermutationBlocks,
): Float64Array {
  const cross = new Float64Array(cells);
  let offset = 0;
  for (const group of groups) {
    const n = group.length;
    for (let e = 0; e < n; e++) {
      const own = weights.subarray(group[e] * tokens, (group[e] + 1) * tokens);
      const at = weighted(own);
      for (let d = 0; d < n; d += 4) {
        const [a, b, c, f] = fourFrom(group, d).map((row) => row * tokens) as Four;
        let [ofA, ofB, ofC, ofF] = [0, 0, 0, 0];
        for (let i = 0; i < at.length; i++) {
          const t = at[i];
          const weight = own[t];
          ofA += scores[a + t] * weight;
          ofB += scores[b + t] * weight;
          ofC += scores[c + t] * weight;
          ofF += scores[f + t] * weight;
        }
        const sums = [ofA, ofB, ofC, ofF];
        for (let more = 0; more < 4 && d + more < n; more++) cross[offset + (d + more) * n + e] = sums[more];
      }
    }
    offset += n * n;
  }
  return cross;
}

/** Where something has weight. */
function weighted(weights: Float32Array): Int32Array {
  const places = new Int32Array(weights.length);
  let count = 0;
  for (let t = 0; t < weights.length; t++) if (weights[t] !== 0) places[count++] = t;
  return places.subarray(0, count);
}
