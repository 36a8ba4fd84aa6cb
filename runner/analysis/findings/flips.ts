/**
 * The state flip of every learned claim that no rival speaks against: with its own mask and, as long as it may still be used, with those
 * of other documents, alone and with all that carry the feature; and where it falls. What decides on it is the rung `used`; what
 * `specific` asks of the tokens at which neuron and label disagree reads the same losses. Pure; the readings are asked for.
 * Source: of holding all carriers together the first step of `groups.ts`; two neurons may undo each other.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import type { DocumentMeans, Estimate } from '../stats/document-means.ts';
import { toldNeuron } from './arrays.ts';
import { type Bench, effectsOn, scoredAmong } from './bench.ts';
import { largestEffects } from './best-neuron.ts';
import { choice } from './choice.ts';
import type { FrozenClaim } from './claim-schema.ts';
import { comparingCriteria, decodedLevels, isOtherOf } from './comparing.ts';
import { finding, type OnProgress, type Readings } from './finding.ts';
import { lagProfile, lastRemembered } from './lags.ts';
import {
  bySide,
  type ClampedLevels,
  type ClampedNeuron,
  clampAt,
  clampedNeurons,
  excess,
  type FlipPlaces,
  flipCriteria,
  flipOf,
  flipped,
  flipsOf,
  type Patched,
  patchStates,
  predictedTokens,
  sitesAt,
  sitesOfMasks,
  stateOf,
  told,
} from './patching.ts';
import { placeCriteria, placeSums } from './places.ts';
import { type Reason, reasonSchema } from './reasons-schema.ts';
import { isContradicted, rivals } from './rivals.ts';
import { learned } from './rungs/learned.ts';
import { notApplicable, notRun, notTestable } from './rungs/rung.ts';
import {
  type Disagreement,
  disagreementSchema,
  flipNumbersSchema,
  rungStatusSchema,
  type UsedMeasurement,
} from './rungs-schema.ts';
import { holdingSchema, type LagProfile, placeSumsSchema } from './shown-schema.ts';
import { sideOf } from './states.ts';

export const jointCriteria = {
  /** Neurons that are held together, by the size of their effect on discovery, the claim's own beside them. */
  carriers: 8,
  /** Read tokens of the confirmation half. */
  jointTokens: 8192,
  /** Of what the neuron costs alone: what all of them cost together is nothing where it is less. (Others that are held beside two which
   * undo each other cost .002 nats where one of these costs 2.4, and surely so: t 14.) */
  nothing: 0.05,
} as const;

const flippedSchema = z.strictObject({
  measured: flipNumbersSchema,
  places: z.array(placeSumsSchema),
  holding: holdingSchema,
  disagreement: disagreementSchema,
});
type Flipped = z.infer<typeof flippedSchema>;

/** [claims] What was measured, or what became of the question. */
export const flips = finding({
  name: 'flips',
  title: 'Measuring the effect of clamping',
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
    const asked = claims.map((claim, index) => {
      if (found.learned[index]?.status !== 'passed') return notRun({ code: 'not learned' });
      if (isContradicted(found.rivals[index])) return notRun({ code: 'not specific' });
      return flipPlacesOf(bench, found.lagProfile, claim, index) ?? notApplicable({ code: 'no state' });
    });
    const able = asked.filter((each) => 'after' in each).length;
    const known = new Map<string, UsedMeasurement['joint']>();
    const all: (ReturnType<typeof notRun> | Flipped)[] = [];
    let done = 0;
    for (const [index, where] of asked.entries()) {
      if (!('after' in where)) {
        all.push(where);
        continue;
      }
      const state = { claim: item(claims, index), where };
      const flip = await flipOfClaim(bench, state, readings, (share) => onProgress?.((done + share) / able));
      done++;
      if ('code' in flip) {
        all.push(notTestable(flip));
        continue;
      }
      const isSure = flip.measured.p < flipCriteria.adjustedP;
      const joint = isSure ? await together(bench, state, readings, known) : null;
      all.push({ ...flip, measured: { ...flip.measured, joint } });
    }
    return all;
  },
});

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

type FlippedAlone = Omit<Flipped, 'measured'> & { measured: Omit<Flipped['measured'], 'joint'> };

