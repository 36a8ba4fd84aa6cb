/** What the paths of a write-up lead through: the result, and what an author most often asks of it. Pure. */
import type { Claim, Evidence } from '../../../runner/results/evidence-schema.ts';
import type { Result } from '../../../runner/results/schema.ts';
import { claimsOn, evidenceOf, leadClaim } from '../claims.ts';
import { detectedNeurons } from '../ranking.ts';

export type Facts = Omit<Result, 'evidence'> & {
  evidence: Evidence | null;
  /** By the feature's name: the claim that speaks for it; null when none was tested. */
  lead: Record<string, Claim | null>;
  /** By the feature's name: the neurons that were chosen for it, best first. */
  chosen: Record<string, ReturnType<typeof detectedNeurons>>;
};

export function factsOf(result: Result): Facts {
  const byName = <Value>(of: (feature: Result['features'][number]) => Value): Record<string, Value> =>
    Object.fromEntries(result.features.map((feature) => [feature.name, of(feature)]));
  return {
    ...result,
    evidence: evidenceOf(result),
    lead: byName((feature) => leadClaim(claimsOn(result, feature)) ?? null),
    chosen: byName(detectedNeurons),
  };
}
