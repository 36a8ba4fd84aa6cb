/**
 * Labels that mean nothing, as frequent as a feature. For a feature that needs more than the token, each is a state of the last
 * few tokens (`drawn-states.ts`), in runs as long as the feature's; for one that the token decides, a random set of token types
 * (`random-types.ts`). Of a number it is a number: one that goes from level to level as the feature does, or the numbers of other
 * types. Pure.
 */
import { at, item } from '../../core/at.ts';
import { allInSharedMemory } from '../../core/shared-memory.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { type Carriers, carriersOf } from '../stats/carriers.ts';
import type { HalfName, Halves } from '../stats/halves.ts';
import { cutsOf, levelOf } from '../stats/levels.ts';
import { segmentRanks, squaresWithin } from '../stats/ranks.ts';
import type { SwapUnits } from '../stats/swap-units.ts';
import { whyNotTestable } from '../stats/testable.ts';
import { viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, inHalves, maskSeen, scoredAmong, uses } from './bench.ts';
import { drawLabel, ratesOf, type StateRates, sequencesOf, variety } from './drawn-states.ts';
import { otherTypesNumbers, randomTypeSets } from './random-types.ts';

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

/** A reference class, as labels on it are drawn. */
export interface LabelledClass {
  /** Tokens that decide a label. */
  tokens: number;
  /** [tokens of the class] */
  draw(half: HalfName, how: { seed: number; rates: StateRates }): Uint8Array;
}

export interface ControlLabels {
  feature: BenchFeature;
  tokens: number;
  /** [labels] at the tokens of the class. */
  carriers: Halves<Carriers>[];
}

/** @returns null where not even the most tokens make enough different sequences. */
export function classOf({ input: { text } }: Bench, { members, seen }: BenchFeature): LabelledClass | null {
  const read = (half: HalfName): number => text[half].warmUp + text[half].length;
  const sequencesBy = (tokens: number, half: HalfName): Uint32Array =>
    sequencesOf(text[half].readTypes, members[half], read(half), tokens);
  for (let tokens: number = criteria.fewestTokens; tokens <= criteria.mostTokens; tokens++) {
    const discovery = sequencesBy(tokens, 'discovery');
    if (variety(discovery, members.discovery) < criteria.sequences) continue;
    const sequences = { discovery, confirmation: sequencesBy(tokens, 'confirmation') };
    // Where each token of the class stands among the read ones; -1 in a segment without members.
    const places = inHalves((half) => viewed(scoredAmong(text[half]).positions, seen[half].reference.view, -1));
    return {
      tokens,
      draw: (half, how) =>
        viewed(drawLabel(sequences[half], members[half], read(half), how), { positions: places[half] }),
    };
  }
  return null;
}

export function labelsFor(bench: Bench, feature: BenchFeature, { tokens, draw }: LabelledClass): ControlLabels | null {
  const { mask, members: scored } = feature.scored.discovery;
  const chain = areNumbers(mask) ? levelsOf(mask) : { levels: mask, values: null };
  const rates = ratesOf({ members: scored, levels: chain.levels }, bench.input.text.discovery.length);
  if (rates === null) return null;
  return likeLabels(feature, tokens, (label) => {
    const seed = bench.random(uses.labels, label).bits();
    return (half) => {
      const drawn = draw(half, { seed, rates });
      const { values } = chain;
      return values === null ? drawn : Float32Array.from(drawn, (level) => at(values, level));
    };
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
export function typeLabelsFor(bench: Bench, feature: BenchFeature): ControlLabels | null {
  const { text } = bench.input;
  const { mask, members: scoredMembers } = feature.scored.discovery;
  if (areNumbers(mask)) return typeNumbersFor(bench, feature, mask);
  const draw = randomTypeSets({ types: text.discovery.types, members: scoredMembers, mask });
  if (draw === null) return null;
  // Many labels are drawn: of each only the places of its types are looked at.
  const places = inHalves((half) => placesByType(feature.seen[half].reference.text.types));
  return likeLabels(feature, 1, (label) => {
    const set = draw(bench.random(uses.labels, feature.index, label));
    return (half) => {
      const mask = new Uint8Array(feature.mask[half].length);
      for (const type of set) for (const place of places[half].get(type) ?? []) mask[place] = 1;
      return mask;
    };
  });
}

/** [tokens of the class] @returns of each type the tokens that are of it. */
function placesByType(types: Int32Array): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const [place, type] of types.entries()) {
    const known = places.get(type);
    if (known === undefined) places.set(type, [place]);
    else known.push(place);
  }
  return places;
}

/** Each type has the number of another one that is about as frequent. */
function typeNumbersFor(bench: Bench, feature: BenchFeature, numbers: Float32Array): ControlLabels | null {
  const { text } = bench.input;
  const draw = otherTypesNumbers({ types: text.discovery.types, ...feature.scored.discovery, numbers });
  if (draw === null) return null;
  return likeLabels(feature, 1, (label) => {
    const numberOf = draw(bench.random(uses.labels, feature.index, label));
    return (half) => {
      const { members } = feature.scored[half];
      const { types } = text[half];
      // A type that the discovery half lacks has the number in the middle.
      const scored = Float32Array.from(types, (type, t) => (members[t] === 1 ? numberOf(type) : Number.NaN));
      return maskSeen(feature.seen[half], scored);
    };
  });
}

/** Labels are drawn until enough are as frequent as the feature and can be tested. */
function likeLabels(
  feature: BenchFeature,
  tokens: number,
  drawn: (label: number) => (half: HalfName) => FeatureValues,
): ControlLabels | null {
  const size = (mask: FeatureValues, half: HalfName): number =>
    areNumbers(mask) ? spread(mask, feature.seen[half].units) : countIn(mask);
  const wanted = inHalves((half) => size(feature.mask[half], half));
  const found: Halves<Carriers[]> = { discovery: [], confirmation: [] };
  const fitting = (mask: FeatureValues, half: HalfName): boolean =>
    isLike(size(mask, half), wanted[half]) && whyNotTestable(mask, feature.seen[half].units) === null;
  for (let label = 0; label < criteria.drawn && found.discovery.length < criteria.labels; label++) {
    const draw = drawn(label);
    const discovery = draw('discovery');
    if (!fitting(discovery, 'discovery')) continue;
    const confirmation = draw('confirmation');
    if (!fitting(confirmation, 'confirmation')) continue;
    found.discovery.push(carriersOf(discovery));
    found.confirmation.push(carriersOf(confirmation));
  }
  if (found.discovery.length < criteria.fewest) return null;
  // Where every thread sees what is measured on discovery.
  const carriers = allInSharedMemory(found.discovery).map((own, label) => ({
    discovery: own,
    confirmation: item(found.confirmation, label),
  }));
  return { feature, tokens, carriers };
}

const isLike = (own: number, wanted: number): boolean =>
  own * criteria.frequency >= wanted && own <= criteria.frequency * wanted;

/** What rank correlations are divided by. */
const spread = (numbers: Float32Array, units: SwapUnits): number =>
  squaresWithin(segmentRanks(numbers, units.segment), units).reduce((sum, each) => sum + each, 0);

function countIn(mask: Uint8Array): number {
  let sum = 0;
  for (const carries of mask) sum += carries;
  return sum;
}
