/** What was tested of a feature, in words. Pure. */
import { counted } from '../../../runner/core/words.ts';
import type { Claim, Evidence } from '../../../runner/experiment/results/evidence-schema.ts';
import { verdictPhrase } from '../../../runner/words/verdict.ts';

/** 'neuron 265 learned to remember it; neuron 206 not confirmed': how far each claim got. */
export const claimsPhrase = (claims: readonly Claim[]): string =>
  claims.map((claim) => `neuron ${claim.neuron} ${verdictPhrase(claim)}`).join('; ');

/** Which neurons were tested for a feature, and how far each claim got. @param claims on the feature. */
export function testedSentence(
  evidence: Pick<Evidence, 'catalogue' | 'claims'> | null,
  feature: string,
  claims: readonly Claim[],
): string {
  const catalogue = evidence?.catalogue;
  const isOfCatalogue = catalogue !== undefined && !(evidence?.claims ?? []).some((claim) => claim.feature === feature);
  if (claims.length === 0) {
    return isOfCatalogue
      ? 'Tested: no neuron tells it by more than chance, over all features of the catalogue.'
      : 'Not tested as a claim: the scores below compare all neurons, and no single one was put through all tests.';
  }
  const corrected = isOfCatalogue
    ? ` Corrected for all ${counted(catalogue.claims.length, 'claim')} on ${counted(catalogue.features, 'feature')} of the catalogue.`
    : '';
  return `Tested on pages that took no part in the choice: ${claimsPhrase(claims)}.${corrected}`;
}
