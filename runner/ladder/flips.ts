/**
 * The state flip of every claim that passed 'learned': with its own mask and with those of other documents, and where it falls.
 * What decides on it is the rung `used`; what else is told of it reads the same losses. Pure; the readings are asked for.
 */
import { z } from 'zod';
import { item } from '../core/at.ts';
import { areNumbers } from '../core/values.ts';
import { placeSumsSchema } from '../results/falls-schema.ts';
import { type Reason, reasonSchema } from '../results/reasons-schema.ts';
import { flipNumbersSchema, rungStatusSchema } from '../results/rungs-schema.ts';
import type { LagProfile } from '../results/shown-schema.ts';
import { jackknifeTest, mean } from '../stats/summary.ts';
import type { Bench } from './bench.ts';
import { choice, type FrozenClaim } from './choice.ts';
import { finding } from './finding.ts';
import {
  comparableState,
  comparedPlaces,
  documentsOf,
  type FlipPlaces,
  type FlippedState,
  type FlipSums,
  flipCriteria,
  flipOf,
  flipReadings,
  flipSums,
  flipText,
  heldNeurons,
  otherMask,
  stateOf,
} from './flip.ts';
import { lagProfile, lastRemembered } from './lags.ts';
import { placeCriteria, placeSums } from './places.ts';
import type { Readings } from './readings.ts';
import { learned } from './rungs/learned.ts';
import { notApplicable, notRun, notTestable } from './rungs/rung.ts';

const flippedSchema = z.strictObject({ measured: flipNumbersSchema, places: z.array(placeSumsSchema) });
export type MeasuredFlip = z.infer<typeof flippedSchema>;

/** [claims] What was measured, or what became of the question. */
export const flips = finding({
  name: 'flips',
  title: 'flipping states',
  published: 'inner',
  fullOnly: true,
  criteria: placeCriteria,
  bounds: [flipCriteria],
  inputs: [choice, learned, lagProfile],
  reads: ['losses'],
  schema: z.array(
    z.union([z.strictObject({ status: rungStatusSchema, reason: reasonSchema, measured: z.null() }), flippedSchema]),
  ),
  async compute({ bench, found, readings, onProgress }) {
    const { claims } = found.choice;
    const asked = claims.map((claim, index) =>
      found.learned[index]?.status === 'passed'
        ? (flipPlacesOf(bench, found.lagProfile, claim, index) ?? nowhere)
        : notRun({ code: 'not learned' }),
    );
    const able = asked.filter((each) => 'after' in each).length;
    const told: (ReturnType<typeof notRun> | MeasuredFlip)[] = [];
    let done = 0;
    for (const [index, claim] of claims.entries()) {
      const where = item(asked, index);
      if (!('after' in where)) {
        told.push(where);
        continue;
      }
      const flip = await flipOfClaim(bench, { claim, where }, readings, (share) => onProgress?.((done + share) / able));
      done++;
      told.push('code' in flip ? notTestable(flip) : flip);
    }
    return told;
  },
});

const nowhere = notApplicable({ code: 'no state' });

/** Where a claim's state can be flipped; null: nowhere, as where the token decides a number. @param profiles [claims]. */
export function flipPlacesOf(
  bench: Bench,
  profiles: readonly (LagProfile | null)[],
  { feature }: FrozenClaim,
  index: number,
): FlipPlaces | null {
  const { decidedByToken, mask } = item(bench.features, feature);
  if (decidedByToken && areNumbers(mask.discovery)) return null;
  return flipPlaces(decidedByToken, profiles[index] ?? null);
}

/** At the feature, or where the token decides that, as far after its onset as it is remembered; null: nowhere. */
export function flipPlaces(decidedByToken: boolean, lags: LagProfile | null): FlipPlaces | null {
  if (!decidedByToken) return { after: null };
  return lags?.role === 'remembers' ? { after: lastRemembered(lags) } : null;
}

/** The flip of a claim with its own mask and with those of other documents, or why it cannot be told. */
export async function flipOfClaim(
  bench: Bench,
  { claim, where }: FlippedState,
  readings: Pick<Readings, 'losses'>,
  onProgress?: (share: number) => void,
): Promise<MeasuredFlip | Reason> {
  const feature = item(bench.features, claim.feature);
  const own = comparableState(bench, 'confirmation', stateOf(bench, feature, 'confirmation', where));
  const text = flipText(bench, 'confirmation', own);
  const others = Array.from({ length: flipCriteria.otherMasks }, (_, k) =>
    otherMask(bench, 'confirmation', own, k + 1),
  );
  const masks = [own, ...others.filter((mask) => mask !== null)];
  if (masks.length < 2) return { code: 'no other mask' };
  const compared = masks.map((mask, k) => comparedPlaces(bench, text, mask, k));
  const first = item(compared, 0);
  const both = [0, 1].map((state) => new Set(first.document.filter((_, i) => first.state[i] === state)));
  const documents = [...item(both, 0)].filter((document) => both[1]?.has(document)).length;
  if (documents < flipCriteria.documents) {
    return { code: 'few documents with both', found: documents, needed: flipCriteria.documents };
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
  const measured: MeasuredFlip['measured'] = {
    places: where.after === null ? 'at the feature' : 'after its onset',
    after: where.after,
    ...excess(sums),
    tokens: { inside: count(1), outside: count(0) },
    held: { inside: levels.inside, outside: levels.outside },
  };
  const [right, wrong] = [item(losses, 0), item(losses, 1)];
  const masksOf = { state: own, onDiscovery: stateOf(bench, feature, 'discovery', where), compared: first };
  return { measured, places: placeSums(bench, text, masksOf, { right, wrong }) };
}

/** @param sums of the own mask, then of the others. */
export function excess(sums: readonly FlipSums[]) {
  const [own, ...others] = sums;
  if (own === undefined || others.length === 0) throw new RangeError('excess: needs the own mask and others');
  const documents = [...new Set(sums.flatMap(documentsOf))];
  const estimate = (without?: number): number => {
    return flipOf(own, without).flip - mean(others.map((other) => flipOf(other, without).flip));
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
