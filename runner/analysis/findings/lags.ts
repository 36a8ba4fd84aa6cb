/**
 * When a neuron knows of a feature: the effect of the activation some tokens before the feature's onset, at it, and as many
 * after it (`reach.ts`), always among places where the same token has just been read. Pure.
 *
 * Events are onsets, so that a run does not announce itself; they are compared with places where an onset could have been:
 * places outside a run, before which the neuron was outside as well. A number has no onsets: all tokens that have it take part.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { aucOfGroups } from '../stats/auc.ts';
import { permutedZ, swapStatistic } from '../stats/block-permutation-test.ts';
import { adjustedP } from '../stats/max-t.ts';
import { risingOrder } from '../stats/rising-order.ts';
import { asArea } from '../stats/summary.ts';
import { testableCriteria } from '../stats/testable.ts';
import { swappable, type TestedText } from '../stats/tested-text.ts';
import { type TypeCounts, typeCounts } from '../stats/type-counts.ts';
import { shift } from '../stats/view.ts';
import { type Bench, type BenchFeature, mapHalves } from './bench.ts';
import { choice } from './choice.ts';
import type { FrozenClaim } from './claim-schema.ts';
import { comparedWithin, type MakeReady, withinArea, withinCriteria } from './context.ts';
import { finding } from './finding.ts';
import { reachCriteria, reachOf } from './reach.ts';
import type { Reason } from './reasons-schema.ts';
import { heldOut } from './rungs/held-out.ts';
import { type LagProfile, lagProfileSchema } from './shown-schema.ts';
import { featureStates, onsetsOf } from './states.ts';

/**
 * A lag tells when its p, the largest over the lags taken, is below this and its effect half as large as the largest. What
 * is remembered lasts: it is on the claim's side at so many lags on end, from so many tokens after the onset, whatever a
 * token is: what a sentence says of it is 'a few tokens'.
 */
export const lagCriteria = { adjustedP: 0.05, worthTelling: 0.5, remembersFrom: 2, remembersFor: 2 } as const;

/** [claims] */
export const lagProfile = finding({
  name: 'lagProfile',
  title: 'Measuring activations before and after the feature',
  published: 'claim',
  criteria: lagCriteria,
  bounds: [withinCriteria, testableCriteria, reachCriteria],
  inputs: [choice, heldOut],
  reads: [],
  schema: z.array(lagProfileSchema.nullable()),
  async compute({ bench, found, onProgress }) {
    const profiles: LagProfile[] = [];
    let done = 0;
    // One feature after the other: what its claims have in common takes some megabytes.
    for (const [feature, claims] of Map.groupBy(found.choice.claims.entries(), ([, claim]) => claim.feature)) {
      const begun = begunOf(bench, item(bench.features, feature));
      for (const [index, claim] of claims) {
        onProgress?.(done++ / found.choice.claims.length);
        profiles[index] = lagProfileOf(bench, claim, found.heldOut[index]?.status === 'passed', begun);
      }
    }
    return profiles;
  },
});

interface Told {
  localAuc: number;
  z: number;
  /** [permutations] |z|. */
  permuted: Float64Array;
}

/**
 * 'remembers' where `rememberedLags` finds some; otherwise the role goes by the lags that tell: 'announces' when one is
 * below 0, otherwise 'marks'. (In a long text nearly every lag of a trained neuron is significant, if only by .02.)
 * @param holds whether the claim holds on held-out documents; without that it has no role.
 * @param begun of the claim's feature, the same for all its claims.
 */
export function lagProfileOf(
  bench: Bench,
  { feature, neuron, sign }: FrozenClaim,
  holds: boolean,
  begun: LagInputs = begunOf(bench, item(bench.features, feature)),
): LagProfile {
  const { decidedByToken } = item(bench.features, feature);
  const { lags, bigram } = begun;
  const activation = item(bench.input.activations.confirmation, neuron);
  const own = { activation, order: risingOrder(activation) };
  const told = lags.map((lag, index) => effectAt(bench, own, lag, item(begun.compared, index)));
  const known = told.flatMap((each) => ('code' in each ? [] : [each]));
  const maxima = largestOver(known);
  const adjusted = told.map((each) => ('code' in each ? null : adjustedP(maxima, Math.abs(each.z))));
  const sides = told.map((each) => ('code' in each ? 0 : each.localAuc - 0.5));
  const profile = { lags, sides, adjusted };
  const telling = tellingLags(profile);
  const remembered = rememberedLags(profile, sign);
  return {
    lags: [...lags],
    localAuc: told.map((each) => ('code' in each ? null : each.localAuc)),
    z: told.map((each) => ('code' in each ? null : each.z)),
    adjustedP: adjusted,
    gaps: told.map((each) => ('code' in each ? each : null)),
    bigram,
    onsets: begun.events,
    // What lasts is near its last value before and after: a state that is a number has no role.
    role: holds && (begun.state !== null || decidedByToken) ? roleOf(telling, remembered) : null,
    remembered,
    opposite: telling.filter((lag) => Math.sign(at(sides, lags.indexOf(lag))) !== sign),
  };
}

