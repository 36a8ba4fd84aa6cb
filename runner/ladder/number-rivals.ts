/**
 * Rivals where a number is among the two: does the neuron go with the feature, or with the rival? Where both rise together,
 * each is given what it adds to the other: the neuron's ranks are put down to both (least squares), among equal tokens. A counter
 * goes with the number, and a threshold adds nothing; a switch goes with its threshold, and the number adds nothing. Pure.
 */
import { addAt, at, item } from '../core/at.ts';
import { areNumbers, type FeatureValues } from '../core/values.ts';
import type { SpecificMeasurement } from '../results/rungs-schema.ts';
import { midRanks } from '../stats/mid-ranks.ts';
import { correlation } from '../stats/rank-correlation.ts';
import { shift } from '../stats/shift.ts';
import { jackknifeTest } from '../stats/summary.ts';
import { viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, type LadderFeature, scoredAmong } from './bench.ts';
import type { HeldNeuron } from './flip.ts';
import { specificCriteria } from './specific-criteria.ts';

/** Not yet adjusted over the rivals of a claim. */
export type Rival = Omit<SpecificMeasurement['rivals'][number], 'adjustedP'>;

interface Candidate {
  of: Rival['of'];
  /** [scored tokens] of the confirmation half; NaN where it says nothing. */
  values: Float32Array;
}

/** All rivals of a number, and of a mask those that are numbers. */
export function numberRivals(bench: Bench, feature: BenchFeature, held: HeldNeuron): Rival[] {
  const { confirmation: mask } = feature.scored;
  const { length, types, sources } = bench.input.text.confirmation;
  const own = Float32Array.from(mask.mask, (value, t) => (mask.members[t] === 1 ? value : Number.NaN));
  const isNumber = areNumbers(mask.mask);
  const others = [...bench.features.filter(({ index }) => index !== feature.index), ...(bench.input.rivals ?? [])];
  const shifts = Array.from({ length: specificCriteria.shift }, (_, k) => [-(k + 1), k + 1]).flat();
  const candidates: Candidate[] = [
    ...(isNumber ? shifts.map((by) => ({ of: { shift: by }, values: shift(own, -by, length, Number.NaN) })) : []),
    ...others
      .filter((other) => isNumber || areNumbers(other.masks.confirmation))
      .map((other) => ({ of: { feature: other.name }, values: valuesOf(bench, other) })),
  ];
  const activation = item(bench.input.activations.confirmation, held.neuron);
  const rest = Float32Array.from(activation, (value, t) => value - held.levels.level(at(types, t)));
  const size = own.length / sources.length;
  return candidates.flatMap(({ of, values }) => {
    const told = compared({ own, rival: values, rest, types, size });
    return told === null ? [] : [{ of, ...told }];
  });
}

/** [scored tokens] of the confirmation half; NaN outside its class. */
function valuesOf({ input }: Bench, { masks, members }: LadderFeature): Float32Array {
  const view = scoredAmong(input.text.confirmation);
  const own: FeatureValues = viewed(masks.confirmation, view);
  const scored = viewed(members.confirmation, view);
  return Float32Array.from(own, (value, t) => (scored[t] === 1 ? value : Number.NaN));
}

interface Both {
  own: Float32Array;
  rival: Float32Array;
  /** The activation, its type's level taken off. */
  rest: Float32Array;
  types: Int32Array;
  /** Tokens of a document. */
  size: number;
}

/** Of what one adds to the other, at least: with less the two are the same, and nothing can be told. */
const leastOwn = 0.02;

