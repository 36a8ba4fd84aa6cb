/**
 * Makes up a scenario to test the evidence on: documents with features, and neurons that react to them as much as they are
 * told to, or not at all. Everything is drawn from the `Random` given. Pure.
 *
 * A neuron is a stationary autoregression of first order with variance 1, plus what the document does to it, plus what
 * the token just read does to it, plus the planted effects. A feature is a two-state Markov chain whose log odds the
 * document moves, or a set of token types.
 */

import { mapHalves } from '../../runner/analysis/findings/bench.ts';
import type { Activations, Halves, TestedText } from '../../runner/analysis/stats/tested-text.ts';
import { at, float32At, float64At, item } from '../../runner/core/at.ts';
import { type Random, random as seeded } from '../../runner/core/random.ts';
import type { FeatureValues } from '../../runner/core/values.ts';

/** How something changes along a document, in standard deviations of a neuron or in log odds of a feature. */
export interface Profile {
  /** Added everywhere. */
  level?: number;
  /** Added from -half of it at the document's first token to +half at its last. */
  slope?: number;
  /** Added at the document's first token, fading over the next tokens. */
  opening?: number;
  /** Added from 0 at each segment's first token to all of it at its last. */
  drift?: number;
}

/** Four standard normal numbers, for a document or for a source; those of a source are the same in both halves. */
export type Draws = readonly [number, number, number, number];

export type ProfileDraw = (draws: { source: Draws; document: Draws }) => { neuron: Profile; feature: Profile };

export type FeatureShape =
  /** Runs of tokens, whatever the tokens are. */
  | { frequency: number; run: number }
  /** All occurrences of some token types. */
  | { types: readonly number[] };

/** A neuron is higher by `size` standard deviations where the feature is; by document it varies with SD `spread`. */
export interface PlantedEffect {
  neuron: number;
  feature: number;
  size: number;
  spread: number;
}

export interface Scenario {
  /** Of each half, in equal shares from each source. */
  documents: number;
  sources: number;
  segments: number;
  /** Tokens of a segment. */
  length: number;
  neurons: number;
  /** Lag-1 autocorrelations, which the neurons take in turn. */
  memories?: readonly number[];
  features: readonly FeatureShape[];
  profiles?: ProfileDraw;
  /** Token types; the r-th has a frequency in proportion to 1 / (r + 5). */
  vocabulary: number;
  /** Standard deviation of what the token just read adds to a neuron. */
  tokenReading?: number;
  effects?: readonly PlantedEffect[];
  /** Untrained networks of as many neurons, which read the same tokens in other ways and have no planted effect. */
  untrained?: number;
}

export interface Half {
  text: TestedText;
  activations: Activations;
  /** [features] each [tokens], 1 where the feature is; or its numbers. */
  masks: readonly FeatureValues[];
  /** [networks] Each is made when it is asked for, and always the same. */
  untrained: readonly (() => Activations)[];
}

/** Both halves of what was made up. */
export type SimulatedText = Halves<Half>;

export const eachHalf = (made: SimulatedText, change: (half: Half) => Half): SimulatedText =>
  mapHalves((name) => change(made[name]));

/** Neurons remember for different times, where a scenario does not say for how long. */
const usualMemories: readonly number[] = [0, 0.5, 0.9, 0.95];

/** Lag-1 autocorrelation of a neuron. */
export const memoryOf = ({ memories = usualMemories }: Pick<Scenario, 'memories'>, neuron: number): number =>
  at(memories, neuron % memories.length);

/** Tokens over which an opening fades by a factor of e. */
const openingLength = 20;

/** [neurons] each [vocabulary]; what reading a token of that type adds. */
type Reader = readonly Float64Array[];

export function simulate(scenario: Scenario, random: Random): SimulatedText {
  const sources = Array.from({ length: scenario.sources }, () => draws(random));
  const readers = Array.from({ length: 1 + (scenario.untrained ?? 0) }, () => readerOf(scenario, random));
  return mapHalves(() => simulateHalf(scenario, sources, readers, random));
}

const draws = ({ normal }: Random): Draws => [normal(), normal(), normal(), normal()];

const readerOf = ({ neurons, vocabulary, tokenReading = 0 }: Scenario, { normal }: Random): Reader =>
  tokenReading === 0
    ? []
    : Array.from({ length: neurons }, () => Float64Array.from({ length: vocabulary }, () => tokenReading * normal()));

