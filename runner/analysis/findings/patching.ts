/**
 * The one patching experiment: while the network reads, neurons are held at what the token and its state say, and at what the token
 * and the opposite state say. What the second costs more is what the state is worth to the network. Pure: plans the readings, and
 * adds up their losses.
 * Source: Geiger et al. 2021 (interchange interventions), within token types: see `levelMeans`.
 */
import { at, float64At, int8At, int32At, item } from '../../core/at.ts';
import { shuffle } from '../../core/random.ts';
import { areNumbers } from '../../core/values.ts';
import { DocumentMeans, Estimate } from '../stats/document-means.ts';
import { levelMeans, type StateLevels, stateText } from '../stats/levels.ts';
import type { HalfName } from '../stats/tested-text.ts';
import { viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, type ReadText, scoredAmong, uses } from './bench.ts';
import type { FrozenClaim } from './claim-schema.ts';
import type { ClampedRun, ClampValues, OnProgress, Readings } from './finding.ts';
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
  /** One-sided, adjusted by Holm: where it is not below this as it is, no more is read, for adjusting only raises it. */
  adjustedP: 0.05,
} as const;

/** Where the state is flipped: at the feature, or so many tokens after its onset. */
export type FlipPlaces = { after: number | null };

export interface ClampedLevels {
  claim: FrozenClaim;
  where: FlipPlaces;
}

/** A feature's state over a half, [read tokens], a level as in `states.ts`: of a mask 4 inside and 0 outside; -1 where nothing is flipped. */
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
  return after === null ? featureStates(mask, members, read) : stateSince(mask.map(sideOf), members, read, after);
}

/** The numbers of the class on the discovery half, of which quintiles are the levels. */
function onDiscovery({ input }: Bench, { masks, members }: Pick<BenchFeature, 'members' | 'masks'>): Float32Array {
  const view = scoredAmong(input.text.discovery);
  const numbers = viewed(masks.discovery, view);
  if (!areNumbers(numbers)) throw new TypeError('patching: a feature is a mask on both halves, or numbers');
  const scored = viewed(members.discovery, view);
  return numbers.filter((_, t) => scored[t] === 1);
}

export interface ClampedNeuron {
  neuron: number;
  levels: StateLevels;
}

/** What the neurons' activations are of a type in a state, as the discovery half has it. */
export function clampedNeurons(
  bench: Bench,
  feature: BenchFeature,
  neurons: readonly number[],
  places: FlipPlaces,
  types = bench.input.text.discovery.types,
): ClampedNeuron[] {
  const { text, activations } = bench.input;
  const state = viewed(stateOf(bench, feature, 'discovery', places), scoredAmong(text.discovery));
  const scored = stateText(types, state);
  return neurons.map((neuron) => ({ neuron, levels: levelMeans(item(activations.discovery, neuron), scored) }));
}

/** The neurons held at what each token's type and state say. @param types [tokens]. @param state [tokens]. */
export function clampAt(neurons: readonly ClampedNeuron[], types: Int32Array, state: Int8Array): ClampValues {
  const [int8, int32, float64] = [int8At, int32At, float64At];
  return neurons.map(({ neuron, levels: { level, added } }) => {
    const values = new Float32Array(types.length);
    for (let t = 0; t < values.length; t++) {
      const now = int8(state, t);
      values[t] = level(int32(types, t)) + (now < 0 ? 0 : float64(added, now));
    }
    return { neuron, values };
  });
}

/**
 * As many whole segments of each document as there is time for, those first in which both states are; where there is not
 * time for one of each, one of every so many-th document.
 * @param state [read tokens].
 * @returns by their order in the half.
 */
