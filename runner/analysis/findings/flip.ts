/**
 * The state flip: while the network reads, a neuron is held at what its state says, and at what the other state says; the
 * rise of the loss is what the difference is worth to the network. Pure: plans the readings and adds up their losses.
 * Source: Geiger et al. 2021 (interchange interventions), within token types: see `stats/state-levels.ts`.
 */

import { at, float64At, int8At, int32At, item } from '../../core/at.ts';
import { shuffle } from '../../core/random.ts';
import { areNumbers } from '../../core/values.ts';
import type { HalfName } from '../stats/halves.ts';
import { type StateLevels, stateLevels, stateText } from '../stats/state-levels.ts';
import { viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, scoredAmong, uses } from './bench.ts';
import type { FrozenClaim } from './frozen-claim.ts';
import type { HeldReading, HeldValues } from './readings.ts';
import { featureStates, marksOf, opposite, sideOf, stateSince } from './states.ts';

/** What bounds the work; none of it looks at an activation. */
export const flipCriteria = {
  /** Masks of other documents that a flip is compared with. */
  otherMasks: 3,
  /** Read tokens of the half, at most: whole segments, as many of each document. */
  tokens: 16_384,
  /** Tokens of a document whose loss is compared, in each state, at most. */
  places: 48,
  /** Documents with both states, at least. */
  documents: 10,
} as const;

/** Where the state is flipped: at the feature, or so many tokens after its onset. */
export type FlipPlaces = { after: null } | { after: number };

/** Whose state is flipped, and where. */
export interface FlippedState {
  claim: FrozenClaim;
  where: FlipPlaces;
}

/** A feature's state over a half, [read tokens]: 1 inside, 0 outside, or the level of a number; -1 where nothing is flipped. */
export function stateOf(
  bench: Bench,
  feature: Pick<BenchFeature, 'members' | 'masks'>,
  half: HalfName,
  { after }: FlipPlaces,
): Int8Array {
  const { warmUp, length } = bench.input.text[half];
  const members = feature.members[half];
  const mask = marksOf(feature.masks[half], members, () => onDiscovery(bench, feature));
  const read = warmUp + length;
  return after === null ? featureStates(mask, members, read) : stateSince(mask, members, read, after);
}

/** The numbers of the class on the discovery half, of which quintiles are the levels. */
function onDiscovery({ input }: Bench, { masks, members }: Pick<BenchFeature, 'members' | 'masks'>): Float32Array {
  const view = scoredAmong(input.text.discovery);
  const numbers = viewed(masks.discovery, view);
  if (!areNumbers(numbers)) throw new TypeError('flip: a feature is a mask on both halves, or numbers');
  const scored = viewed(members.discovery, view);
  return numbers.filter((_, t) => scored[t] === 1);
}

export interface HeldNeuron {
  neuron: number;
  levels: StateLevels;
}

/** What the neurons' activations are of a type in a state, as the discovery half has it. */
export function heldNeurons(
  bench: Bench,
  feature: BenchFeature,
  neurons: readonly number[],
  places: FlipPlaces,
): HeldNeuron[] {
  const { text, activations } = bench.input;
  const state = viewed(stateOf(bench, feature, 'discovery', places), scoredAmong(text.discovery));
  const scored = stateText(text.discovery.types, state);
  return neurons.map((neuron) => ({ neuron, levels: stateLevels(item(activations.discovery, neuron), scored) }));
}

/** The neurons held, over a half, at what the state says (right) or at what the other state says (wrong). */
export function holdAt(
  neurons: readonly HeldNeuron[],
  types: Int32Array,
  state: Int8Array,
  which: 'right' | 'wrong',
): HeldValues {
  return neurons.map(({ neuron, levels }) => ({ neuron, values: heldValues(levels, types, state, which) }));
}

function heldValues(
  { level, added }: StateLevels,
  types: Int32Array,
  state: Int8Array,
  which: 'right' | 'wrong',
): Float32Array {
  const [int8, int32, float64] = [int8At, int32At, float64At];
  const values = new Float32Array(types.length);
  for (let t = 0; t < values.length; t++) {
    const now = which === 'right' ? int8(state, t) : opposite(int8(state, t));
    values[t] = level(int32(types, t)) + (now < 0 ? 0 : float64(added, now));
  }
  return values;
}

