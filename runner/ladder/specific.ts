/**
 * Is it this, or something that goes with it? What a label shares with the truth makes a neuron's flip; where the neuron
 * and the label disagree, and where the label and another that goes with it disagree, the two come apart. Pure; readings
 * are asked for.
 * - *Disagreement*: at tokens where the neuron's own side is the other one than the label's, the neuron is held at what the
 *   label says and at the opposite. A neuron that carries the feature and errs there is put right by the label, and the
 *   network gains; one that carries something else is put wrong. Of a number it is held at the level that the label says and at
 *   the one that it says itself, where these are two levels apart.
 * - *Rivals*: other features, of the experiment and of the catalogue, and the label some tokens earlier or later. Where a rival
 *   and the label differ, on whose side is the neuron? A neuron is on one side oftener than on the other, and errs, where both
 *   agree as well: of a rival that holds the feature within it, all tokens that differ lie on one side, and without regard to that
 *   a neuron of which the middle lies badly would follow any such rival. So its side counts by what it is worth: from 1, as often
 *   inside (or outside) as where both labels say what the feature's says, to 0, as often as where both say what the rival's says.
 */
import { at, int8At, item } from '../core/at.ts';
import { areNumbers } from '../core/values.ts';
import type { Reason } from '../results/reasons-schema.ts';
import type { SpecificMeasurement } from '../results/rungs-schema.ts';
import { documentSums, meansWithout } from '../stats/document-sums.ts';
import { holm } from '../stats/holm.ts';
import { shift } from '../stats/shift.ts';
import { jackknifeTest } from '../stats/summary.ts';
import { viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, scoredAmong } from './bench.ts';
import {
  type ComparedPlaces,
  comparableState,
  comparedPlaces,
  type FlippedState,
  flipReadings,
  flipText,
  type HeldNeuron,
  heldNeurons,
  holdAt,
  stateOf,
} from './flip.ts';
import { numberRivals, type Rival } from './number-rivals.ts';
import type { Listener, Readings } from './readings.ts';
import { saidLevels } from './said-levels.ts';
import { specificCriteria } from './specific-criteria.ts';
import { sidesOf as sidesIn } from './states.ts';

const criteria = specificCriteria;

/** What a token says of a side: 1 inside, 0 outside, -1 nothing. [scored tokens] of the confirmation half. */
type Sides = Int8Array;

/** @returns the numbers, without what is adjusted over all claims; the reason where too few tokens disagree with anything. */
export async function specificOf(
  bench: Bench,
  { claim, where }: FlippedState,
  readings: Pick<Readings, 'losses'>,
  onProgress?: Listener,
): Promise<Omit<SpecificMeasurement, 'adjustedP'> | Reason> {
  const feature = item(bench.features, claim.feature);
  const [held] = heldNeurons(bench, feature, [claim.neuron], where);
  if (held === undefined) throw new Error('specific: there is no neuron to be held');
  // As the flip has it, so that its losses are these.
  const read = comparableState(bench, 'confirmation', stateOf(bench, feature, 'confirmation', where));
  const label = ofClass(feature, scoredOnly(bench, sidesIn(read)));
  const side = sidesOf(bench, held);
  const isNumber = areNumbers(feature.mask.discovery);
  const rivals =
    where.after === null
      ? ranked([...maskRivals(bench, feature, label, side), ...numberRivals(bench, feature, held)])
      : [];
  const disagreement = await disagreementOf(bench, { held, isNumber, read, label, side, readings, onProgress });
  if (disagreement === null && rivals.length === 0) {
    return { code: 'few disagree', tokens: criteria.tokens, documents: criteria.documents };
  }
  return { disagreement, rivals };
}

const scoredOnly = (bench: Bench, values: Int8Array): Int8Array =>
  viewed(values, scoredAmong(bench.input.text.confirmation), -1);

/** What a label says of the tokens of the feature's class, and of no other: a space has it from the word before. */
const ofClass = ({ scored }: BenchFeature, label: Int8Array): Int8Array =>
  label.map((each, t) => (scored.confirmation.members[t] === 1 ? each : -1));

/** On which side of the middle between its two levels the neuron is, its type's level taken off. */
function sidesOf({ input }: Bench, { neuron, levels }: HeldNeuron): Sides {
  const activation = item(input.activations.confirmation, neuron);
  const middle = (levels.inside + levels.outside) / 2;
  const up = levels.inside > levels.outside;
  return Int8Array.from(input.text.confirmation.types, (type, t) =>
    at(activation, t) - levels.level(type) > middle === up ? 1 : 0,
  );
}

