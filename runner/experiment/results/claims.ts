/** What was found so far, as it is published: claims with their rungs and verdict, and what stands beside them. Pure. */
import { placeOf } from '../../analysis/findings/arrays.ts';
import type { Bench } from '../../analysis/findings/bench.ts';
import { type FrozenClaim, withinOf } from '../../analysis/findings/claim-schema.ts';
import type { ResultPlace } from '../../analysis/findings/finding.ts';
import { type FoundSoFar, findings } from '../../analysis/findings/findings.ts';
import { rungNames } from '../../analysis/findings/names-schema.ts';
import type { Reason } from '../../analysis/findings/reasons-schema.ts';
import type { Rungs } from '../../analysis/findings/rungs-schema.ts';
import { leads, verdictLevelOf } from '../../analysis/findings/verdict.ts';
import { item } from '../../core/at.ts';
import type { BesideClaims, BesideRungs, Claim } from './evidence-schema.ts';

/** @param notYet what a rung says that was not computed. */
export function claimsOf(bench: Bench, found: FoundSoFar, notYet: Reason): Claim[] {
  const claims = (found.choice?.claims ?? []).map((claim, index) => claimOf(bench, found, { claim, index }, notYet));
  const first = leads(claims);
  return claims.map((claim, index) => ({ ...claim, lead: item(first, index) }));
}

function claimOf(
  bench: Bench,
  found: FoundSoFar,
  { claim, index }: { claim: FrozenClaim; index: number },
  notYet: Reason,
): Claim {
  const { array, neuron } = placeOf(bench.input.arrays, claim.neuron);
  const { layer, component } = array;
  const feature = item(bench.features, claim.feature);
  const rungs = Object.fromEntries(
    rungNames.map((name) => [name, found[name]?.[index] ?? { status: 'not run', reason: notYet, measured: null }]),
  ) as Rungs;
  const { decidedByToken } = feature;
  const cause = bench.input.causes?.find(
    (own) => own.neuron === neuron && own.layer === layer && own.component === component,
  );
  return {
    feature: feature.name,
    says: feature.says,
    neuron,
    layer,
    component,
    ...(bench.input.arrays.length > 1 && { ofSeveral: true as const }),
    sign: claim.sign,
    chosen: claim.chosen,
    among: feature.among,
    ...withinOf(feature),
    decidedByToken,
    lead: false,
    rungs,
    ...(cause && { cause }),
    verdict: { level: verdictLevelOf({ rungs, decidedByToken, role: found.lagProfile?.[index]?.role ?? null }) },
    ...besideRungs(found, index),
  };
}

const publishedAs = (where: ResultPlace) => findings.filter(({ published }) => published === where);

const besideRungs = (found: FoundSoFar, index: number): BesideRungs =>
  Object.fromEntries(
    publishedAs('claim').map(({ name }) => [name, (found[name] as readonly unknown[] | undefined)?.[index] ?? null]),
  ) as BesideRungs;

export const besideClaims = (found: FoundSoFar): BesideClaims =>
  Object.fromEntries(publishedAs('evidence').map(({ name }) => [name, found[name] ?? []])) as BesideClaims;