interface Sides {
  lags: readonly number[];
  /** [lags] Local AUC minus .5; 0 where it cannot be told. */
  sides: readonly number[];
  adjusted: readonly (number | null)[];
}

export function tellingLags({ lags, sides, adjusted }: Sides): number[] {
  const sizes = sides.map((side, index) => {
    const p = item(adjusted, index);
    return p !== null && p < lagCriteria.adjustedP ? Math.abs(side) : 0;
  });
  const largest = Math.max(0, ...sizes);
  return largest === 0 ? [] : lags.filter((_, index) => at(sizes, index) >= lagCriteria.worthTelling * largest);
}

/**
 * The lags at which the feature is remembered: from `remembersFrom` on, significant and on the claim's side at
 * `remembersFor` lags on end or more, the largest of a run worth telling. A neuron that is high at a quotation mark and then
 * goes up and down with words and spaces has no such run. Of several runs the first: between them nothing is remembered.
 */
export function rememberedLags(profile: Sides, sign: 1 | -1): number[] {
  const { lags, sides, adjusted } = profile;
  const telling = new Set(tellingLags(profile));
  const runs: number[][] = [[]];
  for (const [index, lag] of lags.entries()) {
    const p = item(adjusted, index);
    const goesOn =
      lag >= lagCriteria.remembersFrom && p !== null && p < lagCriteria.adjustedP && sign * at(sides, index) > 0;
    if (goesOn) runs.at(-1)?.push(lag);
    else runs.push([]);
  }
  return runs.find((run) => run.length >= lagCriteria.remembersFor && run.some((lag) => telling.has(lag))) ?? [];
}

export function roleOf(telling: readonly number[], remembered: readonly number[]): NonNullable<LagProfile['role']> {
  if (remembered.length > 0) return 'remembers';
  return telling.some((lag) => lag < 0) ? 'announces' : 'marks';
}

/** How far after the onset the neuron still tells, in tokens; at least 1. */
export const lastRemembered = ({ remembered }: Pick<LagProfile, 'remembered'>): number => Math.max(1, ...remembered);

export interface LagInputs {
  lags: readonly number[];
  /** [tokens] of the confirmation half; null of a number. */
  state: Int8Array | null;
  events: number;
  /** [lags] How well the one token that stands there tells an onset. */
  bigram: (number | null)[];
  /** [lags] */
  compared: (MakeReady | Reason)[];
}

export function begunOf({ input }: Bench, { scored, decidedByToken }: BenchFeature): LagInputs {
  const { lags } = reachOf(input.unit);
  const { types, length } = input.text.confirmation;
  const { mask: numbers, members: all } = scored.confirmation;
  const comparedAt = (mask: FeatureValues, membersAt: (lag: number) => Uint8Array) =>
    lags.map((lag): MakeReady | Reason => {
      const compared = comparedWithin({
        text: input.text.confirmation,
        types: shift(types, lag, length, -1),
        mask,
        members: membersAt(lag),
        swapped: input.swapped,
      });
      const isDecided = typeof compared !== 'function' && decidedByToken && lag === 0;
      return isDecided ? { code: 'decided there' } : compared;
    });
  if (areNumbers(numbers)) {
    const events = all.reduce((sum, each) => sum + each, 0);
    const compared = comparedAt(numbers, () => all);
    return { lags, state: null, events, bigram: lags.map(() => null), compared };
  }
  const { discovery, confirmation } = mapHalves((half) => {
    const text = input.text[half];
    const { mask, members } = scored[half];
    if (areNumbers(mask)) throw new TypeError('lags: a feature is a mask on both halves, or numbers');
    const state = featureStates(mask, members, text.length);
    return { text, state, mask: onsetsOf(state, text.length) };
  });
  const { state, mask } = confirmation;
  return {
    lags,
    state,
    events: mask.reduce((sum, each) => sum + each, 0),
    bigram: lags.map((lag) => bigramAuc(discovery, confirmation, lag)),
    compared: comparedAt(mask, (lag) => couldBegin(state, all, lag, length)),
  };
}

