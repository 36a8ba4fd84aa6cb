/**
 * Makes up a scenario to test the evidence on: documents with features, and neurons that react to them as much as they are
 * told to, or not at all. Everything is drawn from the `Random` given. Pure.
 *
 * A neuron is a stationary autoregression of first order with variance 1, plus what the document does to it, plus what
 * the token just read does to it, plus the planted effects. A feature is a two-state Markov chain whose log odds the
 * document moves, or a set of token types.
 */

import type { Activations, TestedText } from '../../runner/analysis/stats/tested-text.ts';
import { at, float32At, float64At, int32At } from '../../runner/core/at.ts';
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

export interface SimulatedText {
  discovery: Half;
  confirmation: Half;
}

export const eachHalf = ({ discovery, confirmation }: SimulatedText, change: (half: Half) => Half): SimulatedText => ({
  discovery: change(discovery),
  confirmation: change(confirmation),
});

/** Neurons remember for different times, where a scenario does not say for how long. */
const usualMemories: readonly number[] = [0, 0.5, 0.9, 0.95];

/** Lag-1 autocorrelation of a neuron. */
export const memoryOf = ({ memories = usualMemories }: Pick<Scenario, 'memories'>, neuron: number): number =>
  at(memories, neuron % memories.length);

/** Tokens over which an opening fades by a factor of e. */
const openingLength = 20;

export function simulate(scenario: Scenario, random: Random): SimulatedText {
  const sources = Array.from({ length: scenario.sources }, () => draws(random));
  const readers = Array.from({ length: 1 + (scenario.untrained ?? 0) }, () => typeValues(scenario, random));
  const half = () => simulateHalf(scenario, sources, readers, random);
  return { discovery: half(), confirmation: half() };
}

function simulateHalf(
  scenario: Scenario,
  sources: readonly Draws[],
  readers: readonly (readonly Float64Array[])[],
  random: Random,
): Half {
  const { documents, segments, length, vocabulary } = scenario;
  const text: TestedText = {
    length,
    segments,
    sources: Int32Array.from({ length: documents }, (_, document) => sourceOf(document, scenario)),
    types: zipf(documents * segments * length, vocabulary, random),
  };
  const profiles = Array.from(text.sources, (source) =>
    (scenario.profiles ?? (() => ({ neuron: {}, feature: {} })))({
      source: sources[source] ?? [0, 0, 0, 0],
      document: draws(random),
    }),
  );
  const moved = along(
    profiles.map(({ neuron }) => neuron),
    scenario,
  );
  const odds = along(
    profiles.map(({ feature }) => feature),
    scenario,
  );
  const masks = scenario.features.map((shape) =>
    'types' in shape ? marked(text.types, shape.types) : bursts(shape, odds, segments * length, random),
  );
  const [own = [], ...others] = readers;
  const trained = network(scenario, text, { moved, values: own }, random);
  const untrained = others.map((values) => {
    const seed = random.bits();
    return () => network(scenario, text, { moved, values }, seeded(seed));
  });
  for (const effect of scenario.effects ?? [])
    plant(effect, { activations: trained, masks, tokens: segments * length }, random);
  return { text, activations: trained, masks, untrained };
}

const draws = ({ normal }: Random): Draws => [normal(), normal(), normal(), normal()];

const sourceOf = (document: number, { documents, sources }: Scenario): number =>
  Math.floor((document * sources) / documents);

/** Per neuron and token type, what reading that type adds. */
const typeValues = ({ neurons, vocabulary, tokenReading = 0 }: Scenario, { normal }: Random): Float64Array[] =>
  tokenReading === 0
    ? []
    : Array.from({ length: neurons }, () => Float64Array.from({ length: vocabulary }, () => tokenReading * normal()));

function zipf(tokens: number, vocabulary: number, { uniform }: Random): Int32Array {
  const cumulative = new Float64Array(vocabulary);
  let total = 0;
  for (let type = 0; type < vocabulary; type++) {
    total += 1 / (type + 5);
    cumulative[type] = total;
  }
  return Int32Array.from({ length: tokens }, () => {
    const drawn = uniform() * total;
    let [low, high] = [0, vocabulary - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (float64At(cumulative, middle) > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

/** Each document's profile at each of its tokens. */
function along(profiles: readonly Profile[], { segments, length }: Scenario): Float64Array {
  const tokens = segments * length;
  const values = new Float64Array(profiles.length * tokens);
  profiles.forEach(({ level = 0, slope = 0, opening = 0, drift = 0 }, document) => {
    for (let t = 0; t < tokens; t++) {
      values[document * tokens + t] =
        level +
        slope * (t / (tokens - 1) - 0.5) +
        opening * Math.exp(-t / openingLength) +
        drift * ((t % length) / (length - 1));
    }
  });
  return values;
}

function marked(types: Int32Array, chosen: readonly number[]): Uint8Array {
  const set = new Set(chosen);
  return Uint8Array.from(types, (type) => (set.has(type) ? 1 : 0));
}

/** A two-state chain in each document: runs of mean length `run`, and in the long run the frequency that the odds give. */
function bursts(
  { frequency, run }: { frequency: number; run: number },
  odds: Float64Array,
  tokens: number,
  { uniform }: Random,
): Uint8Array {
  const mask = new Uint8Array(odds.length);
  const base = Math.log(frequency / (1 - frequency));
  for (let t = 0; t < mask.length; t++) {
    const p = 1 / (1 + Math.exp(-base - float64At(odds, t)));
    const inside = t % tokens !== 0 && mask[t - 1] === 1;
    const entering = t % tokens === 0 ? p : p / ((1 - p) * run);
    mask[t] = uniform() < (inside ? 1 - 1 / run : entering) ? 1 : 0;
  }
  return mask;
}

function network(
  scenario: Scenario,
  { types }: TestedText,
  { moved, values }: { moved: Float64Array; values: readonly Float64Array[] },
  { normal }: Random,
): Float32Array[] {
  const { neurons, segments, length } = scenario;
  return Array.from({ length: neurons }, (_, neuron) => {
    const activation = new Float32Array(types.length);
    const memory = memoryOf(scenario, neuron);
    const news = Math.sqrt(1 - memory ** 2);
    // Every other run of four neurons is moved the other way.
    const side = (neuron >> 2) % 2 === 0 ? 1 : -1;
    const read = values[neuron];
    let state = 0;
    for (let t = 0; t < activation.length; t++) {
      state = t % (segments * length) === 0 ? normal() : memory * state + news * normal();
      activation[t] =
        state + side * float64At(moved, t) + (read === undefined ? 0 : float64At(read, int32At(types, t)));
    }
    return activation;
  });
}

function plant(
  { neuron, feature, size, spread }: PlantedEffect,
  {
    activations,
    masks,
    tokens,
  }: { activations: readonly Float32Array[]; masks: readonly Uint8Array[]; tokens: number },
  { normal }: Random,
): void {
  const activation = activations[neuron];
  const mask = masks[feature];
  if (activation === undefined || mask === undefined) throw new RangeError('simulate: no such neuron or feature');
  let added = 0;
  for (let t = 0; t < mask.length; t++) {
    if (t % tokens === 0) added = size + spread * normal();
    if (mask[t] === 1) activation[t] = float32At(activation, t) + added;
  }
}
