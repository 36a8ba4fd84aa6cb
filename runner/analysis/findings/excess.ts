/** A flip in excess of that with other documents' masks. Pure. */
import { item } from '../../core/at.ts';
import { jackknifeTest, mean } from '../stats/summary.ts';
import type { Bench, BenchFeature } from './bench.ts';
import {
  type ComparedPlaces,
  comparableState,
  documentsOf,
  type FlipPlaces,
  type FlipSums,
  type FlipText,
  flipCriteria,
  flipOf,
  flipSums,
  otherMask,
  stateOf,
} from './flip.ts';

/** The state as it is, where another document's could stand in its place, and then those of others. */
export function masksOf(bench: Bench, feature: BenchFeature, where: FlipPlaces): Int8Array[] {
  const own = comparableState(bench, 'confirmation', stateOf(bench, feature, 'confirmation', where));
  const others = Array.from({ length: flipCriteria.otherMasks }, (_, k) =>
    otherMask(bench, 'confirmation', own, k + 1),
  );
  return [own, ...others.filter((mask) => mask !== null)];
}

export const sumsOf = (
  text: FlipText,
  compared: readonly ComparedPlaces[],
  losses: readonly Float32Array[],
): FlipSums[] =>
  compared.map((places, k) => flipSums(text.documents, places, item(losses, 2 * k), item(losses, 2 * k + 1)));

/** @param sums of the own mask, then of the others. */
export function excess(sums: readonly FlipSums[]) {
  const [own, ...others] = sums;
  if (own === undefined || others.length === 0) throw new RangeError('excess: needs the own mask and others');
  const documents = [...new Set(sums.flatMap(documentsOf))];
  const estimate = (without?: number): number => {
    return flipOf(own, without).flip - mean(others.map((other) => flipOf(other, without).flip));
  };
  const { value, interval, t, p } = jackknifeTest(
    estimate(),
    documents.map((document) => estimate(document)),
  );
  return {
    ...flipOf(own),
    others: others.map((other) => flipOf(other).flip),
    difference: value,
    interval,
    t,
    p,
    documents: documents.length,
  };
}