/**
 * At lag k the activation is that after token t + k, for an onset, or none, at token t, both of one segment.
 * @param own a neuron's activation, and the order of the tokens from its lowest to its highest.
 */
function effectAt(
  { input, cells }: Bench,
  { activation, order }: { activation: Float32Array; order: Uint32Array },
  lag: number,
  compared: MakeReady | Reason,
): Told | Reason {
  if (typeof compared !== 'function') return compared;
  const { length } = input.text.confirmation;
  const ready = compared(shift(activation, lag, length, 0), 1, shiftedOrder(order, lag, length));
  const { units } = ready;
  const statistic = swapStatistic(ready.cross, units);
  if (statistic === null) return { code: 'still there' };
  const permuted = permutedZ(statistic.standardised, cells, new Float64Array(cells.length / swappable(units)));
  return { localAuc: asArea(withinArea(ready)), z: statistic.z, permuted: permuted.map(Math.abs) };
}

/** The order of the tokens by what stands `lag` tokens after each, of its segment; those that have no such token are left out. */
function shiftedOrder(order: Uint32Array, lag: number, length: number): Int32Array {
  const shifted = new Int32Array(order.length);
  let count = 0;
  for (const t of order) {
    const within = (t % length) - lag;
    if (within >= 0 && within < length) shifted[count++] = t - lag;
  }
  return shifted.subarray(0, count);
}

/** [tokens] 1 where an onset could be at t, and where none has been from the lag's place on: outside a run throughout. */
function couldBegin(state: Int8Array, members: Uint8Array, lag: number, length: number): Uint8Array {
  const back = Math.max(1, -lag);
  const could = new Uint8Array(members.length);
  // Tokens outside a run, on end, before this one in its segment.
  let outside = 0;
  for (let t = 0; t < could.length; t++) {
    if (t % length === 0) outside = 0;
    if (members[t] === 1 && outside >= back) could[t] = 1;
    outside = state[t] === 0 ? outside + 1 : 0;
  }
  return could;
}

/** The largest |z| over the lags, for each permutation, sorted. */
function largestOver(told: readonly Told[]): Float64Array {
  const permutations = told[0]?.permuted.length ?? 0;
  return Float64Array.from({ length: permutations }, (_, b) =>
    told.reduce((largest, { permuted }) => Math.max(largest, at(permuted, b)), 0),
  ).sort();
}

interface BigramText {
  text: TestedText;
  /** [tokens] 1 where a token carries the feature. */
  mask: Uint8Array;
}

/**
 * A reader that knows one token and nothing else: what a claim about a longer memory must beat. How well the share of the feature beside a token type, counted on one half, tells the feature on the other: pooled
 * AUC over the tokens that have a token at the lag.
 * @param lag the reader knows the token this many places after the one it judges (before it when negative).
 * @returns null when all or none of those tokens carry the feature.
 */
export function bigramAuc(counted: BigramText, judged: BigramText, lag: number): number | null {
  const known = countsAt(counted, lag);
  const seen = countsAt(judged, lag);
  const total = sumOf(known.counts);
  // One more occurrence at the text's own rate keeps rare types from the ends of the scale, new ones at its middle.
  const rate = total === 0 ? 0 : sumOf(known.carriers) / total;
  const scores = Float64Array.from(
    seen.counts,
    (_, type) => ((known.carriers[type] ?? 0) + rate) / ((known.counts[type] ?? 0) + 1),
  );
  const told = aucOfGroups(scores, seen.counts, seen.carriers);
  return Number.isNaN(told) ? null : told;
}

/** Of the tokens at the lag, as far as there are such. */
const countsAt = ({ text, mask }: BigramText, lag: number): TypeCounts =>
  typeCounts(shift(text.types, lag, text.length, -1), mask);

const sumOf = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);
