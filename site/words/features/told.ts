/**
 * What an atlas and the evidence of its experiment tell of one feature: which neurons tell it best, what each of those is worth as
 * a detector, and what all neurons and untrained ones have. Pure; runs in the browser too.
 */
import type { AtlasMap, StrongestArrays } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas, AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { carrierWords, type StrongestKind, strongestKinds } from '../../../runner/analysis/findings/names-schema.ts';
import type { Excerpt } from '../../../runner/analysis/findings/shown-schema.ts';
import { at } from '../../../runner/core/at.ts';
import { counted, decimal, integer, percent, quoted, significant } from '../../../runner/core/format.ts';
import { levels } from '../../../runner/experiment/results/activations.ts';
import type { Claim, Evidence } from '../../../runner/experiment/results/evidence-schema.ts';
import { effectAt, isLearned } from '../atlas/learned.ts';
import { correlationOf, folded } from '../folded.ts';

/** A stretch of text around a token, and which of its tokens carry the feature. */
export interface ExcerptPlace extends Pick<Excerpt, 'tokens' | 'activations' | 'carriers' | 'centre'> {
  /** Of a number: that of the framed token, and what the neuron says there. */
  number?: { own: number; said: number };
}

/** Tokens around the framed one by which two places are the same stretch of text. */
const near = 3;

/** The first `most` that do not show the same words again: neighbours are often misses, or alarms, together. */
export function distinctPlaces(places: readonly ExcerptPlace[], most: number): ExcerptPlace[] {
  const kept: ExcerptPlace[] = [];
  for (const place of places) {
    const { tokens, centre } = place;
    const middle = tokens.slice(Math.max(0, centre - near), centre + near + 1).join('');
    if (kept.length < most && !kept.some((each) => each.tokens.join('').includes(middle))) kept.push(place);
  }
  return kept;
}

/** A line between carriers and the rest, and what stands on either side of it on the confirmation half. */
export interface Detector {
  threshold: number;
  /** Shares, 0 to 1; precision null where nothing is on the neuron's side. */
  sensitivity: number;
  specificity: number;
  precision: number | null;
  /** Of a number, which has no line: how far what the neuron says is from it on average, and how far always the median would be. */
  off?: { own: number; median: number };
  places: Record<StrongestKind, ExcerptPlace[]>;
}

/** One of the neurons that tell a feature best. */
export interface Teller {
  neuron: number;
  /** Local AUC on each half. */
  discovery: number;
  confirmation: number;
  learned: boolean;
  /** Null where no line can be drawn. */
  detector: Detector | null;
}

export interface FeatureSummary {
  feature: AtlasFeature;
  neurons: number;
  networks: number;
  /** Neurons that learned to tell it; null where that cannot be told. */
  learned: number | null;
  /** The best on discovery, best first; none where it cannot be tested. */
  best: Teller[];
  /** [N] Local AUC on confirmation. */
  effects: number[];
  /** [N] The same of the untrained network whose best neuron is best, and the best of each, as distance from .5. */
  untrained: { effects: number[]; best: number[] } | null;
  /** Places of the shown observed text that carry it. */
  shown: number[];
}

export interface FeatureSources {
  atlas: Pick<Atlas, 'features' | 'neurons' | 'networks' | 'learned' | 'strongest'>;
  map: Pick<AtlasMap, 'discovery' | 'confirmation' | 'learned'>;
  untrained: Float32Array | null;
  strongest: StrongestArrays;
  tokens: readonly string[];
}

/** So many neurons are told of. */
const most = 5;

