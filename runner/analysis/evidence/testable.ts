/** Whether a feature can be tested on a text at all, before any neuron is looked at. Pure. */
import { fewestDocuments, largestZ, type SwapUnits, swappable } from './swap-units.ts';

/** Documents that must carry the feature, and tokens that must, and must not, for the test to keep its level. */
const fewestCarrying = 10;
const fewestTokens = 30;
/** A largest possible z below this leaves no room above what chance reaches among thousands of neurons. */
const fewestZ = 10;

/**
 * @param mask [tokens], not 0 where a token carries the feature.
 * @returns why the feature cannot be tested with these units, or null when it can.
 */
export function whyNotTestable(mask: Uint8Array, units: SwapUnits): string | null {
  const { tokens, groups, swapped } = units;
  const things = swapped === 'documents' ? 'documents' : 'segments';
  const able = swappable(units);
  if (able < fewestDocuments) {
    return `${able} ${things} can be swapped, and the test needs ${fewestDocuments}`;
  }
  const possible = largestZ(units);
  if (possible < fewestZ) {
    const within = swapped === 'documents' ? 'source' : 'document';
    return `with so few ${things} to each ${within} no z can be above ${possible.toFixed(1)}, and the test needs ${fewestZ}`;
  }
  let carriers = 0;
  let carrying = 0;
  let alike = true;
  for (const group of groups) {
    for (const unit of group) {
      let here = 0;
      const first = (group[0] as number) * tokens;
      for (let t = 0; t < tokens; t++) {
        const label = mask[unit * tokens + t] as number;
        if (label !== 0) here++;
        if (label !== mask[first + t]) alike = false;
      }
      carriers += here;
      if (here > 0) carrying++;
    }
  }
  const rest = able * tokens - carriers;
  if (carriers < fewestTokens) return `${carriers} tokens carry the feature, and the test needs ${fewestTokens}`;
  if (rest < fewestTokens) return `${rest} tokens do not carry the feature, and the test needs ${fewestTokens}`;
  if (carrying < fewestCarrying) {
    return `the feature is in ${carrying} ${things}, and the test needs it in ${fewestCarrying}`;
  }
  return alike ? `the feature stands at the same places in all ${things}, so that swapping them changes nothing` : null;
}
