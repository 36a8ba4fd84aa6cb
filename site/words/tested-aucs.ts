/** The AUCs of claims that stand beside the neurons in a list. Pure. */
import type { FeatureResult, Result } from '../../runner/results/schema.ts';
import { claimsOn } from './claims.ts';
import { folded } from './folded.ts';
import { decimal } from './numbers.ts';

/** The tested local AUC of each neuron that a claim on the recorded component is about, folded, to two digits. */
export function testedAucs(
  result: Pick<Result, 'evidence' | 'record'>,
  feature: Pick<FeatureResult, 'name'>,
): Map<number, string> {
  const { component, layer } = result.record;
  return new Map(
    claimsOn(result, feature).flatMap((claim) => {
      const { measured } = claim.rungs.effect;
      const recorded = claim.component === component && claim.layer === layer;
      return recorded && measured !== null ? [[claim.neuron, decimal(folded(measured.localAuc).auc)]] : [];
    }),
  );
}
