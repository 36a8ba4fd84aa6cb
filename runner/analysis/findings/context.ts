/**
 * A claim among occurrences of equal tokens: made ready for the swap test, and its effect. Pure.
 *
 * The scores are the ranks within the token's type, and nothing ranks them again: the effect is the AUC of all pairs of a
 * carrier and a token of the rest of the same type (`WithinTypePairs`), minus what other documents' labels give. Of numbers it is
 * their rank correlation with the activation within types, as an area.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { permutedZ, swapStatistic } from '../stats/block-permutation-test.ts';
import { crossMatrix } from '../stats/cross-matrix.ts';
import { divisor } from '../stats/local-auc.ts';
import { adjustedP } from '../stats/max-t.ts';
import { placesByToken } from '../stats/ranks.ts';
import { areaInterval, asArea } from '../stats/summary.ts';
import { testableCriteria, whyNotTestable } from '../stats/testable.ts';
import {
  type PermutationBlocks,
  permutationBlocks,
  type ReferenceText,
  referenceText,
  type SwapUnitKind,
  swappable,
  type TestedText,
} from '../stats/tested-text.ts';
import { viewed } from '../stats/view.ts';
import {
  numberRanks,
  pairTypes,
  type TokensByType,
  typePairs,
  typeProducts,
  type WithinTypePairs,
  type WithinTypeRanks,
  withinTypes,
} from '../stats/within-types.ts';
import { type Bench, neverChanges } from './bench.ts';
import { choice } from './choice.ts';
import type { FrozenClaim } from './claim-schema.ts';
import { finding } from './finding.ts';
import type { Untestable } from './reasons-schema.ts';
import { type ContextMeasurement, contextSchema, type HeldOutMeasurement } from './rungs-schema.ts';

/** Smallest counts: occurrences of a type, and tokens with and without the feature among types that have both. */
export const withinCriteria = { occurrences: 20, tokens: 30 } as const;

/** Its types are what must be equal: the token read, or the last two. */
export interface WithinTask extends TokensByType {
  text: TestedText;
  swapped: SwapUnitKind | undefined;
}

export type PreparedWithinType = FrozenTest & {
  within: WithinTypeRanks;
  pairs: WithinTypePairs | ReturnType<typeof typeProducts>;
};

/**
 * Makes a neuron ready that is claimed to be higher (1) or lower (-1) at the feature.
 * @param activation [tokens].
 * @param order of the tokens from the lowest activation to the highest, where it is known.
 */
export type MakeReady = (activation: Float32Array, sign: 1 | -1, order?: ArrayLike<number>) => PreparedWithinType;

/** @returns the reason when too few types occur often enough both with the feature and without it. */
export function comparedWithin(task: WithinTask): MakeReady | Untestable {
  const { text, types, mask, swapped } = task;
  const { occurrences, tokens } = withinCriteria;
  const within = withinTypes({ types, mask, members: swappableMembers(task) }, occurrences);
  if (areNumbers(mask)) {
    if (within.tokens < tokens) {
      return { code: 'few equal tokens with numbers', occurrences, found: within.tokens, needed: tokens };
    }
  } else if (within.carriers < tokens || within.tokens - within.carriers < tokens) {
    const others = within.tokens - within.carriers;
    return { code: 'few equal tokens', occurrences, carriers: within.carriers, others, needed: tokens };
  }
  const reference = referenceText(text, within.used);
  const units = permutationBlocks(reference.text, swapped);
  const reason = whyNotTestable(viewed(mask, reference.view), units);
  if (reason !== null) return reason;
  const weights = labelWeights(areNumbers(mask) ? numberRanks(mask, within) : mask, reference);
  const size = text.segments * text.length;
  return (activation, sign, order) => {
    const ranked = within.rankedBy(activation, order);
    return {
      cross: crossMatrix(viewed(ranked.ranks, reference.view), { weights }, units),
      units,
      sign,
      within,
      pairs: areNumbers(mask)
        ? typeProducts(ranked, activation, mask, size)
        : typePairs(ranked, activation, mask, size),
    };
  };
}

/** The same of one neuron. */
export function readyWithin({
  activation,
  sign,
  ...task
}: WithinTask & { activation: Float32Array; sign: 1 | -1 }): PreparedWithinType | Untestable {
  const makeReady = comparedWithin(task);
  return typeof makeReady === 'function' ? makeReady(activation, sign) : makeReady;
}

