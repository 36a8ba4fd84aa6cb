/**
 * Labels that mean nothing, as frequent as a feature: how well does the same network tell those? For a feature that needs
 * more than the token, each is a state that begins and ends by a hash of the last few tokens, in runs as long as the
 * feature's, so that a network which reads can tell a little of it; for one that the token decides, a random set of token
 * types (`random-types.ts`). Of a number it is a number: one that goes from level to level as the feature does, or the numbers of
 * other types. A claim about a feature says something of the feature only where it is more than that. Pure.
 * Source: Hewitt & Liang 2019 (control tasks; selectivity).
 */

import { z } from 'zod';
import { addAt, at, item, uint32At } from '../core/at.ts';
import { areNumbers, type Values } from '../core/values.ts';
import { type MeaninglessLabels, meaninglessSchema } from '../results/rungs-schema.ts';
import type { HalfName, Halves } from '../stats/halves.ts';
import { cutsOf, levelOf } from '../stats/levels.ts';
import { scoresOf, squaresWithin } from '../stats/number-scores.ts';
import { asArea } from '../stats/summary.ts';
import type { SwapUnits } from '../stats/swap-units.ts';
import { testableCriteria, whyNotTestable } from '../stats/testable.ts';
import { viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, halfNames, inHalves, maskSeen, scoredAmong, uses } from './bench.ts';
import { confirmedBest } from './best-neuron.ts';
import { finding } from './finding.ts';
import { otherTypesNumbers, randomTypeSets, randomTypesCriteria } from './random-types.ts';

export const meaninglessCriteria = {
  /** A claim that is as meaningless passes all of them once in a hundred times. */
  labels: 99,
  /** With fewer of them nothing is compared. */
  fewest: 19,
  /** Labels drawn at most, where some are too rare to be tested. */
  drawn: 300,
  /** How many tokens decide a label: as few as make so many sequences, each counted by its share (exp of the entropy). */
  sequences: 100,
  fewestTokens: 2,
  mostTokens: 5,
  /** A label has at least half as many carriers as the feature, and at most twice as many; of a number, half its spread. */
  frequency: 2,
  /** Levels of a number that has more values: enough to be as fine as ranks ask for. */
  levels: 10,
} as const;
const criteria = meaninglessCriteria;

/** [features] The network's own best neurons for labels that mean nothing; null where there are none to compare with. */
export const labels = finding({
  name: 'labels',
  title: 'telling labels that mean nothing',
  published: 'inner',
  criteria,
  bounds: [testableCriteria, randomTypesCriteria],
  inputs: [],
  reads: [],
  schema: z.array(meaninglessSchema.nullable()),
  compute: ({ bench }) => meaninglessLabels(bench),
});

/** A reference class, as labels on it are drawn. */
interface Class {
  /** Tokens that decide a label. */
  tokens: number;
  halves: Halves<{
    /** [read tokens] */
    sequences: Uint32Array;
    members: Uint8Array;
    length: number;
    /** [tokens of the class] Where each stands among the read ones; -1 in a segment without members. */
    places: Int32Array;
  }>;
}

interface Labels {
  feature: BenchFeature;
  tokens: number;
  /** [labels] each [tokens of the class] */
  masks: Halves<Values>[];
}

/**
 * @returns [features] The network's best neuron for each of the labels, chosen and measured as claims are; null where the
 * text has too few different sequences, or types, for labels that mean nothing.
 */
export async function meaninglessLabels(bench: Bench): Promise<(MeaninglessLabels | null)[]> {
  const found = bench.features.map((): MeaninglessLabels | null => null);
  for (const drawn of drawnLabels(bench)) {
    for (const [feature, best] of await bestFor(bench, drawn)) found[feature.index] = best;
  }
  return found;
}

/** Many networks are asked for the same labels: they hang on the text and the features alone. */
const known = new WeakMap<Bench['features'], Labels[][]>();

