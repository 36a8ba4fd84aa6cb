/** What a higher loss means to somebody who has not met nats. Pure. */
import { percent } from '../../runner/core/words.ts';

/** What a loss that is higher by so many nats makes of a chance: 0.14 -> '13% less likely', -0.0058 -> '0.58% more likely'. */
export const likelihood = (nats: number): string =>
  nats < 0 ? `${percent(Math.expm1(-nats))} more likely` : `${percent(-Math.expm1(-nats))} less likely`;

/** The same as a change: 0.14 -> '−13%', -0.0058 -> '+0.58%'. */
export const changed = (nats: number): string => `${nats < 0 ? '+' : ''}${percent(Math.expm1(-nats))}`;

/** An interval of such losses as shares that are lost: [0.125, 0.166] -> '12% to 15%'. */
export const lostShares = ([low, high]: readonly [number, number]): string =>
  `${percent(-Math.expm1(-low))} to ${percent(-Math.expm1(-high))}`;