export function featureSummaryOf(sources: FeatureSources, number: number): FeatureSummary {
  const { atlas, map, untrained } = sources;
  const feature = atlas.features[number];
  if (feature === undefined) throw new RangeError(`the atlas has no feature ${number}`);
  const neurons = Array.from({ length: atlas.neurons }, (_, neuron) => neuron);
  const effects = neurons.map((neuron) => effectAt(atlas, map, neuron, number));
  const before = (neuron: number): number => at(map.discovery, neuron * atlas.features.length + number);
  const order = neurons
    .filter((neuron) => !Number.isNaN(before(neuron)))
    .sort((a, b) => distance(before(b)) - distance(before(a)) || a - b)
    .slice(0, most);
  return {
    feature,
    neurons: atlas.neurons,
    networks: atlas.networks,
    learned: feature.bar === null ? null : neurons.filter((neuron) => isLearned(atlas, map, neuron, number)).length,
    best: order.map((neuron, rank) => ({
      neuron,
      discovery: before(neuron),
      confirmation: at(effects, neuron),
      learned: isLearned(atlas, map, neuron, number),
      detector: published(sources, number, rank, neuron),
    })),
    effects,
    untrained: untrained && ofUntrained(untrained, atlas, number),
    shown: shownCarriers(sources, number),
  };
}

export const distance = (effect: number): number => Math.abs(effect - 0.5);

function ofUntrained(all: Float32Array, { features, neurons }: FeatureSources['atlas'], number: number) {
  const size = neurons * features.length;
  const effectOf = (network: number, neuron: number): number =>
    at(all, network * size + neuron * features.length + number);
  const best = Array.from({ length: all.length / size }, (_, network) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let neuron = 0; neuron < neurons; neuron++) most = Math.max(most, distance(effectOf(network, neuron)));
    return most;
  });
  const foremost = best.indexOf(Math.max(...best));
  if (foremost === -1) return null;
  const effects = Array.from({ length: neurons }, (_, neuron) => effectOf(foremost, neuron));
  return effects.some(Number.isNaN) ? null : { effects, best };
}

function shownCarriers({ atlas, strongest }: FeatureSources, number: number): number[] {
  const { shown } = atlas.strongest;
  const own = strongest.shown.subarray(number * shown, (number + 1) * shown);
  return [...own.keys()].filter((t) => own[t] === 1);
}

/** Null where the atlas tells of another neuron at this rank, or of none. */
function published(
  { atlas, strongest, tokens }: FeatureSources,
  number: number,
  rank: number,
  neuron: number,
): Detector | null {
  const { neurons, each, side } = atlas.strongest;
  const row = number * neurons + rank;
  if (strongest.neuron[row] !== neuron) return null;
  const [threshold, sensitivity, specificity, precision] = [0, 1, 2, 3].map((index) =>
    at(strongest.errors, 4 * row + index),
  );
  if (threshold === undefined || sensitivity === undefined || specificity === undefined || precision === undefined) {
    return null;
  }
  const width = 2 * side + 1;
  const words = carrierWords(side);
  const numbers = atlas.features[number]?.number === true ? strongest.number : null;
  const placeAt = (index: number): ExcerptPlace[] => {
    const place: ExcerptPlace = { tokens: [], activations: [], carriers: [], centre: -1 };
    for (let i = 0; i < width; i++) {
      const token = tokens[at(strongest.token, index * width + i)];
      if (token === undefined) continue;
      if (i === side) place.centre = place.tokens.length;
      const bit = 32 * words * index + i;
      if ((at(strongest.carries, bit >> 5) >>> (bit & 31)) & 1) place.carriers.push(place.tokens.length);
      place.tokens.push(token);
      place.activations.push((at(strongest.activation, index * width + i) / levels) * at(strongest.scale, row));
    }
    if (place.centre === -1) return [];
    const [own, said] = numbers === null ? [] : [at(numbers, 2 * index), at(numbers, 2 * index + 1)];
    return [own === undefined || said === undefined ? place : { ...place, number: { own, said } }];
  };
  const places = strongestKinds.map((kind, k) => [
    kind,
    Array.from({ length: each }, (_, e) => (row * strongestKinds.length + k) * each + e).flatMap(placeAt),
  ]);
  return {
    ...(numbers !== null && { off: { own: threshold, median: sensitivity } }),
    threshold,
    sensitivity,
    specificity,
    precision: Number.isNaN(precision) ? null : precision,
    places: Object.fromEntries(places) as Detector['places'],
  };
}

/** '.92' with the side on which the neuron is at the feature. */
export const scored = (effect: number): string =>
  `${folded(effect).lower ? '↓' : '↑'}\u00a0${decimal(folded(effect).auc)}`;