/** Those of features of one class together. */
function drawnLabels(bench: Bench): Labels[][] {
  const drawn =
    known.get(bench.features) ??
    [...Map.groupBy(bench.features, ({ seen }) => seen).values()].map((own) => {
      const seen = own.some(({ decidedByToken }) => !decidedByToken) ? classOf(bench, item(own, 0)) : null;
      return own.flatMap((feature) => {
        if (feature.decidedByToken) return typeLabelsFor(bench, feature) ?? [];
        return (seen && labelsFor(bench, feature, seen)) ?? [];
      });
    });
  known.set(bench.features, drawn);
  return drawn;
}

/** @param drawn labels of features of one class, so that the neurons are ranked once. */
async function bestFor(bench: Bench, drawn: readonly Labels[]): Promise<[BenchFeature, MeaninglessLabels | null][]> {
  const first = drawn[0]?.feature;
  if (first === undefined) return [];
  const { discovery, confirmation } = bench.input.activations;
  const all = drawn.flatMap(({ masks }) => masks);
  const { reference, units } = first.seen.discovery;
  const [onDiscovery = []] = await bench.measure({
    activations: discovery,
    classes: [{ view: reference.view, units, masks: all.map((mask) => mask.discovery) }],
  });
  const found = confirmedBest(first.seen, all, confirmation, onDiscovery).values();
  return drawn.map(({ feature, tokens, masks }) => {
    // Kept between 0 and 1 as the areas of claims are: what lies beyond is no more.
    const best = [...found.take(masks.length)].flatMap((each) => (each === null ? [] : asArea(0.5 + each) - 0.5));
    const enough = best.length >= criteria.fewest;
    return [feature, enough ? { count: best.length, tokens, best: best.sort((a, b) => b - a) } : null];
  });
}

/** @returns null where not even the most tokens make enough different sequences. */
function classOf({ input: { text } }: Bench, { members, seen }: BenchFeature): Class | null {
  const { readTypes, warmUp, length } = text.discovery;
  for (let tokens: number = criteria.fewestTokens; tokens <= criteria.mostTokens; tokens++) {
    const sequences = sequencesOf(readTypes, members.discovery, warmUp + length, tokens);
    if (variety(sequences, members.discovery) < criteria.sequences) continue;
    const halves = inHalves((half) => {
      const own = text[half];
      const read = own.warmUp + own.length;
      return {
        sequences: half === 'discovery' ? sequences : sequencesOf(own.readTypes, members[half], read, tokens),
        members: members[half],
        length: read,
        places: viewed(scoredAmong(own).positions, seen[half].reference.view, -1),
      };
    });
    return { tokens, halves };
  }
  return null;
}

function labelsFor(bench: Bench, feature: BenchFeature, { tokens, halves }: Class): Labels | null {
  const { mask, members: scored } = feature.scored.discovery;
  const chain = areNumbers(mask) ? levelsOf(mask) : { levels: mask, values: null };
  const rates = ratesOf({ members: scored, levels: chain.levels }, bench.input.text.discovery.length);
  if (rates === null) return null;
  return likeLabels(feature, tokens, (label) => {
    const seed = bench.random(uses.labels, label).bits();
    return inHalves((half) => {
      const { sequences, members, length, places } = halves[half];
      const drawn = viewed(drawLabel(sequences, members, length, { seed, rates }), { positions: places });
      const { values } = chain;
      return values === null ? drawn : Float32Array.from(drawn, (level) => at(values, level));
    });
  });
}

/** [tokens] The level of each number, and the number that stands for each: each itself where there are few. */
function levelsOf(numbers: Float32Array): { levels: Uint8Array; values: Float32Array } {
  const known = numbers.filter((number) => !Number.isNaN(number));
  const distinct = new Set(known).size;
  const cuts = cutsOf(numbers, distinct <= 2 * criteria.levels ? known.length : criteria.levels);
  const sorted = known.toSorted();
  const last = at(sorted, sorted.length - 1);
  return {
    levels: Uint8Array.from(numbers, (number) => Math.max(0, levelOf(number, cuts))),
    values: Float32Array.of(...cuts, last),
  };
}

