/** AUCs as the pages print them, turned to lie above 0.5, with the direction in words; and what a higher loss means to who has not met nats. Pure; runs in the browser too. */
import { decimal, percent } from '../../runner/core/format.ts';

/** 0.18 -> 0.82, between 0.5 and 1, and whether the neuron is lower at the feature. */
export const folded = (auc: number) => ({ auc: 0.5 + Math.abs(auc - 0.5), lower: auc < 0.5 });

/** The interval of an AUC, turned as that is. */
export const foldedInterval = (auc: number, [low, high]: readonly [number, number]): [number, number] =>
  auc < 0.5 ? [1 - high, 1 - low] : [low, high];

/** 0.182 -> '0.818, lower'. */
function foldedText(value: number, digits: number): string {
  const { auc, lower } = folded(value);
  return `${decimal(auc, digits)}${lower ? ', lower' : ''}`;
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

/** What a loss that is higher by so many nats makes of a chance: 0.14 -> '13% less likely', -0.0058 -> '0.58% more likely'. */
export const likelihood = (nats: number): string =>
  nats < 0 ? `${percent(Math.expm1(-nats))} more likely` : `${percent(-Math.expm1(-nats))} less likely`;

/** The same as a change: 0.14 -> '−13%', -0.0058 -> '+0.58%'. */
export const changed = (nats: number): string => `${nats < 0 ? '+' : ''}${percent(Math.expm1(-nats))}`;

/** An interval of such losses as shares that are lost: [0.125, 0.166] -> '12% to 15%'. */
export const lostShares = ([low, high]: readonly [number, number]): string =>
  `${percent(-Math.expm1(-low))} to ${percent(-Math.expm1(-high))}`;
