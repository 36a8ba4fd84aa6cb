/** What the steps found so far, as claims with their rungs, verdict and sentence. Pure. */

import { item } from '../core/at.ts';
import type { Claim } from '../results/evidence-schema.ts';
import { rungNames } from '../results/names-schema.ts';
import type { Rungs } from '../results/rungs-schema.ts';
import type { Bench } from './bench.ts';
import type { FrozenClaim } from './choice.ts';
import type { Findings } from './step.ts';
import { headlineOf, leads, verdictOf } from './verdict.ts';

/** @param notYet what a rung says that no step has reached. */
export function claimsOf(bench: Bench, found: Partial<Findings>, notYet: string): Claim[] {
  const claims = (found.choice?.claims ?? []).map((claim, index) => claimOf(bench, found, { claim, index }, notYet));
  const first = leads(claims);
  return claims.map((claim, index) => ({ ...claim, lead: item(first, index) }));
}

function claimOf(
  bench: Bench,
  found: Partial<Findings>,
  { claim, index }: { claim: FrozenClaim; index: number },
  notYet: string,
): Claim {
  const { layer, component } = bench.input;
  const feature = item(bench.features, claim.feature);
  const rungs = Object.fromEntries(
    rungNames.map((name) => [name, found[name]?.[index] ?? { status: 'not run', reason: notYet, measured: null }]),
  ) as Rungs;
  const lagProfile = found.lags?.[index] ?? null;
  const { decidedByToken } = feature;
  const verdict = verdictOf({ rungs, decidedByToken, role: lagProfile?.role ?? null });
  return {
    feature: feature.name,
    neuron: claim.neuron,
    layer,
    component,
    sign: claim.sign,
    chosen: claim.chosen,
    among: feature.among,
    decidedByToken,
    lead: false,
    rungs,
    verdict,
    headline: headlineOf({
      neuron: claim.neuron,
      what: feature.says,
      verdict,
      decidedByToken,
      localAuc: rungs.effect.measured?.localAuc ?? null,
      excessFlip: rungs.used.measured?.difference ?? null,
    }),
    lagProfile,
    excerpts: found.shown?.[index]?.excerpts ?? null,
    eventAverage: found.shown?.[index]?.eventAverage ?? null,
    does: found.does?.[index] ?? null,
    alike: found.alike?.[index] ?? null,
    directEffect: null,
    emergence: null,
  };
}
