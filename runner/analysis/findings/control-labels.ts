/**
 * Labels that mean nothing, as frequent as a feature. For a feature that needs more than the token, each is a state of the last
 * few tokens, in runs as long as the feature's; for one that the token decides, a random set of token types
 * (`random-types.ts`). Of a number it is a number: one that goes from level to level as the feature does, or the numbers of other
 * types. Pure.
 */
import { addAt, at, float64At, int32At, item, uint8At, uint32At } from '../../core/at.ts';
import { togetherInSharedMemory } from '../../core/shared-memory.ts';
import { areNumbers } from '../../core/values.ts';
import { type Carriers, carriersOf, placesOf } from '../stats/carriers.ts';
import { cutsOf, levelOf } from '../stats/levels.ts';
import { segmentRanks, squaresWithin } from '../stats/ranks.ts';
import { whyNotTestable } from '../stats/testable.ts';
import type { HalfName, Halves, PermutationBlocks } from '../stats/tested-text.ts';
import { viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, mapHalves, restrictedMask, scoredAmong, uses } from './bench.ts';
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
  sequences: Halves<TokenSequences>;
}

export interface ControlLabels {
  feature: BenchFeature;
  tokens: number;
  /** [labels] at the tokens of the class. */
  carriers: Halves<Carriers>[];
}

/** @returns null where not even the most tokens make enough different sequences. */
export function classOf({ input: { text } }: Bench, { members, seen }: BenchFeature): LabelledClass | null {
  const sequencesBy = (tokens: number, half: HalfName): TokenSequences =>
    sequencesOf(text[half].readTypes, members[half], text[half].warmUp + text[half].length, tokens);
  for (let tokens: number = criteria.fewestTokens; tokens <= criteria.mostTokens; tokens++) {
    const discovery = sequencesBy(tokens, 'discovery');
    if (variety(discovery) < criteria.sequences) continue;
    const sequences = { discovery, confirmation: sequencesBy(tokens, 'confirmation') };
    const inClass = mapHalves((half) => {
      const view = seen[half].reference.view;
      return placedIn(sequences[half], viewed(scoredAmong(text[half]).positions, view, -1));
    });
    return { tokens, sequences: inClass };
  }
  return null;
}

/** @param positions [tokens of a view] where each stands in the text, some of them several times; -1 nowhere. */
const placedIn = (sequences: TokenSequences, positions: Int32Array): TokenSequences => ({
  ...sequences,
  members: viewed(sequences.members, { positions }, -1),
});

export function labelsFor(
  bench: Bench,
  feature: BenchFeature,
  { tokens, sequences }: LabelledClass,
): ControlLabels | null {
  const { mask, members: scored } = feature.scored.discovery;
  const chain = areNumbers(mask) ? levelsOf(mask) : { levels: mask, values: null };
  const rates = ratesOf({ members: scored, levels: chain.levels }, bench.input.text.discovery.length);
  if (rates === null) return null;
  return likeLabels(feature, tokens, (label) => {
    const seed = bench.random(uses.labels, label).bits();
    return (half) => {
      const drawn = { seed, rates };
      const { values } = chain;
      if (values === null) return insideAt(sequences[half], drawn);
      return new Float32Array(drawLabel(sequences[half], drawn)).map((level) => at(values, level));
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
  const largest = mapHalves((half) => text[half].types.reduce((most, type) => Math.max(most, type), 0));
  const inSet = new Uint8Array(1 + Math.max(largest.discovery, largest.confirmation));
  return likeLabels(feature, 1, (label) => {
    const set = draw(bench.random(uses.labels, feature.index, label));
    return (half) => {
      inSet.fill(0);
      for (const type of set) inSet[type] = 1;
      return placesOfMarked(feature.seen[half].reference.text.types, inSet);
    };
  });
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
      return restrictedMask(feature.seen[half], scored);
    };
  });
}

/** Labels are drawn until enough are as frequent as the feature and can be tested. */
function likeLabels(
  feature: BenchFeature,
  tokens: number,
  drawn: (label: number) => (half: HalfName) => Carriers,
): ControlLabels | null {
  const sizeOf = (carriers: Carriers, half: HalfName): number =>
    carriers instanceof Int32Array ? carriers.length : spread(carriers, feature.seen[half].units);
  const wanted = mapHalves((half) => sizeOf(carriersOf(feature.mask[half]), half));
  /** Null where they are too rare or too frequent, or cannot be tested. */
  const fitting = (carriers: Carriers, half: HalfName): Carriers | null => {
    const isFit =
      isLike(sizeOf(carriers, half), wanted[half]) && whyNotTestable(carriers, feature.seen[half].units) === null;
    return isFit ? carriers : null;
  };
  const found: Halves<Carriers[]> = { discovery: [], confirmation: [] };
  for (let label = 0; label < criteria.drawn && found.discovery.length < criteria.labels; label++) {
    const draw = drawn(label);
    const discovery = fitting(draw('discovery'), 'discovery');
    const confirmation = discovery && fitting(draw('confirmation'), 'confirmation');
    if (confirmation === null || discovery === null) continue;
    found.discovery.push(discovery);
    found.confirmation.push(confirmation);
  }
  if (found.discovery.length < criteria.fewest) return null;
  // Where every thread sees them.
  const { discovery, confirmation } = mapHalves((half) => togetherInSharedMemory(found[half]));
  const carriers = discovery.map((own, label) => ({ discovery: own, confirmation: item(confirmation, label) }));
  return { feature, tokens, carriers };
}

