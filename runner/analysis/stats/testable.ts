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
/** Of a half. */
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
  if (able < fewestDocuments) {
    return { code: 'few to swap', swapped, found: able, needed: fewestDocuments };
  }
  const possible = largestZ(units);
  if (possible < smallestZ) {
    return { code: 'few in a group', swapped, possible: Math.round(10 * possible) / 10, needed: smallestZ };
  }
  if (areNumbers(values)) return whyNoNumbers(values, units, swapped);
  const { carriers, carrying, alike } = countLabels(values, units);
  const rest = able * units.tokens - carriers;
  if (carriers < fewestTokens) {
    return { code: 'few carriers', found: carriers, needed: fewestTokens };
  }
  if (rest < fewestTokens) {
    return { code: 'few without', found: rest, needed: fewestTokens };
  }
  if (carrying < fewestCarrying) {
    return { code: 'carried by few', swapped, found: carrying, needed: fewestCarrying };
  }
  return alike ? { code: 'same places', swapped } : null;
}

/** As many tokens must have another number than the commonest as must carry a mask, and it must vary within as many units. */
function whyNoNumbers(numbers: Float32Array, units: SwapUnits, swapped: Swapped): NotTestable | null {
  const counts = new Map<number, number>();
  let varying = 0;
  let alike = true;
  for (const group of units.groups) {
    const first = group[0] * units.tokens;
    for (const unit of group) {
      const start = unit * units.tokens;
      let varies = false;
      for (let t = 0; t < units.tokens; t++) {
        const number = numbers[start + t];
        counts.set(number, (counts.get(number) ?? 0) + 1);
        if (number !== numbers[first + t]) alike = false;
        // Numbers are compared within segments.
        if (number !== numbers[start + t - (t % units.segment)]) varies = true;
      }
      if (varies) varying++;
    }
  }
  if (counts.size < 2) return { code: 'one number' };
  const commonest = counts.values().reduce((most, count) => Math.max(most, count), 0);
  const others = swappable(units) * units.tokens - commonest;
  if (others < fewestTokens) return { code: 'few other numbers', found: others, needed: fewestTokens };
  if (varying < fewestCarrying) return { code: 'varies in few', swapped, found: varying, needed: fewestCarrying };
  return alike ? { code: 'same places', swapped } : null;
}

/**
 * Of the units that can be swapped; `alike` when each has the labels of the others of its group. One is carrying when a segment of it
 * has tokens of both kinds: those are compared.
 */
function countLabels(mask: Uint8Array, { groups, tokens, segment }: SwapUnits) {
  let carriers = 0;
  let carrying = 0;
  let alike = true;
  for (const group of groups) {
    const first = group[0] * tokens;
    for (const unit of group) {
      let isMixed = false;
      for (let t = 0; t < tokens; t++) {
        const label = mask[unit * tokens + t];
        if (label !== 0) carriers++;
        if (label !== mask[first + t]) alike = false;
        if (label !== mask[unit * tokens + t - (t % segment)]) isMixed = true;
      }
      if (isMixed) carrying++;
    }
  }
  return { carriers, carrying, alike };
}
