/** Whether a feature can be tested on a text at all, before any neuron is looked at. Pure. */
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { largestZ, type SwapUnits, swappable } from './tested-text.ts';

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

/**
 * @param values [tokens], of a mask not 0 where a token carries the feature.
 * @returns why the feature cannot be tested with these units, or null when it can.
 */
export function whyNotTestable(values: FeatureValues, units: SwapUnits): NotTestable | null {
  const swapped = units.swapped === 'documents' ? 'documents' : 'segments';
  const able = swappable(units);
  if (able < fewestDocuments) return { code: 'few to swap', swapped, found: able, needed: fewestDocuments };
  const possible = largestZ(units);
  if (possible < smallestZ) {
    return { code: 'few in a group', swapped, possible: Math.round(10 * possible) / 10, needed: smallestZ };
  }
  const { varying, alike, nonzero: carriers } = variesIn(values, units);
  const tokens = able * units.tokens;
  if (areNumbers(values)) {
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
  if (carriers < fewestTokens) return { code: 'few carriers', found: carriers, needed: fewestTokens };
  if (tokens - carriers < fewestTokens) return { code: 'few without', found: tokens - carriers, needed: fewestTokens };
  if (varying < fewestCarrying) return { code: 'carried by few', swapped, found: varying, needed: fewestCarrying };
  return alike ? { code: 'same places', swapped } : null;
}

/**
 * In how many of the units that can be swapped a segment has tokens of both kinds, or several numbers: those are compared. `alike` when
 * each unit has the labels of the others of its group.
 */
function variesIn(values: FeatureValues, { groups, tokens, segment }: SwapUnits) {
  let varying = 0;
  let nonzero = 0;
  let alike = true;
  for (const group of groups) {
    const first = group[0] * tokens;
    for (const unit of group) {
      const start = unit * tokens;
      const end = start + tokens;
      let from = start;
      while (from < end && isOneValue(values, from, from + segment)) from += segment;
      if (from < end) varying++;
      for (let t = start; t < end; t++) nonzero += values[t] === 0 ? 0 : 1;
      for (let t = 0; alike && t < tokens; t++) alike = values[start + t] === values[first + t];
    }
  }
  return { varying, alike, nonzero };
}

function isOneValue(values: FeatureValues, from: number, end: number): boolean {
  const own = values[from];
  for (let t = from; t < end; t++) if (values[t] !== own) return false;
  return true;
}
