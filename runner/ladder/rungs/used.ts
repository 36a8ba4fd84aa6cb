/**
 * Does the network act on it: the state flip, in excess of that with other documents' masks. What any perturbation does, and
 * all that the token explains, is in both. Pure; the readings are asked for.
 */

import { at, item } from '../../core/at.ts';
import type { Reason } from '../../results/reasons-schema.ts';
import type { Used } from '../../results/rungs-schema.ts';
import type { LagProfile } from '../../results/shown-schema.ts';
import { holm } from '../../stats/holm.ts';
import { jackknifeTest } from '../../stats/summary.ts';
import type { Bench } from '../bench.ts';
import { choice, type FrozenClaim } from '../choice.ts';
import {
  comparableState,
  comparedPlaces,
  documentsOf,
  type FlipPlaces,
  type Flipped,
  type FlipSums,
  flipCriteria,
  flipOf,
  flipReadings,
  flipSums,
  flipText,
  heldNeurons,
  otherMask,
  stateOf,
} from '../flip.ts';
import { lagProfile, reachOf } from '../lags.ts';
import type { Readings } from '../readings.ts';
import { learned } from './learned.ts';
import { judged, notApplicable, notRun, notTestable, rung } from './rung.ts';

const criteria = { adjustedP: 0.05, ...flipCriteria } as const;

export const used = rung({
  name: 'used',
  title: 'flipping states',
  fullOnly: true,
  question: 'Does the network act on it?',
  criteria,
  passesWhen: `Holding the neuron at the wrong state costs more than holding it at the right one, by more than the same does with the masks of ${criteria.otherMasks} other documents (one-sided t over documents, Holm over the claims, p below ${criteria.adjustedP}). Asked of claims that passed 'learned'.`,
  needs: ['held neurons'],
  inputs: [choice, learned, lagProfile],
  reads: ['losses'],
  async compute({ bench, found, readings, onProgress }) {
    const { claims } = found.choice;
    const asked = claims.map((claim, index) =>
      found.learned[index]?.status === 'passed'
        ? (placesOf(bench, found.lagProfile, claim, index) ?? nowhere)
        : notRun({ code: 'not learned' }),
    );
    const able = asked.filter((each) => 'after' in each).length;
    const measured: (Omit<Used, 'adjustedP'> | null)[] = [];
    const outcomes: ReturnType<typeof notRun>[] = [];
    for (const [index, claim] of claims.entries()) {
      const where = item(asked, index);
      measured[index] = null;
      if (!('after' in where)) {
        outcomes[index] = where;
        continue;
      }
      const done = measured.filter((each) => each !== null).length;
      const flip = await flipOfClaim(bench, { claim, where }, readings, (share) => onProgress?.((done + share) / able));
      if ('code' in flip) outcomes[index] = notTestable(flip);
      else measured[index] = flip;
    }
    const tested = measured.filter((each) => each !== null);
    const adjusted = holm(tested.map(({ p }) => p));
    return measured.map((each, index) =>
      each === null ? item(outcomes, index) : judgeUsed({ ...each, adjustedP: at(adjusted, tested.indexOf(each)) }),
    );
  },
});

const nowhere = notApplicable({ code: 'no state' });

/** Where a claim's state can be flipped; null: nowhere. @param profiles [claims]. */
export const placesOf = (
  bench: Bench,
  profiles: readonly (LagProfile | null)[],
  { feature }: FrozenClaim,
  index: number,
) => flipPlaces(item(bench.features, feature).decidedByToken, profiles[index] ?? null);

/** At the feature, or where the token decides that, as far after its onset as it is remembered; null: nowhere. */
export function flipPlaces(decidedByToken: boolean, lags: LagProfile | null): FlipPlaces | null {
  if (!decidedByToken) return { after: null };
  return lags?.role === 'remembers' ? { after: reachOf(lags) } : null;
}

/** The flip of a claim with its own mask and with those of other documents, or why it cannot be told. */
export async function flipOfClaim(
  bench: Bench,
  { claim, where }: Flipped,
  readings: Pick<Readings, 'losses'>,
  onProgress?: (share: number) => void,
): Promise<Omit<Used, 'adjustedP'> | Reason> {
  const feature = item(bench.features, claim.feature);
  const own = comparableState(bench, 'confirmation', stateOf(bench, feature, 'confirmation', where));
  const text = flipText(bench, 'confirmation', own);
  const others = Array.from({ length: criteria.otherMasks }, (_, k) => otherMask(bench, 'confirmation', own, k + 1));
  const masks = [own, ...others.filter((mask) => mask !== null)];
  if (masks.length < 2) return { code: 'no other mask' };
  const compared = masks.map((mask, k) => comparedPlaces(bench, text, mask, k));
  const first = item(compared, 0);
  const both = [0, 1].map((state) => new Set(first.document.filter((_, i) => first.state[i] === state)));
  const documents = [...item(both, 0)].filter((document) => both[1]?.has(document)).length;
  if (documents < criteria.documents) {
    return { code: 'few documents with both', found: documents, needed: criteria.documents };
  }
  const held = heldNeurons(bench, feature, [claim.neuron], where);
  const { levels } = item(held, 0);
  const losses = await readings.losses(
    'confirmation',
    masks.flatMap((mask, k) => flipReadings(held, bench, text, { state: mask, compared: item(compared, k) })),
    onProgress,
  );
  const sums = compared.map((places, k) =>
    flipSums(text.documents, places, item(losses, 2 * k), item(losses, 2 * k + 1)),
  );
  const count = (state: number) => first.state.reduce((sum, each) => sum + (each === state ? 1 : 0), 0);
  return {
    places: where.after === null ? 'at the feature' : 'after its onset',
    after: where.after,
    ...excess(sums),
    tokens: { inside: count(1), outside: count(0) },
    held: { inside: levels.inside, outside: levels.outside },
  };
}

/** @param sums of the own mask, then of the others. */
export function excess(sums: readonly FlipSums[]) {
  const [own, ...others] = sums;
  if (own === undefined || others.length === 0) throw new RangeError('excess: needs the own mask and others');
  const documents = [...new Set(sums.flatMap(documentsOf))];
  const estimate = (without?: number): number => {
    const mean = others.reduce((sum, other) => sum + flipOf(other, without).flip, 0) / others.length;
    return flipOf(own, without).flip - mean;
  };
  const { value, interval, t, p } = jackknifeTest(
    estimate(),
    documents.map((document) => estimate(document)),
  );
  return {
    ...flipOf(own),
    others: others.map((other) => flipOf(other).flip),
    difference: value,
    interval,
    t,
    p,
    documents: documents.length,
  };
}

export const judgeUsed = (measured: Used) =>
  judged(measured, measured.adjustedP < criteria.adjustedP ? null : { code: 'other states as well' });