interface Disagreeing {
  held: HeldNeuron;
  isNumber: boolean;
  /** [read tokens] The label, and what it says of the class, [scored tokens]. */
  read: Int8Array;
  label: Int8Array;
  side: Sides;
  readings: Pick<Readings, 'losses'>;
  onProgress?: Listener | undefined;
}

/** @returns null where too few of the compared tokens disagree. */
async function disagreementOf(
  bench: Bench,
  { held, isNumber, read, label, side, readings, onProgress }: Disagreeing,
): Promise<SpecificMeasurement['disagreement']> {
  const text = flipText(bench, 'confirmation', read);
  const drawn = comparedPlaces(bench, text, read, 0);
  const said = isNumber ? saidLevels(bench, held, read) : null;
  const asked = said === null ? disagreeing(bench, drawn, { read, label, side }) : placesWith(drawn, said.disagrees);
  const documents = [...new Set(asked.document)];
  if (asked.places.length < criteria.tokens || documents.length < criteria.documents) return null;
  const both = flipReadings([held], bench, text, { state: read, compared: asked });
  // Of a number not the mirror of what the label says stands against it, but what the neuron says.
  const types = bench.input.text.confirmation.readTypes;
  const against = said === null ? [] : [{ hold: holdAt([held], types, said.states, 'right') }];
  const [right, wrong] = await readings.losses(
    'confirmation',
    both.map((reading, which) => ({ ...reading, ...(which === 1 ? against[0] : {}) })),
    onProgress,
  );
  if (right === undefined || wrong === undefined) throw new Error('specific: a reading is missing');
  const gains = Float64Array.from(right, (loss, index) => at(wrong, index) - loss);
  const { value, interval, t, belowP } = meanOver(asked.document, gains);
  return {
    tokens: asked.places.length,
    documents: documents.length,
    share: asked.places.length / drawn.places.length,
    difference: value,
    interval,
    t,
    p: belowP,
  };
}

/** Of the compared tokens those of the class at which the neuron is on the other side than the label. */
function disagreeing(
  { input }: Bench,
  { places, document, state }: ComparedPlaces,
  { read, label, side }: Pick<Disagreeing, 'read' | 'label' | 'side'>,
): ComparedPlaces {
  const opposed = new Uint8Array(read.length);
  for (const [t, place] of scoredAmong(input.text.confirmation).positions.entries()) {
    opposed[place] = int8At(label, t) >= 0 && label[t] !== side[t] ? 1 : 0;
  }
  return placesWith({ places, document, state }, (place) => opposed[place] === 1);
}

function placesWith({ places, document, state }: ComparedPlaces, is: (place: number) => boolean): ComparedPlaces {
  const isKept = (_: number, index: number): boolean => is(at(places, index));
  return { places: places.filter(isKept), document: document.filter(isKept), state: state.filter(isKept) };
}

/** A label that goes with the feature's: another feature's, or its own some tokens earlier (below 0) or later. */
interface Candidate {
  of: SpecificMeasurement['rivals'][number]['of'];
  correlation: number;
  label: Int8Array;
}

/** Those that the neuron follows most surely first. */
function ranked(found: readonly Rival[]): SpecificMeasurement['rivals'] {
  const adjusted = holm(found.map(({ p }) => p));
  return found
    .map((each, index) => ({ ...each, adjustedP: at(adjusted, index) }))
    .sort((a, b) => a.adjustedP - b.adjustedP || a.follows - b.follows);
}

/** Rivals that differ from the label often enough; none where the feature is a number: `number-rivals.ts` has its own. */
function maskRivals(bench: Bench, feature: BenchFeature, label: Int8Array, side: Sides): Rival[] {
  if (areNumbers(feature.mask.discovery)) return [];
  const size = label.length / bench.input.text.confirmation.sources.length;
  return [...shifts(bench, label), ...others(bench, feature, label)].flatMap(({ of, correlation, label: rival }) => {
    const places = [...label.keys()].filter((t) => at(label, t) >= 0 && at(rival, t) >= 0 && label[t] !== rival[t]);
    const documents = places.map((t) => Math.floor(t / size));
    const distinct = new Set(documents).size;
    if (places.length < criteria.tokens || distinct < criteria.documents) return [];
    const worth = worthOf(label, rival, side);
    if (worth === null) return [];
    const follows = Float64Array.from(places, (t) => worth(at(label, t), at(side, t)) - 0.5);
    const { value, interval, belowP } = meanOver(Int32Array.from(documents), follows);
    const asShare = (each: number): number => Math.min(1, Math.max(0, each + 0.5));
    return [
      {
        of,
        correlation,
        tokens: places.length,
        documents: distinct,
        follows: asShare(value),
        interval: [asShare(interval[0]), asShare(interval[1])] as [number, number],
        p: belowP,
      },
    ];
  });
}

