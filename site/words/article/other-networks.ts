/** What other published networks say of the quotation: the last act of the article on its neuron. Pure. */
import { both, integer, percent } from '../../../runner/core/format.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import type { SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { verdictPhrase } from '../../../runner/wording/verdict.ts';
import { claimsOn, leadClaim } from '../claims.ts';
import { folded } from '../folded.ts';
import { claimCounts, valuesOf } from '../sweep/measures.ts';
import { rate, spelt, told } from './story.ts';

/** Published beside the article's experiment: a network that reads the same books letter by letter, and many small ones. */
export const relatives = { characters: 'characters', sweep: 'quote-neuron-by-size' } as const;

/** Null where it was not published, or its claim was not tested. */
export function lettersOf(result: Result | undefined) {
  if (result === undefined) return null;
  const claim = leadClaim(claimsOn(result, { name: told.feature }));
  const effect = claim?.effect;
  if (!claim || !effect) return null;
  return {
    units: integer(result.model.units),
    neuron: claim.neuron,
    score: rate(folded(effect.localAuc).auc),
    verdict: verdictPhrase(claim),
  };
}

/** Null where it was not published, or does not ask the feature. */
export function sizesOf(sweep: SweepResult | undefined) {
  const counts = sweep && claimCounts(sweep.trials, told.feature);
  if (sweep === undefined || counts === undefined || counts.tested === 0) return null;
  return {
    tested: spelt(counts.tested),
    learned: spelt(counts.learned),
    sizes: both(valuesOf(sweep, 'model.units').map(String)),
    low: percent(counts.interval[0]),
    high: percent(counts.interval[1]),
  };
}
