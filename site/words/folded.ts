/** AUCs as the pages print them: turned to lie above 0.5, with the direction in words. Pure. */
import type { FeatureResult, Result } from '../../runner/results/schema.ts';
import { claimsOn } from './claims.ts';
import { decimal } from './numbers.ts';

export interface Folded {
  /** 0.5 to 1. */
  auc: number;
  /** Whether the neuron is lower at the feature. */
  lower: boolean;
}

/** 0.18 -> 0.82, lower at the feature. */
export const folded = (auc: number): Folded => ({ auc: 0.5 + Math.abs(auc - 0.5), lower: auc < 0.5 });

/** The interval of an AUC, turned as that is. */
export const foldedInterval = (auc: number, [low, high]: readonly [number, number]): [number, number] =>
  auc < 0.5 ? [1 - high, 1 - low] : [low, high];

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