/** [tokens] The members, without documents that have no other to be swapped with. */
function swappableMembers({ text, members, swapped }: WithinTask): Uint8Array {
  const { groups, tokens } = permutationBlocks(text, swapped);
  const kept = new Uint8Array(members.length);
  for (const group of groups) {
    for (const unit of group) kept.set(members.subarray(unit * tokens, (unit + 1) * tokens), unit * tokens);
  }
  return kept;
}

/** [tokens of the class] A token that stands at several places of the class counts once, shared among them. */
function labelWeights(weights: FeatureValues, { view }: ReferenceText): Float32Array {
  if (view === null) return Float32Array.from(weights);
  const { count } = placesByToken(view, weights.length);
  return Float32Array.from(view.positions, (t) => (t >= 0 && weights[t] !== 0 ? at(weights, t) / at(count, t) : 0));
}

type Compared = Pick<PreparedWithinType, 'cross' | 'units' | 'pairs'>;

function areasOf({ cross, units, pairs }: Compared) {
  const wonOf = wins(pairs, units.count);
  const chance = chanceOf(cross, units);
  const areaOf = ({ won, of }: Won, byChance: number) => 0.5 + (won - byChance) / of;
  return { wonOf, chance, areaOf };
}

/** The swap-centred AUC among equal tokens. */
export function withinArea(ready: Compared): number {
  const { wonOf, chance, areaOf } = areasOf(ready);
  return areaOf(wonOf([]), chance.mean);
}

/** The same, and that without each document that can be swapped, group after group: of numbers all that is left is ranked anew. */
export function withinAreas(ready: Compared): { area: number; leftOut: Float64Array } {
  const { units } = ready;
  const { wonOf, chance, areaOf } = areasOf(ready);
  const leftOut = units.groups.flatMap((group, g) => {
    const { mean, without } = item(chance.groups, g);
    return Array.from(group, (unit, place) => {
      // A group of two that loses one has nobody left to be swapped with, so it leaves as a whole.
      const gone = group.length > 2 ? [unit] : [...group];
      const rest = chance.mean - mean + (group.length > 2 ? at(without, place) : 0);
      return areaOf(wonOf(gone), rest);
    });
  });
  return { area: areaOf(wonOf([]), chance.mean), leftOut: Float64Array.from(leftOut) };
}

/** What equal tokens come to, and what it is divided by. */
interface Won {
  won: number;
  of: number;
}

function wins(pairs: PreparedWithinType['pairs'], documents: number): (gone: readonly number[]) => Won {
  if (typeof pairs === 'function') {
    return (gone) => {
      const { products, ofNumbers, ofRanks } = pairs(gone);
      return { won: products, of: divisor(ofNumbers, ofRanks) };
    };
  }
  const ahead = marginsOf(pairs.ahead, documents);
  const held = marginsOf(pairs.pairs, documents);
  return (gone) =>
    gone.length === 0 ? { won: ahead.sum, of: held.sum } : { won: ahead.without(gone), of: held.without(gone) };
}

/** The sum of a square matrix, and that without some of its rows and columns. @param cells [n x n]. */
function marginsOf(cells: Float64Array, n: number) {
  const margins = new Float64Array(n);
  let sum = 0;
  cells.forEach((value, index) => {
    const [row, column] = [Math.floor(index / n), index % n];
    sum += value;
    margins[row] = at(margins, row) + value;
    margins[column] = at(margins, column) + value;
  });
  const without = (gone: readonly number[]): number =>
    gone.reduce((rest, a) => rest - at(margins, a), sum) +
    gone.reduce((twice, a) => gone.reduce((more, b) => more + at(cells, a * n + b), twice), 0);
  return { sum, without };
}

/** What the labels of other documents of a group give, on average over them; in all, by group, and without each document. */
function chanceOf(cross: Float64Array, { groups }: PermutationBlocks) {
  let offset = 0;
  const found = groups.map((group) => {
    const n = group.length;
    const beside = new Float64Array(n);
    let rest = 0;
    for (let d = 0; d < n; d++) {
      for (let e = 0; e < n; e++) {
        if (e === d) continue;
        const value = at(cross, offset + d * n + e);
        rest += value;
        beside[d] = at(beside, d) + value;
        beside[e] = at(beside, e) + value;
      }
    }
    offset += n * n;
    return { mean: rest / (n - 1), without: beside.map((own) => (n > 2 ? (rest - own) / (n - 2) : 0)) };
  });
  return { mean: found.reduce((sum, { mean }) => sum + mean, 0), groups: found };
}

