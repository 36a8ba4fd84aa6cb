/**
 * All that is computed of one neuron alone: what its activations look like whatever the text says, where in the text it is looked at
 * (highest, lowest, at its quantiles, and at random), and the text around those places. Pure, with the random numbers from the seed.
 * Source of saturation: Karpathy, Johnson & Fei-Fei 2015 (a gate is saturated beyond .1 and .9 of its range); of the places:
 * Bolukbasi et al. 2021, 'An interpretability illusion for BERT' (top examples alone flatter).
 */
import { at, float32At, item, uint32At } from '../../core/at.ts';
import { type Random, random } from '../../core/random.ts';
import { risingOrder } from '../stats/rising-order.ts';
import { type Peak, strongestRhythm } from '../stats/spectrum.ts';
import { outwards, selectSpacedPositions } from '../stats/varied-places.ts';
import { type View, viewed } from '../stats/view.ts';
import { none16, none32 } from './atlas-schema.ts';

export interface ProfiledText {
  /** [tokens] Of the observed text, and where its segments begin and how long they are. */
  ids: Int32Array;
  segments: readonly (readonly [start: number, length: number])[];
  /** [neurons] each [tokens]. */
  activations: readonly Float32Array[];
  /** The component's lowest and highest possible value; null when it has none. */
  range: readonly [number, number] | null;
  /** Tokens of an excerpt on each side of its place. */
  side: number;
  /** Whether the text was read from right to left: excerpts stand in the order of the text. */
  backward?: boolean;
  scored: ScoredTokens;
  seed: number;
}

export interface ScoredTokens extends View {
  /** [scored] Number of the document that each is from. */
  documents: Int32Array;
}

export interface NeuronProfile extends Summary {
  rhythm: Peak | null;
  /** [placeKinds.length] Positions in the observed text; `none32` where there are fewer than asked for. */
  places: Uint32Array;
  excerpts: Excerpts;
  /** [quantileLevels.length] */
  quantiles: Float32Array;
}

export const placeCounts = { highest: 8, lowest: 4, quantiles: 5, random: 4 } as const;
const placeQuantiles = [0.1, 0.25, 0.5, 0.75, 0.9] as const;
type PlaceKind = keyof typeof placeCounts;

export const placeKinds = Object.entries(placeCounts).flatMap(([kind, count]) =>
  Array.from({ length: count }, () => kind as PlaceKind),
);

/** @param numbers [vocabulary] of tokens in the atlas. */
export function profileOf(text: ProfiledText, numbers: Uint16Array, neuron: number): NeuronProfile {
  const { range, scored, seed, side } = text;
  const activation = viewed(item(text.activations, neuron), scored);
  const rising = risingOrder(activation);
  const places = positionsOf(excerptPlacesOf(rising, scored, side, random(seed, neuron)), scored);
  return {
    ...summaryOf(activation, range),
    rhythm: strongestRhythm(activation, scored.length),
    places,
    excerpts: atlasExcerptsOf(text, numbers, neuron, places),
    quantiles: quantilesOf(activation, rising),
  };
}

const positionsOf = (places: Readonly<Record<PlaceKind, number[]>>, { positions }: ScoredTokens): Uint32Array =>
  Uint32Array.from(placeKinds, (kind, index) => {
    const place = places[kind][index - placeKinds.indexOf(kind)];
    return place === undefined ? none32 : at(positions, place);
  });

/** The place of a kind that stands first. */
export const firstOf = (kind: PlaceKind, { places }: NeuronProfile): number => at(places, placeKinds.indexOf(kind));

/**
 * The places of one neuron, by kind. No two lie within `2 x side` tokens of each other; those of one kind come from
 * different documents as long as there are such. Fewer are given where the text is too short.
 * @param rising [scored] indices from the lowest activation to the highest, as from `risingOrder`.
 * @param side tokens shown on each side of a place.
 * @returns indices into `scored`, kind by kind.
 */
export function excerptPlacesOf(
  rising: Uint32Array,
  scored: Omit<ScoredTokens, 'length'>,
  side: number,
  random: Random,
): Record<PlaceKind, number[]> {
  const taken: number[] = [];
  const positionOf = (place: number) => at(scored.positions, place);
  const choose = (order: Iterable<number>, wanted: number): number[] =>
    selectSpacedPositions(order, wanted, {
      documentOf: (place) => at(scored.documents, place),
      isFree: (place) => taken.every((other) => Math.abs(other - positionOf(place)) > 2 * side),
      take: (place) => taken.push(positionOf(place)),
      // What is looked at a second time need not be the whole text.
      repeats: 4 * wanted,
    });
  return {
    highest: choose(backwards(rising), placeCounts.highest),
    lowest: choose(rising, placeCounts.lowest),
    quantiles: placeQuantiles.flatMap((quantile) =>
      choose(outwards(rising, Math.round(quantile * (rising.length - 1))), 1),
    ),
    random: choose(
      Array.from({ length: 20 * placeCounts.random }, () => random.below(rising.length)),
      placeCounts.random,
    ),
  };
}

function* backwards(list: Uint32Array): Generator<number> {
  for (let index = list.length - 1; index >= 0; index--) yield uint32At(list, index);
}