/** @returns null where the two hardly go together, or are hardly two, or share too few tokens. */
function compared({ own, rival, rest, types, size }: Both): Omit<Rival, 'of'> | null {
  const places = [...own.keys()].filter((t) => !Number.isNaN(at(own, t)) && !Number.isNaN(at(rival, t)));
  const documents = [...new Set(places.map((t) => Math.floor(t / size)))];
  if (places.length < specificCriteria.tokens || documents.length < specificCriteria.documents) return null;
  const ranks = (values: Float32Array): Float64Array => midRanks(Float64Array.from(places, (t) => at(values, t))).ranks;
  const [label, other, neuron] = [ranks(own), ranks(rival), ranks(rest)];
  const goes = correlation(label, other);
  if (!(Math.abs(goes) > specificCriteria.correlation)) return null;
  const kinds = Int32Array.from(places, (t) => at(types, t));
  const [a, b, y] = [label, other, neuron].map((values) => standardised(values, kinds));
  if (a === undefined || b === undefined || y === undefined) return null;
  // For each document the sums of products: aa, ab, bb, ay, by.
  const sums = new Map<number, Float64Array>();
  for (const [i, t] of places.entries()) {
    const document = Math.floor(t / size);
    const known = sums.get(document) ?? new Float64Array(5);
    const [x, z, v] = [at(a, i), at(b, i), at(y, i)];
    for (const [cell, product] of [x * x, x * z, z * z, x * v, z * v].entries()) addAt(known, cell, product);
    sums.set(document, known);
  }
  const all = [...sums.values()];
  const whole = Float64Array.from({ length: 5 }, (_, cell) => all.reduce((sum, each) => sum + at(each, cell), 0));
  const [aa, ab, bb] = [at(whole, 0), at(whole, 1), at(whole, 2)];
  if (!(1 - (ab * ab) / (aa * bb) > leastOwn)) return null;
  const sign = partsOf(whole, 1, goes < 0 ? -1 : 1);
  // The neuron's direction: that of what both together say.
  const direction = sign.label + sign.rival < 0 ? -1 : 1;
  const parts = (of: Float64Array) => partsOf(of, direction, goes < 0 ? -1 : 1);
  const difference = (of: Float64Array): number => {
    const { label: first, rival: second } = parts(of);
    return first - second;
  };
  const leftOut = all.map((each) => difference(whole.map((sum, cell) => sum - at(each, cell))));
  const { interval } = jackknifeTest(difference(whole), leftOut);
  const below = jackknifeTest(
    -difference(whole),
    leftOut.map((each) => -each),
  );
  const { label: first, rival: second } = parts(whole);
  const total = Math.abs(first) + Math.abs(second);
  const asShare = (each: number): number => Math.min(1, Math.max(0, 0.5 + each / (2 * total)));
  return {
    correlation: goes,
    tokens: places.length,
    documents: documents.length,
    follows: asShare(first - second),
    interval: [asShare(interval[0]), asShare(interval[1])],
    p: below.p,
  };
}

/** What the neuron goes up with a standard deviation of each, the other held still. */
function partsOf(sums: Float64Array, direction: number, turned: number) {
  const [aa, ab, bb, ay, by] = [0, 1, 2, 3, 4].map((cell) => at(sums, cell)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const determinant = aa * bb - ab * ab;
  return {
    label: direction * ((ay * bb - by * ab) / determinant),
    rival: direction * turned * ((by * aa - ay * ab) / determinant),
  };
}

/** Less the mean of its type, over the standard deviation of what is left; undefined where nothing is. */
function standardised(values: Float64Array, kinds: Int32Array): Float64Array | undefined {
  const sums = new Map<number, { sum: number; count: number }>();
  values.forEach((value, i) => {
    const known = sums.get(at(kinds, i)) ?? { sum: 0, count: 0 };
    known.sum += value;
    known.count++;
    sums.set(at(kinds, i), known);
  });
  const rest = values.map((value, i) => {
    const own = sums.get(at(kinds, i));
    return own === undefined ? 0 : value - own.sum / own.count;
  });
  const deviation = Math.sqrt(rest.reduce((sum, each) => sum + each * each, 0) / rest.length);
  return deviation > 0 ? rest.map((each) => each / deviation) : undefined;
}
