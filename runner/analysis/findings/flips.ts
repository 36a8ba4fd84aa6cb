/**
 * The state flip of every learned claim that no rival speaks against: with its own mask and with those of other documents, alone and
 * with all that carry the feature, and where it falls. What decides on it is the rung `used`; what `specific` asks of the tokens at
 * which neuron and label disagree reads the same losses. Pure; the readings are asked for.
 * Source: of holding all carriers together the first step of `groups.ts`; two neurons may undo each other.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import { type Bench, type BenchFeature, effectsOn, scoredAmong } from './bench.ts';
import { choice } from './choice.ts';
import { comparingCriteria, isOtherOf, saidStates, signedTest } from './comparing.ts';
import { excess, masksOf, sumsOf } from './excess.ts';
import { placeSumsSchema } from './falls-schema.ts';
import { finding } from './finding.ts';
import {
  type ComparedPlaces,
  comparedAt,
  comparedPlaces,
  documentsOf,
  type FlipPlaces,
  type FlippedState,
  type FlipSums,
  type FlipText,
  flipCriteria,
  flipReadings,
  flipText,
  type HeldNeuron,
  heldNeurons,
  predictedTokens,
  stateOf,
} from './flip.ts';
import type { FrozenClaim } from './frozen-claim.ts';
import { carriersTogether, jointCriteria } from './joint-flip.ts';
import { lagProfile, lastRemembered } from './lags.ts';
import { placeCriteria, placeSums } from './places.ts';
import type { Readings } from './readings.ts';
import { type Reason, reasonSchema } from './reasons-schema.ts';
import { rivals } from './rivals.ts';
import { learned } from './rungs/learned.ts';
import { notApplicable, notRun, notTestable } from './rungs/rung.ts';
import { type Disagreement, disagreementSchema, flipNumbersSchema, rungStatusSchema } from './rungs-schema.ts';
import type { LagProfile } from './shown-schema.ts';
import { isSpokenAgainst } from './spoken.ts';
import { sideOf } from './states.ts';

const flippedSchema = z.strictObject({
  measured: flipNumbersSchema,
  places: z.array(placeSumsSchema),
  disagreement: disagreementSchema,
});
export type MeasuredFlip = z.infer<typeof flippedSchema>;

/** [claims] What was measured, or what became of the question. */
export const flips = finding({
  name: 'flips',
  title: 'flipping states',
  published: 'inner',
  fullOnly: true,
  criteria: { ...placeCriteria, ...jointCriteria },
  bounds: [flipCriteria, comparingCriteria],
  inputs: [choice, learned, rivals, lagProfile],
  reads: ['losses'],
  schema: z.array(
    z.union([z.strictObject({ status: rungStatusSchema, reason: reasonSchema, measured: z.null() }), flippedSchema]),
  ),
  async compute({ bench, found, readings, onProgress }) {
    const { claims } = found.choice;
    const asked = claims.map((claim, index) =>
      found.learned[index]?.status === 'passed'
        ? isSpokenAgainst(found.rivals[index])
          ? notRun({ code: 'not specific' })
          : (flipPlacesOf(bench, found.lagProfile, claim, index) ?? nowhere)
        : notRun({ code: 'not learned' }),
    );
    const able = asked.filter((each) => 'after' in each).length;
    const together = able === 0 ? null : carriersTogether(bench, await effectsOn(bench, 'discovery'), readings);
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
      if ('code' in flip || together === null) {
        told.push('code' in flip ? notTestable(flip) : { ...flip, measured: { ...flip.measured, joint: null } });
        continue;
      }
      told.push({ ...flip, measured: { ...flip.measured, joint: await together({ claim, where }) } });
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

/** The flip of a claim alone. */
type FlippedAlone = Omit<MeasuredFlip, 'measured'> & { measured: Omit<MeasuredFlip['measured'], 'joint'> };

/** The flip of a claim with its own mask and with those of other documents, or why it cannot be told. */
export async function flipOfClaim(
  bench: Bench,
  { claim, where }: FlippedState,
  readings: Pick<Readings, 'losses'>,
  onProgress?: (share: number) => void,
): Promise<FlippedAlone | Reason> {
  const feature = item(bench.features, claim.feature);
  const masks = masksOf(bench, feature, where);
  const own = item(masks, 0);
  const text = flipText(bench, 'confirmation', own);
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
  const other = otherwiseSaid(bench, item(held, 0), own);
  const turned = own.map((now, t) => (at(other, t) < 0 ? now : at(other, t)));
  const disagreeing = disagreeingPlaces(bench, text, { feature, other, state: own });
  const isAsked = areEnough(disagreeing);
  const losses = await readings.losses(
    'confirmation',
    [
      ...masks.flatMap((mask, k) => flipReadings(held, bench, text, { state: mask, compared: item(compared, k) })),
      ...(isAsked ? [own, turned] : []).map((state) =>
        item(flipReadings(held, bench, text, { state, compared: disagreeing }), 0),
      ),
    ],
    onProgress,
  );
  const sums = sumsOf(text, compared, losses);
  const count = (state: number) => first.state.reduce((sum, each) => sum + (each === state ? 1 : 0), 0);
  const measured = {
    places: where.after === null ? ('at the feature' as const) : ('after its onset' as const),
    after: where.after,
    ...excess(sums),
    helped: helpedShare(item(sums, 0)),
    tokens: { inside: count(1), outside: count(0) },
    held: { inside: levels.inside, outside: levels.outside },
  };
  const [right, wrong] = [item(losses, 0), item(losses, 1)];
  const placed = { state: own, onDiscovery: stateOf(bench, feature, 'discovery', where), compared: first };
  return {
    measured,
    places: placeSums(bench, text, placed, { right, wrong }),
    // A network that does no better with the label anywhere says nothing where neuron and label disagree.
    disagreement:
      isAsked && measured.difference > 0
        ? disagreementAt(disagreeing, item(losses, losses.length - 2), item(losses, losses.length - 1))
        : null,
  };
}

const helpedShare = (sums: FlipSums): number => {
  const documents = documentsOf(sums);
  return documents.filter((d) => at(sums.inside, d) + at(sums.outside, d) > 0).length / documents.length;
};

/** [read tokens] What the neuron says where that is another state than the label's, and -1 elsewhere. */
function otherwiseSaid(bench: Bench, held: HeldNeuron, state: Int8Array): Int8Array {
  const isOther = isOtherOf(held.levels.seen);
  const said = saidStates(bench, held, 'confirmation');
  const found = new Int8Array(state.length).fill(-1);
  for (const [t, place] of scoredAmong(bench.input.text.confirmation).positions.entries()) {
    if (isOther(at(said, t), at(state, place))) found[place] = at(said, t);
  }
  return found;
}

/** All tokens of the class at which the neuron says another state than the label. */
function disagreeingPlaces(
  bench: Bench,
  text: FlipText,
  { feature, other, state }: { feature: BenchFeature; other: Int8Array; state: Int8Array },
): ComparedPlaces {
  const { segments } = bench.input.text[text.half];
  const found = text.segments.flatMap((segment) =>
    predictedTokens(bench, text, segment)
      .filter((t) => at(feature.members[text.half], t) === 1 && at(other, t) >= 0 && sideOf(at(state, t)) >= 0)
      .map((place) => ({ place, document: Math.floor(segment / segments), state: sideOf(at(state, place)) })),
  );
  return comparedAt(found);
}

const areEnough = ({ document }: ComparedPlaces): boolean =>
  document.length >= comparingCriteria.tokens && new Set(document).size >= comparingCriteria.documents;

/**
 * Where the neuron says another state than the label: what that costs there, where it is held by the label all the rest of the text. A
 * neuron that carries the feature and errs there is put right by the label, and the network gains; one that carries something else is
 * put wrong.
 */
function disagreementAt(
  { document }: ComparedPlaces,
  right: Float32Array,
  turned: Float32Array,
): NonNullable<Disagreement> {
  const sums = new Map<number, { sum: number; count: number }>();
  document.forEach((place, index) => {
    const own = sums.get(place) ?? { sum: 0, count: 0 };
    sums.set(place, { sum: own.sum + at(turned, index) - at(right, index), count: own.count + 1 });
  });
  const all = [...sums.values()];
  const tokens = document.length;
  const total = all.reduce((rest, { sum }) => rest + sum, 0);
  const without = all.map(({ sum, count }) => (total - sum) / (tokens - count));
  const { value, interval, t, above } = signedTest(total / tokens, without);
  return { tokens, documents: all.length, difference: value, interval, t, p: above };
}