export interface Excerpts {
  /** [places, 2 x side + 1] Numbers of tokens; `none16` outside the segment. */
  tokens: Uint16Array;
  /** [places, 2 x side + 1] In 127ths of `scale`. */
  values: Int8Array;
  scale: number;
}

/** @param places positions in the observed text; one that is in no segment gives an empty excerpt. */
export function atlasExcerptsOf(
  { ids, segments, activations, side, backward = false }: ProfiledText,
  numbers: Uint16Array,
  neuron: number,
  places: Uint32Array,
): Excerpts {
  const width = 2 * side + 1;
  const activation = item(activations, neuron);
  const windows = Array.from(places, (centre) => around(centre, segments, side));
  const scale = windows.reduce(
    (most, { start, end }) =>
      activation.subarray(start, end).reduce((largest, value) => Math.max(largest, Math.abs(value)), most),
    0,
  );
  const tokens = new Uint16Array(places.length * width).fill(none16);
  const values = new Int8Array(places.length * width);
  for (const [place, { start, end, shift }] of windows.entries()) {
    for (let t = start; t < end; t++) {
      const column = shift + t - start;
      const index = place * width + (backward ? width - 1 - column : column);
      tokens[index] = at(numbers, at(ids, t));
      values[index] = scale === 0 ? 0 : Math.round((at(activation, t) / scale) * 127);
    }
  }
  return { tokens, values, scale };
}

/** The stretch around a position inside its segment, and how many of the window's tokens are missing before it. */
function around(centre: number, segments: ProfiledText['segments'], side: number) {
  const segment = segments.find(([start, length]) => centre >= start && centre < start + length);
  if (segment === undefined) return { start: 0, end: 0, shift: 0 };
  const start = Math.max(segment[0], centre - side);
  return { start, end: Math.min(segment[0] + segment[1], centre + side + 1), shift: start - (centre - side) };
}

/** Bars of a histogram: enough to see two humps, few enough for a picture of 100 pixels. */
export const histogramBars = 32;
/** Within this share of the range's width of an end, an activation is saturated. */
const saturation = 0.1;
/** A neuron whose standard deviation is below this share of its range's width never says anything. */
const deadSpread = 1e-3;

export interface Summary {
  mean: number;
  /** Standard deviation over all scored tokens (divided by their number). */
  deviation: number;
  lowest: number;
  highest: number;
  /** Share of tokens within a tenth of the range of its low and of its high end; NaN where the range has no ends. */
  saturated: readonly [low: number, high: number];
  dead: boolean;
  /** [histogramBars] Tokens in each bar, from the low end of `limits` to the high one. */
  histogram: Uint32Array;
  /** The histogram's ends: those of the component's range, or the largest absolute value on both sides. */
  limits: readonly [low: number, high: number];
}

/**
 * @param activation [tokens] of one neuron, at least one.
 * @param range the component's lowest and highest possible value; null when it has none.
 * @throws RangeError when there is no activation, or one is not a number.
 */
export function summaryOf(activation: Float32Array, range: readonly [number, number] | null): Summary {
  const tokens = activation.length;
  if (tokens === 0) throw new RangeError('summaryOf: a neuron needs at least 1 activation, got 0');
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < tokens; t++) {
    const value = float32At(activation, t);
    if (Number.isNaN(value)) throw new RangeError('summaryOf: an activation is not a number');
    sum += value;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const mean = sum / tokens;
  const largest = Math.max(Math.abs(lowest), Math.abs(highest));
  const limits = range ?? [-largest, largest];
  const width = limits[1] - limits[0];
  const histogram = new Uint32Array(histogramBars);
  let squares = 0;
  let low = 0;
  let high = 0;
  for (let t = 0; t < tokens; t++) {
    const value = float32At(activation, t);
    squares += (value - mean) ** 2;
    const share = width === 0 ? 0.5 : (value - limits[0]) / width;
    if (share < saturation) low++;
    if (share > 1 - saturation) high++;
    const bar = Math.min(histogramBars - 1, Math.max(0, Math.floor(share * histogramBars)));
    histogram[bar] = uint32At(histogram, bar) + 1;
  }
  const deviation = Math.sqrt(squares / tokens);
  return {
    mean,
    deviation,
    lowest,
    highest,
    saturated: range === null ? [Number.NaN, Number.NaN] : [low / tokens, high / tokens],
    dead: deviation <= deadSpread * width,
    histogram,
    limits,
  };
}

/** Finely at both ends: how unusual an activation is on the whole observed text can be read from the values there. */
const half = [0, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45];
/** Shares of the tokens that lie below; the median in the middle. */
export const quantileLevels: readonly number[] = [
  ...half,
  0.5,
  ...half.toReversed().map((level) => Math.round(1e4 * (1 - level)) / 1e4),
];

/**
 * @param activation [scored] of the neuron; @param rising [scored] its indices from the lowest value to the highest.
 * @returns [quantileLevels.length] The values nearest to each level.
 */
export const quantilesOf = (activation: Float32Array, rising: Uint32Array): Float32Array =>
  Float32Array.from(quantileLevels, (level) => at(activation, at(rising, Math.round(level * (rising.length - 1)))));
