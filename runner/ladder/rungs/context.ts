/**
 * Does it say more than the token just read: the effect among occurrences of the same token type, over all claims. Pure.
 * A feature that the token decides has no difference within a type; for it the lags decide (`ladder/lags.ts`).
 */

import { item } from '../../core/at.ts';
import type { Untestable } from '../../results/reasons-schema.ts';
import type { ContextMeasurement } from '../../results/rungs-schema.ts';
import { testableCriteria } from '../../stats/testable.ts';
import { pairTypes } from '../../stats/within-types.ts';
import type { Bench } from '../bench.ts';
import { choice, type FrozenClaim } from '../choice.ts';
import { type ReadyWithin, readyWithin, withinCriteria, withinEffect } from '../context.ts';
import { swapClaims } from '../swap-claims.ts';
import { judged, notApplicable, notTestable, rung } from './rung.ts';

const criteria = { adjustedP: 0.05, noEffect: 0.5, ...withinCriteria } as const;

export const context = rung({
  name: 'context',
  title: 'comparing equal tokens',
  question: 'Does it say more than the token just read?',
  criteria,
  bounds: [testableCriteria],
  passesWhen: `Among occurrences of the same token (of tokens that occur ${criteria.occurrences} times or more) the interval excludes .5 on the claimed side, and the one-sided p, the largest of all claims taken, is below ${criteria.adjustedP}.`,
  needs: ['confirmation half'],
  inputs: [choice],
  reads: [],
  async compute({ bench, found }) {
    const asked = found.choice.claims.filter(({ feature }) => !item(bench.features, feature).decidedByToken);
    const ready = asked.map((claim) => among(bench, claim, bench.input.text.confirmation.types));
    const tested = swapClaims(ready, bench.cells);
    return found.choice.claims.map((claim) => {
      const place = asked.indexOf(claim);
      if (place < 0) return notApplicable({ code: 'decided by the token' });
      const own = item(ready, place);
      const test = item(tested, place);
      if ('code' in own) return notTestable(own);
      if ('code' in test) return notTestable(test);
      const { adjustedP, claims } = test;
      return judgeContext(
        { ...withinEffect(own, test.z), adjustedP, claims, pairs: pairsOf(bench, claim) },
        claim.sign,
      );
    });
  },
});

function among(
  { input, features }: Bench,
  { feature, neuron, sign }: FrozenClaim,
  types: Int32Array,
): ReadyWithin | Untestable {
  const { members, mask } = item(features, feature).scored.confirmation;
  return readyWithin({
    text: input.text.confirmation,
    activation: item(input.activations.confirmation, neuron),
    types,
    mask,
    members,
    sign,
    ...(input.swapped && { swapped: input.swapped }),
  });
}

/** Shown beside it: the same among occurrences of the same two last tokens. */
function pairsOf(bench: Bench, claim: FrozenClaim): ContextMeasurement['pairs'] {
  const { types, length } = bench.input.text.confirmation;
  const ready = among(bench, claim, pairTypes(types, length));
  const [test] = swapClaims([ready], bench.cells);
  return 'code' in ready || test === undefined || 'code' in test ? null : withinEffect(ready, test.z);
}

function judgeContext(measured: ContextMeasurement, sign: 1 | -1) {
  const [low, high] = measured.interval;
  if (low <= criteria.noEffect && high >= criteria.noEffect) {
    return judged(measured, { code: 'no more than the token' });
  }
  if ((low > criteria.noEffect ? 1 : -1) !== sign) {
    return judged(measured, { code: 'other direction among equal tokens' });
  }
  return judged(measured, measured.adjustedP < criteria.adjustedP ? null : { code: 'chance among equal tokens' });
}
