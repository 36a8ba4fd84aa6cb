/** Whether a feature can be tested on a text at all, before any neuron is looked at. Pure. */
import { int32At, uint8At } from '../core/at.ts';
import { largestZ, type SwapUnits, swappable } from './swap-units.ts';

export const testableCriteria = {
  /** Documents of a half that can be swapped, and those of them that carry the feature. */
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

/**
 * @param mask [tokens], not 0 where a token carries the feature.
 * @returns why the feature cannot be tested with these units, a sentence, or null when it can.
 */
export function whyNotTestable(mask: Uint8Array, units: SwapUnits): string | null {
  const documents = units.swapped === 'documents';
  const things = documents ? 'documents' : 'segments';
  const able = swappable(units);
  if (able < fewestDocuments) {
    return `${able} ${things} of a half can be swapped, and the test needs ${fewestDocuments}.`;
  }
  const possible = largestZ(units);
  if (possible < smallestZ) {
    const few = `With so few ${things} to each ${documents ? 'source' : 'document'}`;
    return `${few} no z can be above ${possible.toFixed(1)}, and the test needs ${smallestZ}.`;
  }
  const { carriers, carrying, alike } = countLabels(mask, units);
  const rest = able * units.tokens - carriers;
  if (carriers < fewestTokens) {
    return `${carriers} tokens of a half carry the feature, and the test needs ${fewestTokens}.`;
  }
  if (rest < fewestTokens) {
    return `${rest} tokens of a half do not carry the feature, and the test needs ${fewestTokens}.`;
  }
  if (carrying < fewestCarrying) {
    return `The feature is in ${carrying} ${things} of a half, and the test needs it in ${fewestCarrying}.`;
  }
  return alike
    ? `The feature stands at the same places in all ${things}, so that swapping them changes nothing.`
    : null;
}

/** Of the units that can be swapped; `alike` when each has the labels of the others of its group. */
function countLabels(mask: Uint8Array, { groups, tokens }: SwapUnits) {
  let carriers = 0;
  let carrying = 0;
  let alike = true;
  for (const group of groups) {
    const first = int32At(group, 0) * tokens;
    for (const unit of group) {
      let here = 0;
      for (let t = 0; t < tokens; t++) {
        const label = uint8At(mask, unit * tokens + t);
        if (label !== 0) here++;
        if (label !== mask[first + t]) alike = false;
      }
      carriers += here;
      if (here > 0) carrying++;
    }
  }
  return { carriers, carrying, alike };
}
