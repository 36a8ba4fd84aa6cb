/** Whether a feature can be tested on a text at all, before any neuron is looked at. Pure. */
import type { FeatureValues } from '../../core/values.ts';
import { type Carriers, placesOf } from './carriers.ts';
import { largestZ, type PermutationBlocks, swappable } from './tested-text.ts';

export const testableCriteria = {
  /** Documents of a half that can be swapped, and those of them in which tokens with the feature are compared with others. */
  documents: 24,
  documentsWithFeature: 10,
  /** Tokens with the feature, and without it. */
  tokens: 30,
  /** A largest possible z below this leaves no room above what chance reaches among thousands of tests. */
  smallestZ: 10,
} as const;
export const fewestDocuments = testableCriteria.documents;
const { documentsWithFeature: fewestCarrying, tokens: fewestTokens, smallestZ } = testableCriteria;

/** What is swapped: documents within their source, or segments within their document. */
type Swapped = 'documents' | 'segments';

/** Why a feature cannot be tested: what was found of what, and how much of it the test needs. */
export type NotTestable =
  | { code: 'few to swap' | 'carried by few' | 'varies in few'; swapped: Swapped; found: number; needed: number }
  | { code: 'few in a group'; swapped: Swapped; possible: number; needed: number }
  | { code: 'few carriers' | 'few without' | 'few other numbers'; found: number; needed: number }
  | { code: 'same places'; swapped: Swapped }
  | { code: 'one number' };

/** @returns why the feature cannot be tested with these units, or null when it can. */
export function whyNotTestable(feature: FeatureValues | Carriers, units: PermutationBlocks): NotTestable | null {
  const swapped = units.swapped === 'documents' ? 'documents' : 'segments';
  const able = swappable(units);
  if (able < fewestDocuments) return { code: 'few to swap', swapped, found: able, needed: fewestDocuments };
  const possible = largestZ(units);
  if (possible < smallestZ) {
    return { code: 'few in a group', swapped, possible: Math.round(10 * possible) / 10, needed: smallestZ };
  }
  const tokens = able * units.tokens;
  const values = feature instanceof Uint8Array ? placesOf(feature) : feature;
  if (values instanceof Float32Array) {
    const { varying, alike } = numbersVary(values, units);
    // As many tokens must have another number than the commonest as must carry a mask, and it must vary within as many units.
    const counts = new Map<number, number>();
    for (const unit of units.groups.flatMap((group) => [...group])) {
      for (const number of values.subarray(unit * units.tokens, (unit + 1) * units.tokens)) {
        counts.set(number, (counts.get(number) ?? 0) + 1);
      }
    }
    if (counts.size < 2) return { code: 'one number' };
    const others = tokens - counts.values().reduce((most, count) => Math.max(most, count), 0);
    if (others < fewestTokens) return { code: 'few other numbers', found: others, needed: fewestTokens };
    if (varying < fewestCarrying) return { code: 'varies in few', swapped, found: varying, needed: fewestCarrying };
    return alike ? { code: 'same places', swapped } : null;
  }
  const { varying, alike, carriers } = placesVary(values, units);
  if (carriers < fewestTokens) return { code: 'few carriers', found: carriers, needed: fewestTokens };
  if (tokens - carriers < fewestTokens) return { code: 'few without', found: tokens - carriers, needed: fewestTokens };
  if (varying < fewestCarrying) return { code: 'carried by few', swapped, found: varying, needed: fewestCarrying };
  return alike ? { code: 'same places', swapped } : null;
}

interface Varies {
  /** In how many of the units that can be swapped a segment has tokens of both kinds, or several numbers: those are compared. */
  varying: number;
  /** Whether each unit has the labels of the others of its group. */
  alike: boolean;
}

function numbersVary(values: Float32Array, { groups, tokens, segment }: PermutationBlocks): Varies {
  let varying = 0;
  let alike = true;
  for (const group of groups) {
    const first = group[0] * tokens;
    for (const unit of group) {
      const start = unit * tokens;
      const end = start + tokens;
      let from = start;
      while (from < end && isOneValue(values, from, from + segment)) from += segment;
      if (from < end) varying++;
      for (let t = 0; alike && t < tokens; t++) alike = values[start + t] === values[first + t];
    }
  }
  return { varying, alike };
}

function isOneValue(values: Float32Array, from: number, end: number): boolean {
  const own = values[from];
  for (let t = from; t < end; t++) if (values[t] !== own) return false;
  return true;
}

/** The same of the tokens that carry a feature, rising, and how many there are in those units. */
function placesVary(
  places: Int32Array,
  { groups, count, tokens, segment }: PermutationBlocks,
): Varies & { carriers: number } {
  const perUnit = tokens / segment;
  const inSegment = new Int32Array(count * perUnit);
  for (let index = 0; index < places.length; index++) inSegment[Math.floor(places[index] / segment)]++;
  // Where the carriers of each unit begin.
  const begins = new Int32Array(count + 1);
  const varies = new Uint8Array(count);
  for (let unit = 0; unit < count; unit++) {
    let own = 0;
    for (let at = unit * perUnit; at < (unit + 1) * perUnit; at++) {
      own += inSegment[at];
      if (inSegment[at] > 0 && inSegment[at] < segment) varies[unit] = 1;
    }
    begins[unit + 1] = begins[unit] + own;
  }
  const areAlike = (unit: number, first: number): boolean => {
    const own = begins[unit + 1] - begins[unit];
    if (own !== begins[first + 1] - begins[first]) return false;
    const apart = (unit - first) * tokens;
    for (let at = 0; at < own; at++) if (places[begins[unit] + at] !== places[begins[first] + at] + apart) return false;
    return true;
  };
  let [varying, carriers, alike] = [0, 0, true];
  for (const group of groups) {
    for (const unit of group) {
      varying += varies[unit];
      carriers += begins[unit + 1] - begins[unit];
      alike &&= areAlike(unit, group[0]);
    }
  }
  return { varying, alike, carriers };
}