/** Sets of token types, for a feature that the token decides. */
function typeLabelsFor(bench: Bench, feature: BenchFeature): Labels | null {
  const { text } = bench.input;
  const { mask, members: scoredMembers } = feature.scored.discovery;
  if (areNumbers(mask)) return typeNumbersFor(bench, feature, mask);
  const draw = randomTypeSets({ types: text.discovery.types, members: scoredMembers, mask });
  if (draw === null) return null;
  return likeLabels(feature, 1, (label) => {
    const set = draw(bench.random(uses.labels, feature.index, label));
    return inHalves((half) => {
      const { members } = feature.scored[half];
      const { types } = text[half];
      const scored = new Uint8Array(types.length);
      // Many labels are drawn, and `Uint8Array.from` takes several times as long.
      types.forEach((type, t) => {
        if (members[t] === 1 && set.has(type)) scored[t] = 1;
      });
      return maskSeen(feature.seen[half], scored);
    });
  });
}

/** Each type has the number of another one that is about as frequent. */
function typeNumbersFor(bench: Bench, feature: BenchFeature, numbers: Float32Array): Labels | null {
  const { text } = bench.input;
  const draw = otherTypesNumbers({ types: text.discovery.types, ...feature.scored.discovery, numbers });
  if (draw === null) return null;
  return likeLabels(feature, 1, (label) => {
    const numberOf = draw(bench.random(uses.labels, feature.index, label));
    return inHalves((half) => {
      const { members } = feature.scored[half];
      const { types } = text[half];
      // A type that the discovery half lacks has the number in the middle.
      const scored = Float32Array.from(types, (type, t) => (members[t] === 1 ? numberOf(type) : Number.NaN));
      return maskSeen(feature.seen[half], scored);
    });
  });
}

/** Labels are drawn until enough are as frequent as the feature and can be tested. */
function likeLabels(feature: BenchFeature, tokens: number, drawn: (label: number) => Halves<Values>): Labels | null {
  const size = (mask: Values, half: HalfName): number =>
    areNumbers(mask) ? spread(mask, feature.seen[half].units) : carriers(mask);
  const wanted = inHalves((half) => size(feature.mask[half], half));
  const masks: Halves<Values>[] = [];
  for (let label = 0; label < criteria.drawn && masks.length < criteria.labels; label++) {
    const mask = drawn(label);
    const like = halfNames.every((half) => isLike(size(mask[half], half), wanted[half]));
    if (like && halfNames.every((half) => whyNotTestable(mask[half], feature.seen[half].units) === null)) {
      masks.push(mask);
    }
  }
  return masks.length < criteria.fewest ? null : { feature, tokens, masks };
}

const isLike = (own: number, wanted: number): boolean =>
  own * criteria.frequency >= wanted && own <= criteria.frequency * wanted;

/** What rank correlations are divided by. */
const spread = (numbers: Float32Array, units: SwapUnits): number =>
  squaresWithin(scoresOf(numbers, units), units).reduce((sum, each) => sum + each, 0);

function carriers(mask: Uint8Array): number {
  let sum = 0;
  for (const carries of mask) sum += carries;
  return sum;
}

/**
 * How a state goes on from one token of the class to the next, inside or outside, or from level to level of a number: how often
 * it is as high as each level or higher, the highest first.
 */
export interface StateRates {
  /** [levels] Of the first token of a segment, from the highest level down. */
  first: number[];
  /** [levels] each [levels] After each level. */
  next: number[][];
}

/**
 * @param scored [scored tokens] the class, and the level of each token: 1 inside, 0 outside, or more of them.
 * @param length tokens of a segment.
 * @returns null where the state is never left or never entered, or no level ever is.
 */