const isLike = (own: number, wanted: number): boolean =>
  own * criteria.frequency >= wanted && own <= criteria.frequency * wanted;

/** What rank correlations are divided by. */
const spread = (numbers: Float32Array, units: PermutationBlocks): number =>
  squaresWithin(segmentRanks(numbers, units.segment), units).reduce((sum, each) => sum + each, 0);

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

/** The tokens of a class, in the order of the text, each with those before it. */
export interface TokenSequences {
  /** [members] The last tokens of the class, the present one the last, as one number: 32 bits by a hash. */
  sequences: Uint32Array;
  /** [members] 1 at the first of a segment. */
  begins: Uint8Array;
  /** [tokens] Which of them stands at each token, by its number; -1 none. */
  members: Int32Array;
}

/**
 * @param types [tokens].
 * @param inClass [tokens] 1 where a token is of the class.
 * @param length tokens of a segment; each begins anew, as the network does.
 * @param tokens how many make a sequence.
 */
export function sequencesOf(types: Int32Array, inClass: Uint8Array, length: number, tokens: number): TokenSequences {
  const places = placesOf(inClass);
  const members = new Int32Array(types.length).fill(-1);
  const sequences = new Uint32Array(places.length);
  const begins = new Uint8Array(places.length);
  const last = new Int32Array(tokens);
  let segment = -1;
  for (const [index, place] of places.entries()) {
    const own = Math.floor(place / length);
    if (own !== segment) {
      last.fill(-1);
      begins[index] = 1;
    }
    segment = own;
    members[place] = index;
    last.copyWithin(0, 1);
    last[tokens - 1] = at(types, place);
    sequences[index] = last.reduce((hash, type) => mixed(hash ^ (type + 1)), tokens);
  }
  return { sequences, begins, members };
}

/** How many different sequences there are, each counted by its share: exp of their entropy. */
export function variety({ sequences }: TokenSequences): number {
  const counts = new Map<number, number>();
  for (const sequence of sequences) counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / sequences.length) * Math.log(count / sequences.length);
  return sequences.length === 0 ? 0 : Math.exp(entropy);
}

/** How a label is drawn. */
interface Drawn {
  seed: number;
  rates: StateRates;
}

/** @returns [members] 1 inside the state, or its level. */
function drawnStates({ sequences, begins }: TokenSequences, { seed, rates: { first, next } }: Drawn): Uint8Array {
  const levels = first.length;
  // Begins, and what follows each level, one behind the other; drawn numbers are whole ones of 32 bits.
  const rates = Float64Array.from([first, ...next].flat(), (rate) => rate * 2 ** 32);
  const states = new Uint8Array(sequences.length);
  let begin = 0;
  for (let index = 0; index < sequences.length; index++) {
    if (uint8At(begins, index) === 1) begin = 0;
    const drawn = mixed(uint32At(sequences, index) ^ seed);
    let passed = 0;
    while (passed < levels - 1 && drawn >= float64At(rates, begin + passed)) passed++;
    const state = levels - 1 - passed;
    states[index] = state;
    begin = (1 + state) * levels;
  }
  return states;
}

/** @returns [tokens] 1 inside the state, or its level; 0 where no token of the class stands. */
export const drawLabel = (own: TokenSequences, how: Drawn): Uint8Array =>
  viewed(drawnStates(own, how), { positions: own.members });

/** The tokens inside a state, rising. */
const insideAt = (own: TokenSequences, how: Drawn): Int32Array => placesOfMarked(own.members, drawnStates(own, how));

/** Thousands of labels are drawn, of as many tokens. */
let scratch = new Int32Array(0);

/**
 * @param kinds [tokens] A number of each; -1 none.
 * @param marks [numbers] 1 of those that are wanted, else 0.
 * @returns their tokens, rising.
 */
function placesOfMarked(kinds: Int32Array, marks: Uint8Array): Int32Array {
  if (scratch.length <= kinds.length) scratch = new Int32Array(kinds.length + 1);
  const places = scratch;
  let count = 0;
  for (let t = 0; t < kinds.length; t++) {
    const kind = int32At(kinds, t);
    places[count] = t;
    count += kind < 0 ? 0 : uint8At(marks, kind);
  }
  return places.slice(0, count);
}

/** 32 bits that change throughout when one changes (Steele, Lea & Flood 2014, with the constants of Wellons' lowbias32). */
function mixed(bits: number): number {
  let hash = (bits + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}