const unmoved: ProfileDraw = () => ({ neuron: {}, feature: {} });

function simulateHalf(
  scenario: Scenario,
  sources: readonly Draws[],
  [own = [], ...others]: readonly Reader[],
  random: Random,
): Half {
  const { documents, segments, length, features, profiles = unmoved, effects = [] } = scenario;
  const tokens = segments * length;
  const text: TestedText = {
    length,
    segments,
    sources: Int32Array.from({ length: documents }, (_, document) =>
      Math.floor((document * scenario.sources) / documents),
    ),
    types: zipf(documents * tokens, scenario.vocabulary, random),
  };
  const drawn = Array.from(text.sources, (source) =>
    profiles({ source: item(sources, source), document: draws(random) }),
  );
  const [moved, odds] = (['neuron', 'feature'] as const).map((kind) =>
    along(
      drawn.map((each) => each[kind]),
      scenario,
    ),
  ) as [Float64Array, Float64Array];
  const masks = features.map((shape) =>
    'types' in shape
      ? Uint8Array.from(text.types, (type) => Number(shape.types.includes(type)))
      : bursts(shape, odds, tokens, random),
  );
  const network = (reader: Reader, source: Random) => activationsOf(scenario, text, moved, reader, source);
  const activations = network(own, random);
  const untrained = others.map((reader) => {
    const seed = random.bits();
    return () => network(reader, seeded(seed));
  });
  for (const { neuron, feature, size, spread } of effects) {
    const [activation, mask] = [item(activations, neuron), item(masks, feature)];
    let added = 0;
    for (let t = 0; t < mask.length; t++) {
      if (t % tokens === 0) added = size + spread * random.normal();
      if (mask[t] === 1) activation[t] = float32At(activation, t) + added;
    }
  }
  return { text, activations, masks, untrained };
}

function zipf(tokens: number, vocabulary: number, { uniform }: Random): Int32Array {
  let total = 0;
  const cumulative = Float64Array.from({ length: vocabulary }, (_, type) => {
    total += 1 / (type + 5);
    return total;
  });
  return Int32Array.from({ length: tokens }, () => {
    const drawn = uniform() * total;
    return cumulative.findIndex((reached) => reached > drawn);
  });
}

/** Each document's profile at each of its tokens. */
function along(profiles: readonly Profile[], { segments, length }: Scenario): Float64Array {
  const tokens = segments * length;
  return Float64Array.from({ length: profiles.length * tokens }, (_, place) => {
    const { level = 0, slope = 0, opening = 0, drift = 0 } = item(profiles, Math.floor(place / tokens));
    const t = place % tokens;
    return (
      level +
      slope * (t / (tokens - 1) - 0.5) +
      opening * Math.exp(-t / openingLength) +
      drift * ((t % length) / (length - 1))
    );
  });
}

/** A two-state chain in each document: runs of mean length `run`, and in the long run the frequency that the odds give. */
function bursts(
  { frequency, run }: { frequency: number; run: number },
  odds: Float64Array,
  tokens: number,
  { uniform }: Random,
): Uint8Array {
  const base = Math.log(frequency / (1 - frequency));
  let mark = 0;
  return Uint8Array.from(odds, (moved, t) => {
    const p = 1 / (1 + Math.exp(-base - moved));
    const isFirst = t % tokens === 0;
    const entering = isFirst ? p : p / ((1 - p) * run);
    mark = Number(uniform() < (mark === 1 && !isFirst ? 1 - 1 / run : entering));
    return mark;
  });
}

const activationsOf = (
  scenario: Scenario,
  { types }: TestedText,
  moved: Float64Array,
  reader: Reader,
  { normal }: Random,
): Float32Array[] =>
  Array.from({ length: scenario.neurons }, (_, neuron) => {
    const memory = memoryOf(scenario, neuron);
    const news = Math.sqrt(1 - memory ** 2);
    // Every other run of four neurons is moved the other way.
    const side = (neuron >> 2) % 2 === 0 ? 1 : -1;
    const read = reader[neuron];
    let state = 0;
    return new Float32Array(types).map((type, t) => {
      const isFirst = t % (scenario.segments * scenario.length) === 0;
      state = isFirst ? normal() : memory * state + news * normal();
      return state + side * float64At(moved, t) + (read === undefined ? 0 : float64At(read, type));
    });
  });