export interface FlipText {
  half: HalfName;
  /** The segments that are read, by their order in the half. */
  segments: number[];
  /** Documents of the half, and tokens read of each segment. */
  documents: number;
  read: number;
}

/**
 * As many whole segments of each document as there is time for, those first in which both states are; where there is not
 * time for one of each, one of every so many-th document.
 * @param state [read tokens].
 */
export function flipText(
  bench: Bench,
  half: HalfName,
  state: Int8Array,
  tokens: number = flipCriteria.tokens,
): FlipText {
  const text = bench.input.text[half];
  const read = text.warmUp + text.length;
  const documents = text.sources.length;
  const each = Math.max(1, Math.min(text.segments, Math.floor(tokens / (documents * read))));
  const step = Math.max(1, Math.ceil((documents * each * read) / tokens));
  const enough = flipCriteria.places;
  const score = (segment: number): number => {
    const counts = [0, 0];
    for (let t = segment * read + text.warmUp; t < (segment + 1) * read - 1; t++) {
      const now = sideOf(at(state, t));
      if (now >= 0) counts[now] = at(counts, now) + 1;
    }
    return Math.min(enough, at(counts, 0), at(counts, 1));
  };
  const segments = Array.from({ length: Math.ceil(documents / step) }, (_, index) => index * step).flatMap((document) =>
    Array.from({ length: text.segments }, (_unused, s) => document * text.segments + s)
      .map((segment) => ({ segment, score: score(segment) }))
      .sort((a, b) => b.score - a.score || a.segment - b.segment)
      .slice(0, each)
      .map(({ segment }) => segment)
      .sort((a, b) => a - b),
  );
  return { half, segments, documents, read };
}

/** Tokens after which the loss is compared for one mask: some of each state and document, drawn at random. */
export interface ComparedPlaces {
  /** Read tokens of the half. */
  places: Int32Array;
  /** [places] The document, and the side of the state there: 1 inside or above, 0 outside or below. */
  document: Int32Array;
  state: Uint8Array;
}

/** @param state [read tokens] of the mask. */
export function comparedPlaces(bench: Bench, text: FlipText, state: Int8Array, seed: number): ComparedPlaces {
  const { segments } = bench.input.text[text.half];
  const source = bench.random(uses.places, seed);
  const drawn: { place: number; document: number; state: number }[] = [];
  const byDocument = Map.groupBy(text.segments, (segment) => Math.floor(segment / segments));
  for (const [document, own] of byDocument) {
    for (const wanted of [0, 1]) {
      const candidates = own.flatMap((segment) =>
        predictedTokens(bench, text, segment).filter((t) => sideOf(at(state, t)) === wanted),
      );
      const chosen = shuffle(candidates, source).slice(0, flipCriteria.places);
      drawn.push(...chosen.map((place) => ({ place, document, state: wanted })));
    }
  }
  return comparedAt(drawn.sort((a, b) => a.place - b.place));
}

/** The scored tokens of a segment after which something is predicted: all but the last. */
export function predictedTokens(bench: Bench, text: FlipText, segment: number): number[] {
  const { warmUp } = bench.input.text[text.half];
  return Array.from({ length: text.read - warmUp - 1 }, (_, t) => segment * text.read + warmUp + t);
}

export const comparedAt = (places: readonly { place: number; document: number; state: number }[]): ComparedPlaces => ({
  places: Int32Array.from(places, ({ place }) => place),
  document: Int32Array.from(places, ({ document }) => document),
  state: Uint8Array.from(places, ({ state }) => state),
});

/**
 * The masks of other documents of the same source: each document takes that of the k-th after it, round and round.
 * A document whose source has no other keeps no place in any of them. A neuron is held by them at the same tokens as by the
 * document's own mask, so that nothing but the states is another: where the other document says nothing, it says what it last
 * said in the segment, or else says next.
 * @returns null when no source has two documents.
 */