/** What was found where no claim was tested: which neuron tells it best, and whether that was learned. */
export function bestFinding({ feature, best, neurons, learned }: FeatureSummary): string {
  const [first] = best;
  const name = quoted(feature.name);
  if (first === undefined || feature.untestable !== null) return `Whether a neuron tells ${name} could not be tested.`;
  if (learned === null) return `Of ${integer(neurons)} neurons, neuron ${first.neuron} tells ${name} best.`;
  return first.learned
    ? `Neuron ${first.neuron} has learned to tell ${name}.`
    : `No neuron is shown to have learned ${name}; neuron ${first.neuron} tells it best.`;
}

/** What can be said of all neurons and the best. */
export function openingSentence({ feature, neurons, networks, learned, best }: FeatureSummary): string {
  if (feature.untestable !== null || best.length === 0) return 'It could not be tested on this text.';
  const largest = Math.max(...best.map(({ confirmation }) => folded(confirmation).auc));
  const most = feature.number
    ? `${decimal(largest)} (of a number: (1 + ρ) / 2, a local rank correlation of ${decimal(correlationOf(largest))})`
    : decimal(largest);
  return learned === null
    ? `Of ${counted(neurons, 'neuron')}${networks === 0 ? ', with no untrained network to compare them with,' : ''} the best scores ${most}.`
    : `${learned === 0 ? 'None' : integer(learned)} of ${counted(neurons, 'neuron')} ${learned === 1 ? 'picks' : 'pick'} this out better than untrained networks and random labels would allow; the best scores ${most}.`;
}

/** How many claims of the catalogue were corrected together, where a feature's are of these. */
export function catalogueNote(evidence: Pick<Evidence, 'catalogue'> | null, claims: readonly Claim[]): string {
  const catalogue = evidence?.catalogue;
  if (catalogue === undefined) return '';
  if (claims.length === 0) return 'No neuron tells it by more than chance, over all features of the catalogue.';
  return `Corrected for all ${counted(catalogue.claims.length, 'claim')} on ${counted(catalogue.features, 'feature')} of the catalogue.`;
}

/** A score is no detector: what share of what is on the neuron's side carries the feature. */
export function detectorSentence({ neuron, confirmation, detector }: Teller): string | null {
  if (detector === null) return null;
  const { threshold, sensitivity, precision, off } = detector;
  if (off)
    return `Read as a number (the one that lies at the same share of all as its activation does), neuron ${neuron} is off by ${significant(off.own, 2)} on average on pages that took no part in choosing it; whoever always said the median would be off by ${significant(off.median, 2)}.`;
  const { auc, lower } = folded(confirmation);
  const side = `at ${decimal(threshold)} or ${lower ? 'below' : 'above'}`;
  return precision === null
    ? `Neuron ${neuron} is never ${lower ? 'low' : 'high'} (${side}).`
    : `A score of ${decimal(auc)} is not a detector: when neuron ${neuron} is ${lower ? 'low' : 'high'} (${side}), it is right ${percent(precision, 0)} of the time, and it catches ${percent(sensitivity, 0)} of what it should.`;
}

/** Where words are tagged by a program, its mistakes look like the neuron's. */
export const taggedNote =
  'A tagger decided which words carry this, and it errs, most in older prose: some of the misses and false alarms are its mistakes, not the neuron’s.';

/** What a feature's tokens are compared among. */
const classes = { words: 'words', text: 'tokens other than white space', all: 'tokens' } as const;

/** What a feature is compared among: 'words within “inside quotes”'. */
export const classOf = ({ among, within }: Pick<AtlasFeature, 'among' | 'within'>): string =>
  within === undefined ? classes[among] : `${classes[among]} within “${within}”`;

/** The same of a number. */
export const numberHeadings = {
  hit: { name: 'Right', about: 'low, middle and high numbers, each where it is nearest' },
  miss: { name: 'Too low', about: 'what it says is furthest below the number' },
  'false alarm': { name: 'Too high', about: 'what it says is furthest above the number' },
} as const;

export const kindHeadings = {
  hit: { name: 'Caught', about: 'the strongest first' },
  miss: { name: 'Missed', about: 'what it should have caught, the furthest first' },
  'false alarm': { name: 'False alarms', about: 'what it took for that, the strongest first' },
} as const;