/** The effect among equal tokens, with its interval. */
export function withinEffect(ready: PreparedWithinType, z: number): NonNullable<ContextMeasurement['pairs']> {
  const { area, leftOut } = withinAreas(ready);
  return {
    localAuc: asArea(area),
    interval: areaInterval(area, leftOut),
    z,
    tokens: ready.within.tokens,
    types: ready.within.types,
  };
}

/** [claims] Null where the token decides the feature, or too few equal tokens differ in it. */
export const context = finding({
  name: 'context',
  title: 'Comparing equal tokens',
  published: 'claim',
  criteria: withinCriteria,
  bounds: [testableCriteria],
  inputs: [choice],
  reads: [],
  schema: z.array(contextSchema.nullable()),
  compute: async ({ bench, found }) =>
    found.choice.claims.map((claim): ContextMeasurement | null => {
      const { types, length } = bench.input.text.confirmation;
      const own = toldAmong(bench, claim, types);
      return own === null ? null : { ...own, pairs: toldAmong(bench, claim, pairTypes(types, length)) };
    }),
});

/** A claim made ready to be tested among equal tokens; null where the token decides its feature. */
export function amongEqual(
  { input, features }: Bench,
  { feature, neuron, sign }: FrozenClaim,
  types: Int32Array,
): PreparedWithinType | Untestable | null {
  const { scored, decidedByToken } = item(features, feature);
  if (decidedByToken) return null;
  const { members, mask } = scored.confirmation;
  return readyWithin({
    text: input.text.confirmation,
    types,
    mask,
    members,
    sign,
    swapped: input.swapped,
    activation: item(input.activations.confirmation, neuron),
  });
}

function toldAmong(bench: Bench, claim: FrozenClaim, types: Int32Array): ContextMeasurement['pairs'] {
  const ready = amongEqual(bench, claim, types);
  if (ready === null || 'code' in ready) return null;
  const [test] = swapClaims([ready], bench.cells);
  return test === undefined || 'code' in test ? null : withinEffect(ready, test.z);
}

export interface FrozenTest {
  /** [units.cells] How the scores of each unit meet the labels of each, on the text on which the claim is tested. */
  cross: Float64Array;
  units: PermutationBlocks;
  /** Whether the claim says higher (1) or lower (-1) at the feature. */
  sign: 1 | -1;
}

/** z as the activation is; a claim of sign -1 holds when it is far below 0. */
type SwapTestResult = Pick<HeldOutMeasurement, 'z' | 'adjustedP' | 'claims'>;

/**
 * Claims frozen with their sign on one text, tested on another: the one-sided z of each against the largest of all, under one table
 * of permutations. Source: Westfall & Young 1993 (single step), one-sided.
 * @param tests a reason in words where a claim cannot be tested: then it is none of those tested together.
 * @param cells [permutations][swappable units], as from `permutedCells`; the units of all tests are swapped alike.
 * @returns [tests]
 */
export function swapClaims(
  tests: readonly (FrozenTest | Untestable)[],
  cells: Uint16Array | Uint32Array,
): (SwapTestResult | Untestable)[] {
  const statistics = tests.map((test) =>
    'code' in test ? test : (swapStatistic(test.cross, test.units) ?? neverChanges),
  );
  const [first] = tests.flatMap((test) => ('code' in test ? [] : [test]));
  const units = first === undefined ? 0 : swappable(first.units);
  const permutations = units === 0 ? 0 : cells.length / units;
  const maxima = new Float64Array(permutations).fill(Number.NEGATIVE_INFINITY);
  const permuted = new Float64Array(permutations);
  tests.forEach((test, index) => {
    const found = item(statistics, index);
    if ('code' in found || 'code' in test) return;
    permutedZ(found.standardised, cells, permuted);
    for (let b = 0; b < permutations; b++) maxima[b] = Math.max(at(maxima, b), test.sign * at(permuted, b));
  });
  maxima.sort();
  const claims = statistics.filter((statistic) => !('code' in statistic)).length;
  return tests.map((test, index) => {
    const found = item(statistics, index);
    if ('code' in found || 'code' in test) return 'code' in found ? found : neverChanges;
    return { z: found.z, adjustedP: adjustedP(maxima, test.sign * found.z), claims };
  });
}
