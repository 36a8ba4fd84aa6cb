/**
 * Does it say more than the token just read: the effect among occurrences of the same token type, over all claims. Pure.
 * A feature that the token decides has no difference within a type; for it the lags decide (`ladder/lags.ts`).
 */

import { item } from '../../core/at.ts';
import type { Context } from '../../results/rungs-schema.ts';
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
      if (place < 0) return notApplicable('The token alone decides the feature; its lags tell what is remembered.');
      const own = item(ready, place);
      const test = item(tested, place);
      if (typeof own === 'string') return notTestable(own);
      if (typeof test === 'string') return notTestable(test);
      const { adjustedP, claims } = test;
      return judgeContext({ ...withinEffect(own, test), adjustedP, claims, pairs: pairsOf(bench, claim) }, claim.sign);
    });
  },
});

function among(
  { input, features }: Bench,
  { feature, neuron, sign }: FrozenClaim,
  types: Int32Array,
): ReadyWithin | string {
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
function pairsOf(bench: Bench, claim: FrozenClaim): Context['pairs'] {
  const { types, length } = bench.input.text.confirmation;
  const ready = among(bench, claim, pairTypes(types, length));
  const [test] = swapClaims([ready], bench.cells);
  return typeof ready === 'string' || test === undefined || typeof test === 'string' ? null : withinEffect(ready, test);
}

function judgeContext(measured: Context, sign: 1 | -1) {
  const [low, high] = measured.interval;
  if (low <= criteria.noEffect && high >= criteria.noEffect) {
    return judged(measured, 'Among equal tokens the interval holds .5: it says no more than the token just read.');
  }
  if ((low > criteria.noEffect ? 1 : -1) !== sign) {
    return judged(measured, 'Among equal tokens it goes the other way than it does over all tokens.');
  }
  return judged(
    measured,
    measured.adjustedP < criteria.adjustedP ? null : 'Among equal tokens chance alone gives as much.',
  );
}
