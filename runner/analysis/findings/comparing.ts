/**
 * A label beside its rivals, from recorded activations: how well does a neuron tell the label where the rival stays the same, and
 * the rival where the label does? Pure.
 *
 * Label and rival are states, 0 to 4 (`states.ts`). A(label | rival) is the AUC of pairs of a
 * document's tokens, averaged over the rival's levels; A(rival | label) the same turned round. Activations are taken as the
 * token's level leaves them, which the claim is about as well; as they are where the token decides the feature, or where it
 * decides whether label and rival agree, so that its level would be the difference itself.
 */
import { addAt, at, int8At, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import { concordances, type RankedActivation, rankedActivation } from '../stats/concordance.ts';
import { levelCorrelation } from '../stats/correlation.ts';
import { Estimate } from '../stats/document-means.ts';
import { mostLevels } from '../stats/levels.ts';
import type { HalfName } from '../stats/tested-text.ts';
import { shift, viewed } from '../stats/view.ts';
import { type Bench, type BenchFeature, scoredAmong, type TestedFeature } from './bench.ts';
import type { FrozenClaim } from './claim-schema.ts';
import { type ClampedNeuron, clampedNeurons, stateOf } from './patching.ts';
import type { RivalTold } from './rungs-schema.ts';
import { middle, opposite } from './states.ts';

export const comparingCriteria = {
  /** From this correlation with the label on, of either sign, another label is a rival. */
  correlation: 0.2,
  /** The label is shifted by so many tokens at most, earlier and later. */
  shift: 3,
  /** A cell counts with so many tokens of each kind, in so many documents. */
  tokens: 30,
  documents: 10,
  /** A cell in which the label is not told speaks against it where its 95% interval reaches no further to either side. */
  narrow: 0.1,
  /** From this share of what can be said of it by the token on, the token decides whether label and rival agree. */
  separated: 0.9,
} as const;
const criteria = comparingCriteria;

/** [scored tokens] 0 to 4; -1 where nothing is said. */
export type Levels = Int8Array;

export interface RivalLevels {
  of: RivalTold['of'];
  levels: Levels;
  /** [scored tokens] Of a number itself; NaN where a token has none. */
  numbers?: Float32Array | null;
}

export type RivalComparison = Omit<RivalTold, 'alive'> & {
  /** Levels of the rival in which the label could be told. */
  cells: number;
};

/** What a feature says on a half: its state, which lasts from one token of its class to the next. */
const levelsOf = (bench: Bench, feature: Pick<TestedFeature, 'masks' | 'members'>, half: HalfName): Levels =>
  viewed(stateOf(bench, feature, half, { after: null }), scoredAmong(bench.input.text[half]));

/** The same of the tokens of its class alone, of which it is claimed. */
const ownLevels = (bench: Bench, feature: BenchFeature, half: HalfName): Levels =>
  levelsOf(bench, feature, half).map((level, t) => (feature.scored[half].members[t] === 1 ? level : -1));

const candidateOf = (
  bench: Bench,
  of: RivalTold['of'],
  feature: Pick<TestedFeature, 'masks' | 'members'>,
  half: HalfName,
): RivalLevels => {
  const values = feature.masks[half];
  const numbers = areNumbers(values) ? viewed(values, scoredAmong(bench.input.text[half])) : null;
  return { of, levels: levelsOf(bench, feature, half), numbers };
};

export const featureLevels = (bench: Bench, half: HalfName, further: readonly TestedFeature[] = []): RivalLevels[] =>
  [...bench.features, ...further].map((own) => candidateOf(bench, { feature: own.name }, own, half));

/** The label some tokens earlier and later, and, of a range, the number that it is a range of. */
export function ownRivals(bench: Bench, feature: BenchFeature, half: HalfName): RivalLevels[] {
  const levels = levelsOf(bench, feature, half);
  const { length } = bench.input.text[half];
  const tokens = Array.from({ length: criteria.shift }, (_, k) => [-(k + 1), k + 1]).flat();
  const shifts = tokens.map((by) => ({ of: { shift: by }, levels: shift(levels, -by, length, -1) }));
  const { number } = feature;
  return number == null ? shifts : [...shifts, candidateOf(bench, { number: number.says }, number, half)];
}

/** What a neuron says by its activation, as the token's level leaves it and as it is; both higher where it is claimed. */
export interface ComparedNeuron {
  raw: RankedActivation;
  rest: RankedActivation;
}

/** Its levels are fitted on discovery. Of a feature that the token decides its activation alone speaks. */
export function comparedNeuron(
  { input }: Bench,
  { decidedByToken }: BenchFeature,
  { neuron, sign }: Pick<FrozenClaim, 'neuron' | 'sign'>,
  held: ClampedNeuron,
  half: HalfName,
): ComparedNeuron {
  const { types } = input.text[half];
  const own = item(input.activations[half], neuron);
  const raw = rankedActivation(own.map((value) => sign * value));
  if (decidedByToken) return { raw, rest: raw };
  return { raw, rest: rankedActivation(own.map((value, t) => sign * (value - held.levels.level(at(types, t))))) };
}

/** A neuron's levels in a feature's states on discovery; of a feature that the token decides all tokens are alike. */
export function fittedNeuron(bench: Bench, feature: BenchFeature, neuron: number): ClampedNeuron {
  const alike = feature.decidedByToken ? bench.input.text.discovery.types.map(() => 0) : undefined;
  return item(clampedNeurons(bench, feature, [neuron], { after: null }, alike), 0);
}

/** [scored tokens] The state whose level is nearest to a neuron's activation, the token's level taken off. */
export function decodedLevels(
  { input }: Bench,
  { neuron, levels }: ClampedNeuron,
  half: HalfName,
  alike = false,
): Int8Array {
  const { types } = input.text[half];
  return Int8Array.from(item(input.activations[half], neuron), (value, t) => {
    const rest = value - levels.level(alike ? 0 : at(types, t));
    const away = (state: number): number => Math.abs(rest - at(levels.added, state));
    return levels.seen.reduce((best, state) => (away(state) < away(best) ? state : best), levels.seen[0] ?? 0);
  });
}

/**
 * Whether one of the states that there are is another than the label's: of a mask the other one; of a number no neighbour, for a
 * neuron that is one level off errs, and follows nothing else.
 */
export function isOtherOf(seen: readonly number[]): (said: number, state: number) => boolean {
  const rising = seen.toSorted((a, b) => a - b);
  const apart = rising.length > 2 ? 2 : 1;
  return (said, state) => {
    const [one, other] = [rising.indexOf(said), rising.indexOf(state)];
    return one >= 0 && other >= 0 && Math.abs(one - other) >= apart;
  };
}

/**
 * At which share of the tokens a neuron says another state than the label, and of those of the side at which it errs more: where one
 * side is rare, a neuron that is always on the other errs seldom. Null where the label has one side only.
 */
export function disagreementOf(
  label: Levels,
  said: Int8Array,
  seen: readonly number[],
): { all: number; side: number } | null {
  const isOther = isOtherOf(seen);
  const [counts, other] = [
    [0, 0],
    [0, 0],
  ];
  for (const [t, level] of label.entries()) {
    if (level < 0 || level === middle) continue;
    const side = Number(level > middle);
    counts[side] = at(counts, side) + 1;
    if (isOther(int8At(said, t), level)) other[side] = at(other, side) + 1;
  }
  if (counts.some((count) => count === 0)) return null;
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return { all: sum(other) / sum(counts), side: Math.max(...other.map((errors, side) => errors / at(counts, side))) };
}

export interface ComparedLabel {
  levels: Levels;
  /** [tokens] */
  types: Int32Array;
  tokens: number;
}

export function comparedLabel(bench: Bench, feature: BenchFeature, half: HalfName): ComparedLabel {
  const { types, segments, length } = bench.input.text[half];
  return { levels: ownLevels(bench, feature, half), types, tokens: segments * length };
}

/** A label that goes with another, in its direction. */
export interface Rival {
  of: RivalTold['of'];
  correlation: number;
  levels: Levels;
  /** Whether the token decides if the two agree. */
  isSeparated: boolean;
  /** Whether the label is a range of it. */
  hasRange: boolean;
}

/** @returns null of a label that does not go with it. */
export function rivalTo(label: ComparedLabel, { of, levels: given, numbers }: RivalLevels): Rival | null {
  const goes = levelCorrelation(label.levels, given);
  if (!(Math.abs(goes) > criteria.correlation)) return null;
  const levels = goes < 0 ? given.map(opposite) : given;
  return {
    of,
    correlation: goes,
    levels,
    isSeparated: isSeparated(label, levels),
    hasRange: numbers != null && isDecidedBy(label.levels, numbers),
  };
}

/** @returns null where too little stands in any cell, or the two are the same. */
export function compareWith(
  label: ComparedLabel,
  neuron: ComparedNeuron,
  { of, correlation, levels, isSeparated, hasRange }: Rival,
): RivalComparison | null {
  const ranked = isSeparated ? neuron.raw : neuron.rest;
  const own = hasRange ? nothingLeft : within(ranked, label.levels, levels, label.tokens);
  const other = within(ranked, levels, label.levels, label.tokens);
  if (own === null || other === null || (own.cells.length === 0 && other.cells.length === 0)) return null;
  const difference = own.mean.minus(other.mean);
  const { value, interval, p: above } = difference.test();
  return {
    of,
    correlation,
    label: own.mean.value,
    rival: other.mean.value,
    difference: value,
    interval,
    above,
    below: none.minus(difference).test().p,
    flat: own.cells.some(isFlat),
    cells: own.cells.length,
  };
}

const none = new Estimate(0, new Map());

/** What is left to be told of a label within the cells of another: in each, and on the mean. */
interface Left {
  cells: Estimate[];
  mean: Estimate;
}

/** Of a label that another decides: where that stays the same, so does it. */
const nothingLeft: Left = { cells: [], mean: new Estimate(0.5, new Map()) };

/** Whether a label is a range of a number: at each value it says one thing. */
function isDecidedBy(label: Levels, numbers: Float32Array): boolean {
  const known = new Map<number, number>();
  return label.every((level, t) => {
    const number = at(numbers, t);
    if (level < 0 || Number.isNaN(number)) return true;
    const before = known.get(number) ?? level;
    known.set(number, before);
    return before === level;
  });
}

/** @returns null where too little stands in the cells. */
function within(ranked: RankedActivation, label: Levels, cells: Levels, tokens: number): Left | null {
  // [cells][levels] Tokens.
  const counts = Array.from({ length: mostLevels }, () => new Float64Array(mostLevels));
  for (const [t, level] of label.entries()) {
    const cell = int8At(cells, t);
    if (level >= 0 && cell >= 0) addAt(item(counts, cell), level, 1);
  }
  const pairs = concordances(ranked, label, cells, tokens);
  const told = counts.flatMap((own, cell) => {
    const kinds = own.filter((count) => count >= criteria.tokens).length;
    return kinds > 1 && pairs.byDocument(cell).size >= criteria.documents ? [pairs.mean(cell)] : [];
  });
  if (told.length > 0) return { cells: told, mean: Estimate.mean(told) };
  // Where the other label decides this one nothing of it is left.
  return counts.every((own) => own.filter((count) => count > 0).length < 2) ? nothingLeft : null;
}

function isFlat({ interval: [low, high] }: Estimate): boolean {
  return low <= 0.5 && high - low < 2 * criteria.narrow;
}

/** Whether the token says if label and rival agree: how many fewer errors one makes who knows it (Goodman & Kruskal's lambda). */
function isSeparated({ levels, types }: ComparedLabel, rival: Levels): boolean {
  const byType = new Map<number, [number, number]>();
  const all: [number, number] = [0, 0];
  for (const [t, level] of levels.entries()) {
    const other = int8At(rival, t);
    if (level < 0 || other < 0 || level === middle || other === middle) continue;
    const agree = Number(level > middle === other > middle) as 0 | 1;
    const own = byType.get(at(types, t)) ?? [0, 0];
    own[agree]++;
    all[agree]++;
    byType.set(at(types, t), own);
  }
  const errors = [...byType.values()].reduce((sum, own) => sum + Math.min(...own), 0);
  return 1 - errors / Math.min(...all) >= criteria.separated;
}

export const asValues = (feature: Pick<TestedFeature, 'masks'>, levels: Levels): Uint8Array | Float32Array =>
  areNumbers(feature.masks.confirmation)
    ? Float32Array.from(levels, (level) => (level < 0 ? Number.NaN : level))
    : Uint8Array.from(levels, (level) => Number(level > middle));