/**
 * What a side says for the label where the rival says the opposite: 1 on average of a neuron that is there as it is where both
 * say what the label says, 0 of one that is as it is where both say what the rival says.
 * @returns null where the labels hardly ever agree on one of the sides, or the neuron is hardly another there.
 */
function worthOf(label: Int8Array, rival: Int8Array, side: Sides): ((label: number, side: number) => number) | null {
  const counts = [0, 0];
  const inside = [0, 0];
  for (let t = 0; t < label.length; t++) {
    const now = int8At(label, t);
    if (now < 0 || now !== rival[t]) continue;
    counts[now] = at(counts, now) + 1;
    inside[now] = at(inside, now) + int8At(side, t);
  }
  if (counts.some((count) => count < criteria.tokens)) return null;
  const [low = 0, high = 0] = inside.map((sum, now) => sum / at(counts, now));
  if (high - low < criteria.tells) return null;
  return (now, own) => (now === 1 ? own - low : high - own) / (high - low);
}

/** The label earlier and later, each segment by itself. */
function shifts({ input }: Bench, label: Int8Array): Candidate[] {
  const { length } = input.text.confirmation;
  const tokens = Array.from({ length: criteria.shift }, (_, k) => [-(k + 1), k + 1]).flat();
  return tokens.flatMap((by) => {
    const shifted = shift(label, -by, length, -1);
    const correlation = correlationOf(label, shifted);
    // Where both say something one of them never changes: there is nothing that they share.
    return Number.isNaN(correlation) ? [] : [{ of: { shift: by }, correlation, label: shifted }];
  });
}

/** The other features, and those of the catalogue, that go with this one; one that goes against it is turned round. */
function others(bench: Bench, feature: BenchFeature, label: Int8Array): Candidate[] {
  const further = bench.input.rivals ?? [];
  return [...bench.features.filter(({ index }) => index !== feature.index), ...further].flatMap((other) => {
    if (areNumbers(other.masks.confirmation)) return [];
    const own = scoredOnly(bench, stateOf(bench, other, 'confirmation', { after: null }));
    const correlation = correlationOf(label, own);
    if (!(Math.abs(correlation) > criteria.correlation)) return [];
    const turned = correlation < 0 ? own.map((each) => (each < 0 ? each : 1 - each)) : own;
    return [{ of: { feature: other.name }, correlation, label: turned }];
  });
}

/** Of two labels, over the tokens at which both say something (phi); NaN where one never changes there. */
function correlationOf(a: Int8Array, b: Int8Array): number {
  const counts = [0, 0, 0, 0];
  for (let t = 0; t < a.length; t++) {
    const [one, other] = [int8At(a, t), int8At(b, t)];
    if (one < 0 || other < 0) continue;
    counts[2 * one + other] = at(counts, 2 * one + other) + 1;
  }
  const [n00, n01, n10, n11] = [at(counts, 0), at(counts, 1), at(counts, 2), at(counts, 3)];
  return (n11 * n00 - n10 * n01) / Math.sqrt((n11 + n10) * (n01 + n00) * (n11 + n01) * (n10 + n00));
}

/**
 * The mean over tokens, and how sure it is by leaving out one document at a time; `belowP`: one-sided, that the true mean is 0 or
 * more. (Not 1 - p of the other side.)
 * @param documents [tokens].
 */
function meanOver(documents: Int32Array, values: Float64Array) {
  const sums = documentSums(documents, values);
  const total = values.reduce((sum, value) => sum + value, 0);
  const leftOut = meansWithout(sums, total, values.length);
  const mean = total / values.length;
  const { p: belowP } = jackknifeTest(
    -mean,
    leftOut.map((each) => -each),
  );
  return { ...jackknifeTest(mean, leftOut), belowP };
}