export function otherMask(bench: Bench, half: HalfName, state: Int8Array, k: number): Int8Array | null {
  const { sources, segments, warmUp, length } = bench.input.text[half];
  const size = segments * (warmUp + length);
  const other = new Int8Array(state.length).fill(-1);
  let moved = false;
  const bySource = Map.groupBy(sources.keys(), (document) => at(sources, document));
  for (const documents of bySource.values()) {
    const n = documents.length;
    const step = n < 2 ? 0 : 1 + ((k - 1) % (n - 1));
    if (step === 0) continue;
    documents.forEach((document, index) => {
      const donor = item(documents, (index + step) % n);
      const given = continued(state.subarray(donor * size, (donor + 1) * size), warmUp + length);
      for (let t = 0; t < size; t++) {
        if (at(state, document * size + t) >= 0) other[document * size + t] = at(given, t);
      }
      moved = true;
    });
  }
  return moved ? other : null;
}

/** The state of the documents of which another mask can be taken; of the others nothing is flipped. */
export function comparableState(bench: Bench, half: HalfName, state: Int8Array): Int8Array {
  const { sources, segments, warmUp, length } = bench.input.text[half];
  const size = segments * (warmUp + length);
  const counts = Map.groupBy(sources, (source) => source);
  return state.map((now, t) => ((counts.get(at(sources, Math.floor(t / size)))?.length ?? 0) > 1 ? now : -1));
}

/** Without gaps, each segment by itself; -1 throughout one that says nothing. */
function continued(state: Int8Array, length: number): Int8Array {
  const whole = state.slice();
  for (let start = 0; start < whole.length; start += length) {
    const own = whole.subarray(start, start + length);
    let last = own.find((now) => now >= 0) ?? -1;
    for (let t = 0; t < own.length; t++) {
      if (at(own, t) < 0) own[t] = last;
      last = at(own, t);
    }
  }
  return whole;
}

/** Of one document: the summed differences wrong - right, and how many, outside and inside. */
export interface FlipSums {
  /** [documents] */
  outside: Float64Array;
  inside: Float64Array;
  outsideCount: Float64Array;
  insideCount: Float64Array;
}

export function flipSums(
  documents: number,
  compared: ComparedPlaces,
  right: Float32Array,
  wrong: Float32Array,
): FlipSums {
  const sums: FlipSums = {
    outside: new Float64Array(documents),
    inside: new Float64Array(documents),
    outsideCount: new Float64Array(documents),
    insideCount: new Float64Array(documents),
  };
  compared.places.forEach((_, index) => {
    const document = at(compared.document, index);
    const difference = at(wrong, index) - at(right, index);
    const [sum, count] =
      at(compared.state, index) === 1 ? [sums.inside, sums.insideCount] : [sums.outside, sums.outsideCount];
    sum[document] = at(sum, document) + difference;
    count[document] = at(count, document) + 1;
  });
  return sums;
}

/** @param without a document that is left out; none: -1. */
export function flipOf(sums: FlipSums, without = -1): { flip: number; inside: number; outside: number } {
  const mean = (sum: Float64Array, count: Float64Array): number => {
    let total = 0;
    let n = 0;
    for (let d = 0; d < sum.length; d++) {
      if (d === without) continue;
      total += at(sum, d);
      n += at(count, d);
    }
    return total / n;
  };
  const inside = mean(sums.inside, sums.insideCount);
  const outside = mean(sums.outside, sums.outsideCount);
  return { flip: (inside + outside) / 2, inside, outside };
}

/** The documents in which something was compared. */
export const documentsOf = ({ insideCount, outsideCount }: FlipSums): number[] =>
  [...insideCount.keys()].filter((d) => at(insideCount, d) + at(outsideCount, d) > 0);

/** The two readings of a mask, right and wrong. */
export function flipReadings(
  neurons: readonly HeldNeuron[],
  bench: Bench,
  text: FlipText,
  { state, compared }: { state: Int8Array; compared: ComparedPlaces },
): HeldReading[] {
  const { places } = compared;
  const types = bench.input.text[text.half].readTypes;
  return (['right', 'wrong'] as const).map((which) => ({
    hold: holdAt(neurons, types, state, which),
    segments: text.segments,
    places,
  }));
}
