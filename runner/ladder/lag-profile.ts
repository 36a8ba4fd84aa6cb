/**
 * When a neuron knows of a feature: the effect of the activation 1 to 8 tokens before it, at it, and 1 to 8 after it,
 * always among places where the same token has just been read, so that what it says of its own token does not count.
 * Pure.
 */
import type { LagProfile } from '../results/evidence-schema-1.ts';
import { crossMatrix, type Labels, labelsOf } from '../stats/cross-matrix.ts';
import { asArea } from '../stats/jackknife.ts';
import { areas } from '../stats/local-auc.ts';
import { adjustedP } from '../stats/max-t.ts';
import { lags, shift } from '../stats/shift.ts';
import { permutedZ, swapStatistic } from '../stats/swap-test.ts';
import { type SwapUnits, swappable } from '../stats/swap-units.ts';
import { bigramAuc, type MarkedText } from './bigram.ts';
import { mixedTypes, pairsAmong, ranksAmong, type WithinType, withinType } from './within-type.ts';

const level = 0.05;
/** A lag with less than this share of the largest effect does not name the role. */
const worthTelling = 0.5;

export interface LagTask {
  /** [tokens] of the claim's neuron, on the confirmation half. */
  activation: Float32Array;
  discovery: MarkedText;
  confirmation: MarkedText;
  units: SwapUnits;
  /** The permutations of the confirmation half, as from `permutedCells`. */
  cells: Uint16Array | Uint32Array;
  /** [tokens] of the best neuron of an untrained network; null when none was read. */
  untrained: Float32Array | null;
}

interface Told {
  localAuc: number;
  z: number;
  /** [permutations] |z|. */
  permuted: Float64Array;
}

/**
 * At lag k the activation is that after token t + k, for a feature of token t, both of one segment. A lag cannot be
 * told when the token read there decides the feature, or nearly. The p of a lag is that of the largest |z| over lags.
 *
 * The role goes by the lags that are significant and at least half as large as the largest: 'announces' when one is
 * below 0, otherwise 'remembers' when one is from 2 on, otherwise 'marks'; without any, 'follows token identity'. (In a
 * long text nearly every lag of a trained neuron is significant, if only by .02.) A feature that lasts for many
 * tokens makes neighbouring lags alike: a neuron that lasts with it 'announces' it from within.
 */
export function lagProfile({ activation, discovery, confirmation, units, cells, untrained }: LagTask): LagProfile {
  const { text, mask } = confirmation;
  const labels = labelsOf(mask, units);
  const profileOf = (neuron: Float32Array, permutations: LagTask['cells'] | null) => {
    const within = withinType(neuron, text.types);
    return lags.map((lag) => effectAt(within, { text, mask }, labels, lag, units, permutations));
  };
  const told = profileOf(activation, cells);
  const maxima = largestOver(told);
  const adjusted = told.map((each) => (each === null ? null : adjustedP(maxima, Math.abs(each.z))));
  return {
    lags: [...lags],
    localAuc: told.map((each) => each?.localAuc ?? null),
    z: told.map((each) => each?.z ?? null),
    adjustedP: adjusted,
    bigram: lags.map((lag) => bigramAuc(discovery, confirmation, lag)),
    untrained: untrained === null ? null : profileOf(untrained, null).map((each) => each?.localAuc ?? null),
    role: roleOf(told, adjusted),
  };
}

function roleOf(told: readonly (Told | null)[], adjusted: readonly (number | null)[]): LagProfile['role'] {
  const sizes = told.map((each, index) =>
    each !== null && (adjusted[index] ?? 1) < level ? Math.abs(each.localAuc - 0.5) : 0,
  );
  const largest = Math.max(...sizes);
  if (largest === 0) return 'follows token identity';
  const telling = lags.filter((_, index) => (sizes[index] ?? 0) >= worthTelling * largest);
  if (telling.some((lag) => lag < 0)) return 'announces';
  return telling.some((lag) => lag >= 2) ? 'remembers' : 'marks';
}

/** @param cells null when no permutation is asked for. */
function effectAt(
  within: WithinType,
  { text: { types, length }, mask }: MarkedText,
  labels: Labels,
  lag: number,
  units: SwapUnits,
  cells: LagTask['cells'] | null,
): Told | null {
  if (!mixedTypes(shift(types, lag, length, -1), mask).enough) return null;
  const used = shift(within.used, lag, length, 0);
  const ranks = ranksAmong({ ranks: shift(within.ranks, lag, length, 0), used }, length);
  const cross = crossMatrix(ranks, labels, units);
  const statistic = swapStatistic(cross, units);
  if (statistic === null) return null;
  const { area } = areas(cross, pairsAmong(mask, used, units), units);
  const permutations = cells === null ? 0 : cells.length / swappable(units);
  const permuted = new Float64Array(permutations);
  if (cells !== null) permutedZ(statistic.standardised, cells, permuted);
  return { localAuc: asArea(area), z: statistic.z, permuted: permuted.map(Math.abs) };
}

/** The largest |z| over the lags, for each permutation, sorted. */
function largestOver(told: readonly (Told | null)[]): Float64Array {
  const known = told.filter((each) => each !== null);
  const permutations = known[0]?.permuted.length ?? 0;
  return Float64Array.from({ length: permutations }, (_, b) =>
    known.reduce((largest, { permuted }) => Math.max(largest, permuted[b] as number), 0),
  ).sort();
}