export function selectBalancedSegments(
  text: ReadText,
  state: Int8Array,
  tokens: number = flipCriteria.tokens,
): number[] {
  const read = text.warmUp + text.length;
  const documents = text.sources.length;
  const each = Math.max(1, Math.min(text.segments, Math.floor(tokens / (documents * read))));
  const step = Math.max(1, Math.ceil((documents * each * read) / tokens));
  const score = (segment: number): number => {
    const counts = [0, 0];
    for (let t = segment * read + text.warmUp; t < (segment + 1) * read - 1; t++) {
      const now = sideOf(at(state, t));
      if (now >= 0) counts[now] = at(counts, now) + 1;
    }
    return Math.min(flipCriteria.places, at(counts, 0), at(counts, 1));
  };
  return Array.from({ length: Math.ceil(documents / step) }, (_, index) => index * step).flatMap((document) =>
    Array.from({ length: text.segments }, (_unused, s) => document * text.segments + s)
      .map((segment) => ({ segment, score: score(segment) }))
      .sort((a, b) => b.score - a.score || a.segment - b.segment)
      .slice(0, each)
      .map(({ segment }) => segment)
      .sort((a, b) => a - b),
  );
}

/** Tokens after which losses are compared. */
export interface Sites {
  half: HalfName;
  /** Segments of the half that are read, by their order in it. */
  segments: readonly number[];
  /** [read tokens] By which neurons are held. */
  state: Int8Array;
  /** [sites] Read tokens of the half; the document, and the side of the state there: 1 inside or above, 0 outside or below. */
  places: Int32Array;
  document: Int32Array;
  side: Uint8Array;
}

/**
 * Some tokens of each document on each side of a state, drawn at random.
 * @param state [read tokens].
 */
export function drawSites(
  bench: Bench,
  half: HalfName,
  state: Int8Array,
  segments: readonly number[],
  mask = 0,
): Sites {
  const text = bench.input.text[half];
  const source = bench.random(uses.places, mask);
  const drawn = [...Map.groupBy(segments, (segment) => Math.floor(segment / text.segments)).values()].flatMap((own) =>
    [0, 1].flatMap((side) => {
      const able = predictedTokens(text, own).filter((t) => sideOf(at(state, t)) === side);
      return shuffle(able, source).slice(0, flipCriteria.places);
    }),
  );
  return sitesAt(
    text,
    { half, segments, state },
    drawn.sort((a, b) => a - b),
  );
}

/** Sites of a feature's own state on a half. @param tokens that are read, at most. */
export function sitesOn(bench: Bench, feature: BenchFeature, half: HalfName, where: FlipPlaces, tokens: number): Sites {
  const state = stateOf(bench, feature, half, where);
  return drawSites(bench, half, state, selectBalancedSegments(bench.input.text[half], state, tokens));
}

/** @param places [sites] Read tokens of the half, each on one side. */
export function sitesAt(
  { segments: each, warmUp, length }: ReadText,
  sites: Pick<Sites, 'half' | 'segments' | 'state'>,
  places: readonly number[],
): Sites {
  const size = each * (warmUp + length);
  return {
    ...sites,
    places: Int32Array.from(places),
    document: Int32Array.from(places, (place) => Math.floor(place / size)),
    side: Uint8Array.from(places, (place) => sideOf(at(sites.state, place))),
  };
}

/** The scored tokens of segments after which something is predicted: all but the last of each. */
export const predictedTokens = ({ warmUp, length }: ReadText, segments: readonly number[]): number[] =>
  segments.flatMap((segment) => Array.from({ length: length - 1 }, (_, t) => segment * (warmUp + length) + warmUp + t));

/** The sites by the states as they are, where another document's could stand in their place, and then by those of others. */
export function sitesOfMasks(bench: Bench, feature: BenchFeature, where: FlipPlaces, tokens?: number): Sites[] {
  const text = bench.input.text.confirmation;
  const own = comparableState(text, stateOf(bench, feature, 'confirmation', where));
  const others = Array.from({ length: flipCriteria.otherMasks }, (_, k) => placeboMask(text, own, k + 1));
  const segments = selectBalancedSegments(text, own, tokens);
  return [own, ...others.filter((mask) => mask !== null)].map((mask, k) =>
    drawSites(bench, 'confirmation', mask, segments, k),
  );
}