/** The flip of a claim with its own mask and, where that is above 0, with those of other documents; or why it cannot be told. */
export async function flipOfClaim(
  bench: Bench,
  { claim, where }: ClampedLevels,
  { losses }: Pick<Readings, 'losses'>,
  onProgress?: OnProgress,
): Promise<FlippedAlone | Reason> {
  const feature = item(bench.features, claim.feature);
  const [own, ...masks] = sitesOfMasks(bench, feature, where);
  if (own === undefined || masks.length === 0) return { code: 'no other mask' };
  const on = (side: number) => new Set(own.document.filter((_, site) => own.side[site] === side));
  const documents = on(0).intersection(on(1)).size;
  if (documents < flipCriteria.documents) {
    return { code: 'few documents with both', found: documents, needed: flipCriteria.documents };
  }
  const held = clampedNeurons(bench, feature, [claim.neuron], where);
  const text = bench.input.text.confirmation;
  const other = otherwiseSaid(bench, item(held, 0), own.state);
  const disagreeing = sitesAt(
    text,
    own,
    predictedTokens(text, own.segments).filter(
      (t) => at(feature.members.confirmation, t) === 1 && at(other, t) >= 0 && sideOf(at(own.state, t)) >= 0,
    ),
  );
  const isAsked =
    disagreeing.places.length >= comparingCriteria.tokens &&
    new Set(disagreeing.document).size >= comparingCriteria.documents;
  const turned = own.state.map((now, t) => (at(other, t) < 0 ? now : at(other, t)));
  const ownFlip = flipped(bench, held, own);
  const { right } = ownFlip;
  const first = [
    ownFlip,
    { sites: own, right: [], wrong: right },
    ...(isAsked ? [{ sites: disagreeing, right, wrong: clampAt(held, text.readTypes, turned) }] : []),
  ];
  const share = first.length / (first.length + masks.length);
  const patched = await patchStates(first, losses, (done) => onProgress?.(share * done));
  const sides = bySide(item(patched, 0));
  const flip = flipOf(item(patched, 0));
  const others =
    flip.value > 0
      ? await flipsOf(bench, { held, masks }, losses, (done) => onProgress?.(share + (1 - share) * done))
      : [];
  const difference = excess([flip, ...others]);
  const holding = bySide(item(patched, 1));
  const riseOn = (side: number) => {
    const { value: rise, interval } = holding.mean(side).test();
    return { rise, interval };
  };
  const { inside, outside } = item(held, 0).levels;
  return {
    measured: {
      places: where.after === null ? 'at the feature' : 'after its onset',
      after: where.after,
      flip: flip.value,
      inside: sides.mean(1).value,
      outside: sides.mean(0).value,
      others: others.map(({ value }) => value),
      ...told(difference),
      documents: difference.documents,
      helped: helpedShare(sides, flip),
      tokens: { inside: sides.count(1), outside: sides.count(0) },
      held: { inside, outside },
    },
    places: placeSums(bench, item(patched, 0), stateOf(bench, feature, 'discovery', where)),
    holding: { inside: riseOn(1), outside: riseOn(0) },
    // A network that does no better with the label anywhere says nothing where neuron and label disagree.
    disagreement: isAsked && difference.value > 0 ? disagreementOf(item(patched, 2)) : null,
  };
}

/** Share of the documents in which the wrong state costs more than the right one. */
function helpedShare(sides: DocumentMeans<number>, { without }: Estimate): number {
  const [outside, inside] = [sides.byDocument(0), sides.byDocument(1)];
  const documents = [...without.keys()];
  const helped = documents.filter((d) => (inside.get(d)?.sum ?? 0) + (outside.get(d)?.sum ?? 0) > 0);
  return helped.length / documents.length;
}

/** [read tokens] What the neuron says where that is another state than the label's, and -1 elsewhere. */
function otherwiseSaid(bench: Bench, held: ClampedNeuron, state: Int8Array): Int8Array {
  const isOther = isOtherOf(held.levels.seen);
  const said = decodedLevels(bench, held, 'confirmation');
  const found = new Int8Array(state.length).fill(-1);
  for (const [t, place] of scoredAmong(bench.input.text.confirmation).positions.entries()) {
    if (isOther(at(said, t), at(state, place))) found[place] = at(said, t);
  }
  return found;
}

/**
 * Where the neuron says another state than the label: what that costs there, where it is held by the label all the rest of the text. A
 * neuron that carries the feature and errs there is put right by the label, and the network gains; one that carries something else is
 * put wrong.
 */
function disagreementOf({ sites, rise }: Patched): NonNullable<Disagreement> {
  const mean = bySide({ rise, sites: { ...sites, side: new Uint8Array(rise.length) } }).ratio(0);
  return { tokens: rise.length, documents: mean.documents, ...told(mean) };
}

/**
 * The excess of all carriers held together; the same for all claims on a feature of which each is among them.
 * @param known what was told before.
 */
async function together(
  bench: Bench,
  { claim, where }: ClampedLevels,
  { losses }: Pick<Readings, 'losses'>,
  known: Map<string, UsedMeasurement['joint']>,
): Promise<UsedMeasurement['joint']> {
  const effects = item(await effectsOn(bench, 'discovery'), claim.feature);
  const neurons = [...new Set([...largestEffects(effects, jointCriteria.carriers), claim.neuron])].sort(
    (a, b) => a - b,
  );
  if (neurons.length < 2) return null;
  const key = JSON.stringify([claim.feature, where, neurons]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const feature = item(bench.features, claim.feature);
  const held = clampedNeurons(bench, feature, neurons, where);
  const masks = sitesOfMasks(bench, feature, where, jointCriteria.jointTokens);
  const difference = excess(await flipsOf(bench, { held, masks }, losses));
  const found = { neurons: neurons.map((own) => toldNeuron(bench.input.arrays, own)), ...told(difference) };
  known.set(key, found);
  return found;
}
