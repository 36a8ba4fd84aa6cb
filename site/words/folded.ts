/** AUCs as the pages print them: turned to lie above 0.5, with the direction in words. Pure; runs in the browser too. */
import { decimal } from '../../runner/core/words.ts';

/** 0.18 -> 0.82, between 0.5 and 1, and whether the neuron is lower at the feature. */
export const folded = (auc: number) => ({ auc: 0.5 + Math.abs(auc - 0.5), lower: auc < 0.5 });

/** The interval of an AUC, turned as that is. */
export const foldedInterval = (auc: number, [low, high]: readonly [number, number]): [number, number] =>
  auc < 0.5 ? [1 - high, 1 - low] : [low, high];

/** 0.182 -> '0.818, lower'; `at` is what the neuron is lower at, where that is not said beside it. */
export function foldedText(auc: number, digits = 3, at = ''): string {
  const { auc: turned, lower } = folded(auc);
  return `${decimal(turned, digits)}${lower ? `, lower${at && ` at ${at}`}` : ''}`;
}

/** An effect of a number as it is measured: the rank correlation that a file holds as an area. */
export const correlationOf = (area: number): number => 2 * area - 1;

/** A distance from 0.5 as the score that it stands for: the area, at most 1, or of a number the size of the rank correlation. */
export const scoreAt = (distance: number, { number }: { number?: true | undefined }, digits = 3): string =>
  decimal(Math.min(1, number ? 2 * distance : 0.5 + distance), digits);

/** A distance from 0.5 as the area on a claim's side of it, where it can be compared with the claim's own. */
export const areaOnSide = (distance: number, sign: 1 | -1): number => Math.min(1, Math.max(0, 0.5 + sign * distance));

/** 'AUC 0.82, lower', or of a number 'ρ −0.64'. */
export const effectText = (area: number, { number }: { number?: true | undefined }, digits = 3): string =>
  number ? `ρ ${decimal(correlationOf(area), digits)}` : foldedText(area, digits);

/** Its interval, as that is written. */
export const effectInterval = (
  area: number,
  interval: readonly [number, number],
  { number }: { number?: true | undefined },
): [number, number] =>
  number ? [correlationOf(interval[0]), correlationOf(interval[1])] : foldedInterval(area, interval);