/**
 * The masks of other documents of the same source: each document takes that of the k-th after it, round and round.
 * A document whose source has no other keeps no place in any of them. A neuron is held by them at the same tokens as by the
 * document's own mask, so that nothing but the states is another: where the other document says nothing, it says what it last
 * said in the segment, or else says next.
 * @returns null when no source has two documents.
 */
export function placeboMask(
  { sources, segments, warmUp, length }: ReadText,
  state: Int8Array,
  k: number,
): Int8Array | null {
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
export function comparableState({ sources, segments, warmUp, length }: ReadText, state: Int8Array): Int8Array {
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

/** What is compared: the losses at some sites with neurons held in one way, and in another that is wrong. */
export interface Patching {
  sites: Sites;
  right: ClampValues;
  wrong: ClampValues;
}

/** [sites] By how much the wrong loss is above the right one, nats. */
export interface Patched {
  sites: Sites;
  rise: Float64Array;
}

export function flipped({ input }: Bench, held: readonly ClampedNeuron[], sites: Sites): Patching {
  const { readTypes } = input.text[sites.half];
  return {
    sites,
    right: clampAt(held, readTypes, sites.state),
    wrong: clampAt(held, readTypes, sites.state.map(opposite)),
  };
}

/** Experiments on one half, read side by side; what two of them hold alike is read once, for the sites of both. */
export async function patchStates(
  experiments: readonly Patching[],
  losses: Readings['losses'],
  onProgress?: OnProgress,
): Promise<Patched[]> {
  const [first] = experiments;
  if (first === undefined) return [];
  /** Each place with its order among those of the reading. */
  const readings: (Omit<ClampedRun, 'places'> & { places: Map<number, number> })[] = [];
  const numberOf = ({ segments, places }: Sites, clamp: ClampValues): number => {
    const known = readings.findIndex((own) => own.clamp === clamp && own.segments === segments);
    const number = known < 0 ? readings.push({ clamp, segments, places: new Map() }) - 1 : known;
    const own = item(readings, number).places;
    for (const place of places) if (!own.has(place)) own.set(place, own.size);
    return number;
  };
  const asked = experiments.map(({ sites, right, wrong }) => [numberOf(sites, right), numberOf(sites, wrong)] as const);
  const all = readings.map((own) => ({ ...own, places: Int32Array.from(own.places.keys()) }));
  const found = await losses(first.sites.half, all, onProgress);
  const lossAt = (number: number, place: number) =>
    at(item(found, number), item(readings, number).places.get(place) ?? -1);
  return experiments.map(({ sites }, k) => {
    const [right, wrong] = item(asked, k);
    return { sites, rise: Float64Array.from(sites.places, (place) => lossAt(wrong, place) - lossAt(right, place)) };
  });
}

export function bySide({ sites: { document, side }, rise }: Patched): DocumentMeans<number> {
  const means = new DocumentMeans<number>();
  rise.forEach((own, site) => {
    means.add(at(side, site), at(document, site), own);
  });
  return means;
}

export function flipOf(patched: Patched): Estimate {
  const sides = bySide(patched);
  return Estimate.mean([sides.mean(1), sides.mean(0)]);
}

/** [masks] The flips of neurons that are held together. */
export async function flipsOf(
  bench: Bench,
  { held, masks }: { held: readonly ClampedNeuron[]; masks: readonly Sites[] },
  losses: Readings['losses'],
  onProgress?: OnProgress,
): Promise<Estimate[]> {
  const asked = masks.map((sites) => flipped(bench, held, sites));
  return (await patchStates(asked, losses, onProgress)).map(flipOf);
}

/** A flip in excess of those with other documents' masks, if any. @param flips with the own mask, then with the others. */
export function excess(flips: readonly Estimate[]): Estimate {
  const [own, others] = [item(flips, 0), flips.slice(1)];
  return others.length === 0 ? own : own.minus(Estimate.mean(others));
}

/** As a difference is told. @throws RangeError of fewer than two documents. */
export function told(estimate: Estimate) {
  const { value: difference, ...test } = estimate.test();
  return { difference, ...test };
}