export function ratesOf(
  { members, levels }: { members: Uint8Array; levels: Uint8Array },
  length: number,
): StateRates | null {
  const count = levels.reduce((most, level) => Math.max(most, level), 0) + 1;
  const occurs = new Float64Array(count);
  const steps = Array.from({ length: count }, () => new Float64Array(count));
  for (let start = 0; start < levels.length; start += length) {
    let before = -1;
    for (let t = start; t < start + length; t++) {
      if (members[t] !== 1) continue;
      const now = at(levels, t);
      addAt(occurs, now, 1);
      if (before >= 0) addAt(item(steps, before), now, 1);
      before = now;
    }
  }
  const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0);
  const all = sum(occurs);
  const isLeft = steps.map((own, level) => at(own, level) < sum(own));
  // A state is left on both sides; of a number some levels may be as rare as the last token of a segment.
  if (count < 2 || !(count === 2 ? isLeft.every(Boolean) : isLeft.some(Boolean))) return null;
  const known = steps.map((own) => (sum(own) === 0 ? occurs : own));
  const falling = Array.from({ length: count }, (_, place) => count - 1 - place);
  return {
    first: falling.map((level) => sum(occurs.subarray(level)) / all),
    next: known.map((own, before) =>
      // Counted from the side on which the state is left.
      falling.map((level) =>
        level > before ? sum(own.subarray(level)) / sum(own) : 1 - sum(own.subarray(0, level)) / sum(own),
      ),
    ),
  };
}

/**
 * The last tokens of the class, the present one the last, as one number each: 32 bits by a hash.
 * @param types [tokens].
 * @param members [tokens] 1 where a token is of the class.
 * @param length tokens of a segment; each begins anew, as the network does.
 * @returns [tokens]; 0 where a token is not of the class.
 */
export function sequencesOf(types: Int32Array, members: Uint8Array, length: number, tokens: number): Uint32Array {
  const sequences = new Uint32Array(types.length);
  const last = new Int32Array(tokens);
  for (let t = 0; t < types.length; t++) {
    if (t % length === 0) last.fill(-1);
    if (members[t] !== 1) continue;
    last.copyWithin(0, 1);
    last[tokens - 1] = at(types, t);
    sequences[t] = last.reduce((hash, type) => mixed(hash ^ (type + 1)), tokens);
  }
  return sequences;
}

/** How many different sequences there are, each counted by its share: exp of their entropy. */
export function variety(sequences: Uint32Array, members: Uint8Array): number {
  const counts = new Map<number, number>();
  let all = 0;
  sequences.forEach((sequence, t) => {
    if (members[t] !== 1) return;
    counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
    all++;
  });
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / all) * Math.log(count / all);
  return all === 0 ? 0 : Math.exp(entropy);
}

/**
 * @param sequences [tokens] as from `sequencesOf`.
 * @param members [tokens] 1 where a token is of the class.
 * @param length tokens of a segment.
 * @returns [tokens] 1 inside the state, or its level.
 */
export function drawLabel(
  sequences: Uint32Array,
  members: Uint8Array,
  length: number,
  { seed, rates: { first, next } }: { seed: number; rates: StateRates },
): Uint8Array {
  const uint32 = uint32At;
  const label = new Uint8Array(sequences.length);
  let state = -1;
  for (let t = 0; t < sequences.length; t++) {
    if (t % length === 0) state = -1;
    if (members[t] !== 1) continue;
    const drawn = mixed(uint32(sequences, t) ^ seed) / 2 ** 32;
    const rates = state < 0 ? first : item(next, state);
    state = rates.length - 1;
    for (const reached of rates) {
      if (drawn < reached) break;
      state--;
    }
    state = Math.max(0, state);
    label[t] = state;
  }
  return label;
}

/** 32 bits that change throughout when one changes (Steele, Lea & Flood 2014, with the constants of Wellons' lowbias32). */
function mixed(bits: number): number {
  let hash = (bits + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}
